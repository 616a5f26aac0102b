#include "indexer/enrich_words.h"

#include "schema/word_trie.h"

#include <algorithm>

namespace sitrep {

namespace {

struct Case {
    bool tells;    // capitals tell names from words
    bool is_upper; // capitals throughout
};

Case case_of(const Tokens& tokens, const std::vector<std::uint32_t>& indices) {
    std::size_t upper = 0;
    std::size_t capitalised = 0;
    std::size_t cased = 0;
    for (const std::uint32_t i : indices) {
        const Token& token = tokens[i];
        if (token.script != Script::latin && token.script != Script::cyrillic) continue;
        if (is_stop_word(tokens.form(token))) continue;
        ++cased;
        upper += (token.flags & token_upper) != 0;
        capitalised += (token.flags & token_capitalised) != 0;
    }
    return {upper * 2 <= cased && capitalised * 4 <= cased * 3, upper * 2 > cased};
}

// Who is named in a sentence with such a word has a part in what the article reports.
bool is_violence(std::string_view form) {
    static const WordSet words{
        "abducted", "abduction", "airstrike", "airstrikes", "ambush", "ambushed", "assassinated",
        "assassination", "assault", "attack", "attacked", "attackers", "attacks", "battle",
        "battles", "beheaded", "blast", "besieged", "blew", "bomb", "bombardment", "bombed",
        "bombing", "bombings", "bombs", "burned", "captured", "casualties", "ceasefire", "clash",
        "clashed", "clashes", "combat", "crime", "dead", "deaths", "destroyed", "detonated", "died",
        "dynamite", "dynamited", "executed", "exploded", "explosion", "fighters", "fighting",
        "gunmen", "raids", "shells", "fire", "fired", "fought", "grenade", "gunned", "hostage",
        "hostages", "injured", "kidnapped", "kidnapping", "kill", "killed", "killing", "killings",
        "kills", "massacre", "mine", "mines", "mortar", "murder", "murdered", "murders",
        "offensive", "raid", "raided", "responsibility", "responsible", "explosives", "strafed",
        "machinegunned", "hijacked", "lynched", "looted", "raped", "assailants", "suicide",
        "stabbed", "bombardments", "rocket", "rockets", "sabotage", "seized", "shelled", "shelling",
        "shot", "shooting", "stormed", "strike", "strikes", "struck", "terrorist", "torture",
        "tortured", "victims", "violence", "war", "wounded",
        // Spanish, Portuguese, French
        "asesinado", "asesinato", "asesinados", "ataque", "ataques", "ataco", "atentado", "bomba",
        "combate", "combates", "emboscada", "explosion", "heridos", "masacre", "muertos",
        "murieron", "secuestro", "secuestrado", "mortos", "feridos", "assassinado", "attaque",
        "attaques", "attentat", "blesses", "combats", "embuscade", "morts", "tues", "tue",
        "offensive",
        // Russian, Ukrainian
        "атака", "атаки", "атаку", "атаковали", "атакували", "взрыв", "вибух", "удар", "удары",
        "обстрел", "обстріл", "обстреляли", "обстріляли", "погиб", "погибли", "загинули", "загинув",
        "ранены", "поранені", "поранено", "убит", "убиты", "вбито", "теракт", "бои", "бої",
        "наступление"};
    return words.contains(form);
}

} // namespace

PartWords::PartWords(std::string_view source, const Tokens& tokens, Part part,
                     const std::vector<Name>& names)
    : source_(source), tokens_(tokens), names_(names), part_(part), lede_end_(lede_end(tokens)) {
    indices_.reserve(tokens.size());
    words_.reserve(tokens.size() + 1);
    for (std::uint32_t i = 0; i < tokens.size(); ++i) {
        words_.push_back(static_cast<std::uint32_t>(indices_.size()));
        if ((tokens[i].flags & token_joined) != 0) continue;
        indices_.push_back(i);
        forms_.push_back(tokens.form(tokens[i]));
    }
    words_.push_back(static_cast<std::uint32_t>(indices_.size()));
    const Case letters = case_of(tokens, indices_);
    has_case_ = letters.tells;
    is_upper_ = letters.is_upper;
    owners_.assign(indices_.size(), nobody);
    for (std::uint32_t n = 0; n < names.size(); ++n)
        if (names[n].part == part)
            for (std::size_t i = first_word(names[n]); i < last_word(names[n]); ++i) owners_[i] = n;
    violent_.assign(size(), false);
    std::size_t begin = 0;
    bool violent = false;
    for (std::size_t i = 0; i <= size(); ++i) {
        if (i == size() || starts_sentence(i)) {
            if (violent)
                std::fill(violent_.begin() + static_cast<std::ptrdiff_t>(begin),
                          violent_.begin() + static_cast<std::ptrdiff_t>(i), true);
            reports_violence_ = reports_violence_ || violent;
            begin = i;
            violent = false;
        }
        if (i < size() && !violent) violent = is_violence(forms_[i]);
    }
}

std::span<const std::string_view> PartWords::from(std::size_t i) const {
    constexpr std::size_t most = 8; // words; no rule looks further
    std::size_t end = i + 1;
    while (end < size() && end - i < most && (token(end).flags & token_after_break) == 0) ++end;
    return std::span(forms_).subspan(i, end - i);
}

bool PartWords::is_parted(std::size_t i) const {
    if (i == 0) return true;
    const std::size_t begin = token(i - 1).end;
    constexpr std::size_t most = 8; // bytes between two words that belong together
    if (token(i).begin < begin || token(i).begin - begin > most) return true;
    return source_.substr(begin, token(i).begin - begin).find_first_of(",;:()[]/|\n") !=
           std::string_view::npos;
}

bool PartWords::is_dashed(std::size_t i) const {
    if (i == 0) return false;
    const std::size_t begin = token(i - 1).end;
    constexpr std::size_t most = 8; // bytes
    if (token(i).begin <= begin || token(i).begin - begin > most) return false;
    const std::string_view gap = source_.substr(begin, token(i).begin - begin);
    return gap.find('-') != gap.npos || gap.find("\u2013") != gap.npos ||
           gap.find("\u2014") != gap.npos;
}

std::size_t PartWords::first_word(const Name& name) const {
    return words_[std::min<std::size_t>(name.first, tokens_.size())];
}

std::size_t PartWords::last_word(const Name& name) const {
    return words_[std::min<std::size_t>(name.last, tokens_.size())];
}

float PartWords::salience(std::size_t i) const {
    if (part_ == Part::title) return title_salience;
    return indices_[i] < lede_end_ || violent_[i] ? lede_salience : body_salience;
}

Name PartWords::span(std::size_t first, std::size_t last) const {
    return {part_,
            token(first).begin,
            token(last - 1).end,
            indices_[first],
            indices_[last - 1] + 1,
            salience(first),
            false,
            true,
            false,
            0,
            {}};
}

} // namespace sitrep
