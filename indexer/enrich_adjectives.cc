#include "indexer/enrich_adjectives.h"

#include "indexer/enrich_context.h"
#include "indexer/enrich_neighbours.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

constexpr std::uint32_t none = Neighbours::none;

// The beginnings of folded nouns, long enough for all cases of one.
template <std::size_t Size>
bool begins_with_any(std::string_view form, const std::array<std::string_view, Size>& stems) {
    return std::any_of(stems.begin(), stems.end(),
                       [&](std::string_view stem) { return form.starts_with(stem); });
}

// Oblasts and what is theirs alone. Their administrations are abbreviated.
bool is_division_word(std::string_view form) {
    constexpr std::array<std::string_view, 8> stems{"област", "облрад", "облсовет", "облво",
                                                    "губерн", "облене", "обленер",  "край"};
    constexpr std::array<std::string_view, 9> words{"обл", "ова",  "ода",  "овга", "оба",
                                                    "вга", "краю", "края", "крае"};
    return begins_with_any(form, stems) ||
           std::find(words.begin(), words.end(), form) != words.end();
}

// Nouns with which a place's adjective tells nothing of the place: streets, units, parts of
// governments, ships.
bool is_elsewhere(std::string_view form) {
    constexpr std::array<std::string_view, 47> stems{
        // streets
        "вулиц", "улиц", "проспект", "шосе", "шоссе", "бульвар", "площ", "провул", "переул", "трас",
        "мікрорайон", "микрорайон", "масив", "массив", "міст", "мост", "вокзал",
        // units
        "бригад", "полк", "батальйон", "батальон", "дивіз", "дивиз", "корпус", "загін", "загон",
        "отряд", "флот", "армі", "арми", "округ",
        // governments, and what people call them
        "режим", "влад", "власт", "хунт", "патріарх", "патриарх", "митрополит", "угод", "соглаш",
        "форум", "командув", "фронт", "угрупов", "группиров", "океан", "полюс"};
    return begins_with_any(form, stems);
}

// Parts of a country that bear their town's name.
bool is_part_word(std::string_view form) {
    constexpr std::array<std::string_view, 7> stems{"район", "громад",  "напрям", "направлен",
                                                    "повіт", "агломер", "водосх"};
    return begins_with_any(form, stems);
}

bool is_conjunction(std::string_view form) {
    constexpr std::array<std::string_view, 6> words{"та", "і", "й", "и", "або", "или"};
    return std::find(words.begin(), words.end(), form) != words.end();
}

class Phrase {
  public:
    Phrase(std::string_view source, const Tokens& tokens, const std::vector<Name>& names,
           std::size_t number)
        : words_(source, tokens), tokens_(tokens), names_(names), number_(number) {}

    AdjectiveUse use() const {
        const Name& name = names_[number_];
        const std::uint32_t noun = find_noun();
        if (noun == none) return AdjectiveUse::none;
        const Token& token = tokens_[noun];
        const std::string_view form = tokens_.form(token);
        if (is_division_word(form)) return AdjectiveUse::division;
        if (is_part_word(form)) return AdjectiveUse::place;
        const bool proper = (token.flags & token_capitalised) != 0 &&
                            (token.flags & token_upper) == 0 && !name.no_case;
        if (proper || is_elsewhere(form) || token.script != Script::cyrillic ||
            follows_given_name(name))
            return AdjectiveUse::none;
        return AdjectiveUse::place;
    }

  private:
    // "Олег Харківський": a capitalised word before it that does not begin the sentence, or that
    // is a given name or title.
    bool follows_given_name(const Name& name) const {
        if (!name.capitalised || name.no_case) return false;
        if ((name.around & (around_given_name | around_title)) != 0) return true;
        const std::uint32_t one = words_.before(name.first);
        if (one == none || words_.gap(one, name.first) != " " || is_name(one)) return false;
        const std::uint8_t flags = tokens_[one].flags;
        return (flags & token_capitalised) != 0 &&
               (flags & (token_upper | token_sentence_start)) == 0;
    }

    bool is_name(std::uint32_t index) const {
        return number_ > 0 && names_[number_ - 1].last == index + 1;
    }

    // The noun behind it, past other adjectives of a list.
    std::uint32_t find_noun() const {
        constexpr std::size_t longest_list = 12;
        std::uint32_t at = names_[number_].last - 1;
        std::size_t next_name = number_ + 1;
        bool in_list = false;
        for (std::size_t i = 0; i < longest_list; ++i) {
            const std::uint32_t next = words_.behind(at);
            if (next == none) return none;
            const std::string_view parting = words_.gap(at, next);
            const bool comma = parting == ", ";
            if (parting != " " && !comma) return none;
            const bool conjunction = is_conjunction(tokens_.form(tokens_[next]));
            const bool named = next_name < names_.size() && names_[next_name].first == next &&
                               names_[next_name].part == names_[number_].part;
            if (conjunction || (comma && named)) in_list = true;
            if (!conjunction && !(in_list && named)) return comma ? none : next;
            at = named ? names_[next_name++].last - 1 : next;
        }
        return none;
    }

    Neighbours words_;
    const Tokens& tokens_;
    const std::vector<Name>& names_;
    std::size_t number_;
};

} // namespace

bool is_part_of_other_name(const Tokens& tokens, const Name& name) {
    return name.last < tokens.size() && is_elsewhere(tokens.form(tokens[name.last]));
}

AdjectiveUse use_of_adjective(std::string_view source, const Tokens& tokens,
                              const std::vector<Name>& names, std::size_t number) {
    return Phrase(source, tokens, names, number).use();
}

} // namespace sitrep
