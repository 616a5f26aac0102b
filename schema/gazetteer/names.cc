#include "schema/gazetteer/names.h"

#include "schema/analysis.h"
#include "schema/error.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace sitrep::gazetteer {

namespace {

const icu::Transliterator& latin_ascii() {
    static const std::unique_ptr<icu::Transliterator> transliterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
            "Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
        if (U_FAILURE(status) || !made)
            throw Error(ErrorKind::internal, "ICU has no transliteration Any-Latin");
        return made;
    }();
    return *transliterator;
}

// Folded words for kinds of divisions, sorted; in the languages whose names carry them.
constexpr std::array<std::string_view, 84> type_words{
    "area",          "atoll",       "autonomous",   "autonomy",     "canton",      "city",
    "community",     "commune",     "council",      "county",       "dawlat",      "departamento",
    "departement",   "department",  "departmanı",   "departmento",  "dept",        "distrito",
    "district",      "divisi",      "division",     "emirate",      "estado",      "federal",
    "gobernacion",   "governorate", "gouvernement", "gouvernorat",  "governorato", "governatorato",
    "gouvernements", "hlavni",      "ili",          "island",       "judet",       "judetul",
    "kanton",        "kraj",        "krai",         "kray",         "lan",         "land",
    "metropolitan",  "muhafazah",   "muhafazat",    "municipality", "muhafaza",    "obl",
    "oblast",        "oblasti",     "okrug",        "ostan",        "parish",      "powiat",
    "prefecture",    "province",    "provincia",    "provincie",    "provinsen",   "provinsi",
    "provinz",       "qark",        "qarku",        "raion",        "rayon",       "region",
    "regiao",        "regio",       "regione",      "republic",     "republik",    "respublika",
    "special",       "state",       "territory",    "union",        "voivodeship", "vilayet",
    "vilayeti",      "wilaya",      "wilayah",      "woiwodschaft", "wojewodztwo", "zhupanija"};

// The same in scripts that are not Latin.
constexpr std::array<std::string_view, 22> other_type_words{
    "область",    "области",   "край",   "краи",      "республика", "республіка",
    "автономная", "автономна", "округ",  "провинция", "провінція",  "мухафаза",
    "вилаят",     "вілаят",    "محافظة", "محافظه",    "ولاية",      "استان",
    "ولايت",      "صوبہ",      "מחוז",   "إقليم"};

// Little words between a kind and a name: "Oblast de Kharkiv", "State of Palestine".
constexpr std::array<std::string_view, 12> links{"of", "de", "del", "di",  "da",  "do",
                                                 "du", "d",  "der", "the", "von", "van"};

template <typename List>
bool holds(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_type_word(std::string_view folded) {
    if (holds(type_words, folded)) return true;
    static const std::vector<std::string> folded_others = [] {
        std::vector<std::string> words;
        for (const auto word : other_type_words) words.push_back(fold_name(word));
        return words;
    }();
    return holds(folded_others, folded);
}

struct Word {
    std::string_view text; // as written
    std::string folded;
    bool type = false;
};

std::vector<Word> words_of(std::string_view name) {
    std::vector<Word> words;
    while (true) {
        const std::size_t begin = name.find_first_not_of(' ');
        if (begin == std::string_view::npos) return words;
        name.remove_prefix(begin);
        const std::size_t end = std::min(name.find(' '), name.size());
        std::string folded = fold_name(name.substr(0, end));
        const bool type = is_type_word(folded);
        words.push_back({name.substr(0, end), std::move(folded), type});
        name.remove_prefix(end);
    }
}

// Words without those of the kind and the links beside them.
std::vector<Word> bare_words(std::string_view name) {
    std::vector<Word> words = words_of(name);
    std::vector<Word> bare;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool after_type = i > 0 && (words[i - 1].type || (bare.empty() && i > 1));
        if (!words[i].type && !(after_type && bare.empty() && holds(links, words[i].folded)))
            bare.push_back(words[i]);
    }
    return bare.empty() ? words : bare;
}

// "kharkivska" and "kharkivskaya" are "kharkiv"; "харківська" is "харків".
std::string without_adjective_ending(std::string word) {
    constexpr std::array<std::string_view, 17> endings{
        "skaya", "skaia", "skaja", "skoi", "skoy", "skyi", "skiy", "skij", "ska",
        "ske",   "ski",   "ська",  "ский", "ская", "ское", "ски",  "ска"};
    for (const auto ending : endings)
        if (word.size() > ending.size() + 3 && word.ends_with(ending))
            return word.substr(0, word.size() - ending.size());
    return word;
}

} // namespace

