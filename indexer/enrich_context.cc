#include "indexer/enrich_context.h"

#include "indexer/enrich_context_words.h"
#include "indexer/enrich_neighbours.h"

namespace sitrep {
namespace {

constexpr std::uint32_t none = Neighbours::none;

class Surroundings {
  public:
    Surroundings(std::string_view source, const Tokens& tokens, std::uint32_t first,
                 std::uint32_t last, bool no_case)
        : source_(source), words_(source, tokens), tokens_(tokens), first_(first), last_(last),
          no_case_(no_case) {}

    std::uint16_t look() {
        look_back();
        look_ahead();
        look_for_company();
        return around_;
    }

  private:
    // Nothing but white space, a full stop of an abbreviation, a hyphen.
    static bool is_close(std::string_view gap) {
        return gap.size() <= 3 && gap.find_first_not_of(" \n.-'\"") == std::string_view::npos &&
               gap != "." && gap != "\n\n";
    }
    bool is_capitalised(std::uint32_t index) const {
        return no_case_ || (tokens_[index].flags & token_capitalised) != 0;
    }
    std::uint16_t classes(std::uint32_t index) const {
        return classes_of(tokens_.form(tokens_[index]));
    }
    bool is_initial(std::uint32_t index) const {
        const Token& token = tokens_[index];
        return token.end - token.begin == 1 && (token.flags & token_capitalised) != 0 &&
               (token.flags & token_joined_part) == 0 && token.end < source_.size() &&
               source_[token.end] == '.';
    }

    void look_back() {
        const std::uint32_t one = words_.before(first_);
        if (one == none) return;
        const std::string_view parting = words_.gap(one, first_);
        if (parting.find_first_of(",(") != std::string_view::npos && parting.size() <= 3)
            around_ |= around_comma;
        if (!is_close(parting)) return;
        const std::uint16_t found = classes(one);
        const bool capitalised = is_capitalised(one);
        if ((found & word_locative) != 0) around_ |= around_locative;
        if (capitalised && (found & word_title) != 0) around_ |= around_title;
        if (capitalised && (found & word_given_name) != 0) around_ |= around_given_name;
        if (is_initial(one)) around_ |= around_given_name;
        if ((found & word_place) != 0) around_ |= around_place_word;
        if ((found & word_division) != 0 && capitalised) around_ |= around_division_word;
        if (capitalised && !no_case_ && found == 0 &&
            (tokens_[one].flags & token_sentence_start) == 0 && !is_stop_word(form(one)))
            around_ |= around_capitals;
        if ((found & word_of) != 0) look_before_of(one);
    }

    // "province of X", "Bank of X".
    void look_before_of(std::uint32_t of) {
        const std::uint32_t two = words_.before(of);
        if (two == none || !is_close(words_.gap(two, of))) return;
        const std::uint16_t found = classes(two);
        if ((found & word_division) != 0) around_ |= around_division_word;
        if ((found & word_place) != 0) around_ |= around_place_word;
        if ((found & word_company_of) != 0 && is_capitalised(two)) around_ |= around_company;
    }

    void look_ahead() {
        const std::uint32_t one = words_.behind(last_ - 1);
        if (one == none) return;
        const std::string_view parting = words_.gap(last_ - 1, one);
        if ((parting.starts_with('\'') || parting.starts_with("\xE2\x80\x99")) && form(one) == "s")
            around_ |= around_possessive;
        if (parting.starts_with(',')) around_ |= around_comma_behind;
        if (!is_close(parting)) return;
        const std::uint16_t found = classes(one);
        if ((found & word_division) != 0) around_ |= around_division_word;
        if ((found & word_place) != 0) around_ |= around_place_word;
        if ((found & word_currency) != 0) around_ |= around_currency;
        if ((found & word_institution) != 0) around_ |= around_institution;
        if ((found & word_verb) != 0 && (no_case_ || !is_capitalised(one))) around_ |= around_verb;
        if (!is_capitalised(one)) return;
        if ((found & word_surname) != 0) around_ |= around_surname;
        if (!no_case_ && (found & ~word_surname & ~word_given_name) == 0 &&
            !is_stop_word(form(one)))
            around_ |= around_capitals;
    }

    // Capitalised words on to one that ends a company's name, or to its ticker: "PHILADELPHIA
    // SUBURBAN <PSC>".
    void look_for_company() {
        constexpr int most_words = 4;
        std::uint32_t at = last_ - 1;
        for (int i = 0; i < most_words; ++i) {
            const std::uint32_t next = words_.behind(at);
            if (next == none) return;
            const std::string_view parting = words_.gap(at, next);
            if (parting.find('<') != std::string_view::npos && parting.size() <= 3) break;
            if (!is_close(parting) || !is_capitalised(next)) return;
            const std::uint16_t found = classes(next);
            if ((found & word_company) != 0) break;
            if ((found & (word_locative | word_verb)) != 0 || i + 1 == most_words) return;
            at = next;
        }
        around_ |= around_company;
    }

    std::string_view form(std::uint32_t index) const { return tokens_.form(tokens_[index]); }

    std::string_view source_;
    Neighbours words_;
    const Tokens& tokens_;
    std::uint32_t first_;
    std::uint32_t last_;
    bool no_case_;
    std::uint16_t around_ = 0;
};

} // namespace

std::uint16_t look_around(std::string_view source, const Tokens& tokens, std::uint32_t first,
                          std::uint32_t last, bool no_case) {
    return Surroundings(source, tokens, first, last, no_case).look();
}

} // namespace sitrep
