#include "schema/gazetteer/place_names.h"

#include "schema/analysis.h"
#include "schema/declension.h"
#include "schema/gazetteer/spellings.h"

#include <algorithm>
#include <array>
#include <set>

namespace sitrep::gazetteer {
namespace {

constexpr std::array<std::string_view, 46> kept_languages{
    "",   "am", "ar", "az", "be", "bg", "bn", "bs", "cs", "ckb", "da", "de", "el", "en", "es", "fa",
    "fi", "fr", "ha", "he", "hi", "hr", "hu", "hy", "id", "it",  "ja", "ka", "ko", "ku", "my", "nl",
    "pl", "ps", "pt", "ro", "ru", "so", "sr", "sv", "sw", "ti",  "tr", "uk", "ur", "zh"};

// Where Ukrainian or Russian is written towns are named all day; elsewhere the big ones are.
bool is_inflected(const EntityDef& entity) {
    constexpr std::uint32_t big = 100'000;
    constexpr std::array<std::string_view, 5> countries{"UA", "RU", "BY", "MD", "KZ"};
    return entity.type == EntityType::place &&
           (entity.population >= big ||
            std::find(countries.begin(), countries.end(), entity.country) != countries.end());
}

} // namespace

bool is_kept(std::string_view lang) {
    return std::find(kept_languages.begin(), kept_languages.end(), lang) != kept_languages.end();
}

bool has_capital(std::string_view text) {
    Tokens tokens;
    tokens.analyse(text);
    return capitals_of(tokens) != 0;
}

bool is_english(const Name& name) {
    return name.lang.empty() || name.lang == "en";
}

std::vector<Name> english_first(std::vector<Name> names) {
    std::stable_partition(names.begin(), names.end(), is_english);
    return names;
}

void add_alias(EntityDef& entity, std::string_view text, const std::string& key, AliasFlags flags) {
    const bool any_case =
        std::any_of(entity.aliases.begin(), entity.aliases.end(),
                    [&](const AliasDef& alias) { return alias.capitals == 0 && alias.key == key; });
    if (any_case) flags = static_cast<AliasFlags>(flags & ~alias_case_sensitive);
    entity.add_alias(text, flags);
}

PlaceNames::Doubt PlaceNames::doubt_of(const Name& name, const std::string& key) const {
    const std::size_t letters = letters_of(key);
    const bool alphabetic = key.size() < 3 * letters || is_latin(name.text); // not Chinese
    const bool english = is_english(name);
    if (key.empty() || letters < 2 || (letters < 3 && alphabetic && !english)) return {true, 0};
    // A Cyrillic name may still be told by what stands around it: "в Счастье".
    const bool cyrillic = key[0] == '\xD0' || key[0] == '\xD1' || key[0] == '\xD2';
    if (common_.is_common(key))
        return {!english && !cyrillic, alias_needs_context | alias_case_sensitive | alias_word};
    if (common_.is_person(key)) return {false, alias_needs_context | alias_person};
    if (alphabetic && letters <= 3) return {false, alias_needs_context};
    return {false, 0};
}

void PlaceNames::add_spellings(EntityDef& entity) const {
    constexpr std::string_view countries = "SY IQ YE LB JO PS EG LY TN DZ MA SD SA OM AE KW QA "
                                           "BH MR EH ";
    const bool local = entity.type == EntityType::place || entity.type == EntityType::division;
    if (!local || entity.country.empty() ||
        countries.find(entity.country + " ") == std::string_view::npos)
        return;
    constexpr auto unfit = alias_demonym | alias_abbreviation | alias_foreign | alias_word |
                           alias_metonym | alias_needs_context | alias_historic;
    constexpr std::size_t sure_letters = 6;
    constexpr std::size_t most = 60; // of one place
    std::set<std::string> done;
    const std::vector<AliasDef> written = entity.aliases;
    for (const AliasDef& alias : written) done.insert(alias.key);
    const std::size_t before = done.size();
    for (const AliasDef& alias : written) {
        if ((alias.flags & unfit) != 0 || !is_latin(alias.text)) continue;
        for (const std::string& spelling : arabic_spellings(alias.key)) {
            if (done.size() == before + most) return;
            if (common_.is_common(spelling) || country_keys_.contains(spelling) ||
                !done.insert(spelling).second)
                continue;
            auto flags = static_cast<AliasFlags>(alias_generated | (alias.flags & alias_by_hand));
            if (spelling.size() < sure_letters) flags |= alias_needs_context;
            if (common_.is_person(spelling)) flags |= alias_person | alias_needs_context;
            entity.add_alias(spelling, flags);
        }
    }
}

Row PlaceNames::marked(Row row) const {
    if (row.type != EntityType::division && row.type != EntityType::place) return row;
    row.aliases.insert(row.aliases.begin(), {row.name, 0, false});
    for (RowAlias& alias : row.aliases) {
        const std::string key = fold_name(alias.text);
        if (alias.remove || key.empty() || (alias.flags & alias_demonym) != 0) continue;
        if (common_.is_common(key)) alias.flags |= alias_word;
        if (common_.is_person(key)) alias.flags |= alias_person;
    }
    return row;
}

void PlaceNames::add_names(EntityDef& entity, const std::vector<Name>& names) const {
    constexpr std::uint32_t big = 300'000;
    for (const Name& name : english_first(names)) {
        if (!is_kept(name.lang)) continue;
        const bool english = is_english(name);
        for (const std::string& part : split_name(name.text)) {
            const std::string key = fold_name(part);
            const Doubt doubt = doubt_of({name.lang, part}, key);
            // Spanish Ecuador is also Équateur in Congo.
            if (doubt.useless || (!english && country_keys_.contains(key))) continue;
            const bool known =
                english && (entity.weight >= big || entity.type == EntityType::division);
            AliasFlags flags = doubt.flags;
            if (!known && has_capital(part)) flags |= alias_case_sensitive;
            if (!english && is_latin(part)) flags |= alias_foreign;
            add_alias(entity, part, key, flags);
            add_case_forms(entity, name.lang, part, flags);
        }
    }
}

// The forms that Ukrainian and Russian texts put a town's name into, and its adjective's.
void PlaceNames::add_case_forms(EntityDef& entity, const std::string& lang, const std::string& name,
                                AliasFlags flags) const {
    const auto language = slavic_of(lang);
    if (!language || !is_inflected(entity)) return;
    const auto generated = static_cast<AliasFlags>(flags | alias_generated);
    for (const std::string& form : case_forms(name, *language)) {
        const std::string key = fold_name(form);
        const Doubt doubt = doubt_of({lang, form}, key);
        if (form != name && !doubt.useless && !country_keys_.contains(key))
            add_alias(entity, form, key, static_cast<AliasFlags>(generated | doubt.flags));
    }
    if (entity.country != "UA") return;
    if (const std::string adjective = place_adjective(name, *language); !adjective.empty())
        for (const std::string& form : adjective_forms(adjective, *language))
            add_alias(entity, form, fold_name(form), alias_generated | alias_demonym);
}

} // namespace sitrep::gazetteer