std::string slug_of(std::string_view name) {
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(
        icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
    latin_ascii().transliterate(text);
    std::string ascii;
    text.toUTF8String(ascii);
    std::string slug;
    for (const char c : ascii) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9'))
            slug.push_back(lower);
        else if (lower != '\'' && lower != '`' && !slug.empty() && slug.back() != '-')
            slug.push_back('-');
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug;
}

std::vector<std::string> split_name(std::string_view name) {
    std::vector<std::string> parts(1);
    int aside = 0; // within parentheses
    for (const char c : name) {
        if (c == '(')
            ++aside;
        else if (c == ')')
            aside = std::max(aside - 1, 0);
        else if (aside == 0 && (c == '[' || c == '/' || c == ';'))
            parts.emplace_back();
        else if (aside == 0 && c != ']')
            parts.back().push_back(c);
    }
    for (std::string& part : parts) {
        while (!part.empty() && part.back() == ' ') part.pop_back();
        part.erase(0, std::min(part.find_first_not_of(" *"), part.size()));
    }
    std::erase(parts, "");
    if (parts.empty()) parts.emplace_back(name);
    return parts;
}

std::string bare_name(std::string_view name) {
    std::string bare;
    for (const Word& word : bare_words(name)) {
        if (!bare.empty()) bare.push_back(' ');
        bare.append(word.text);
    }
    // Chinese, Japanese and Korean write the kind at the end, without a space.
    for (const std::string_view ending : {"特别市", "特別市", "특별시", "광역시", "州", "省", "市",
                                          "都", "府", "县", "縣", "県", "시"})
        if (bare.ends_with(ending) && bare.size() >= ending.size() + 6) {
            bare.resize(bare.size() - ending.size());
            break;
        }
    return bare;
}

std::string type_word(std::string_view name) {
    for (const Word& word : words_of(name))
        if (word.type && is_latin(word.text) && word.folded.size() > 3) {
            std::string type = word.folded;
            type[0] = static_cast<char>(type[0] - 'a' + 'A');
            return type;
        }
    return {};
}

std::string match_key(std::string_view name) {
    constexpr std::array<std::string_view, 13> articles{"al", "ar", "as",  "ash", "ad", "az", "at",
                                                        "an", "el", "ath", "adh", "il", "ul"};
    std::string key;
    for (const Word& word : bare_words(name)) {
        std::string rest = word.folded;
        for (std::size_t space = rest.find(' '); space != std::string::npos;
             space = rest.find(' ')) { // a hyphen parts words when folded
            const std::string first = rest.substr(0, space);
            if (!holds(articles, first) && !is_type_word(first))
                key += without_adjective_ending(first);
            rest.erase(0, space + 1);
        }
        if (!holds(articles, rest) && !is_type_word(rest)) key += without_adjective_ending(rest);
    }
    return key.empty() ? fold_name(name) : key;
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

std::size_t letters_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

bool is_latin(std::string_view name) {
    Tokens tokens;
    tokens.analyse(name);
    return tokens.size() > 0 &&
           std::all_of(tokens.all().begin(), tokens.all().end(), [](const Token& token) {
               return token.script == Script::latin || token.script == Script::digit;
           });
}

CommonWords::CommonWords(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t colon = line.find(':');
        if (line.starts_with('#') || colon == std::string_view::npos) continue;
        auto& set = line.substr(0, colon) == "person" ? persons_ : words_;
        for (const Word& word : words_of(line.substr(colon + 1))) set.insert(word.folded);
    }
}

bool CommonWords::is_common(std::string_view folded) const {
    while (!folded.empty()) {
        const std::size_t end = std::min(folded.find(' '), folded.size());
        const std::string_view word = folded.substr(0, end);
        if (!is_stop_word(word) && !words_.contains(std::string(word))) return false;
        folded.remove_prefix(std::min(end + 1, folded.size()));
    }
    return true;
}

bool CommonWords::is_person(std::string_view folded) const {
    return persons_.contains(std::string(folded));
}

} // namespace sitrep::gazetteer
