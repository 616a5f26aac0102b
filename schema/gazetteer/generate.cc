#include "schema/gazetteer/generate.h"

#include "schema/analysis.h"
#include "schema/declension.h"
#include "schema/gazetteer/claims.h"
#include "schema/gazetteer/names.h"
#include "schema/gazetteer/spellings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

namespace sitrep::gazetteer {

namespace {

// Languages whose names of divisions and towns are kept: those of wars, and of those who write
// about them.
constexpr std::array<std::string_view, 45> kept_languages{
    "",   "am", "ar", "az", "be", "bg", "bn", "bs", "cs", "ckb", "da", "de", "el", "en", "es",
    "fa", "fi", "fr", "ha", "he", "hi", "hr", "hu", "hy", "id",  "it", "ja", "ka", "ko", "ku",
    "my", "nl", "pl", "ps", "pt", "ro", "ru", "so", "sr", "sv",  "sw", "ti", "tr", "uk", "ur"};

bool is_kept(std::string_view lang) {
    return lang == "zh" ||
           std::find(kept_languages.begin(), kept_languages.end(), lang) != kept_languages.end();
}

std::size_t letters_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

// Where people live on average: of a sphere, so that the date line is no trouble.
class Centre {
  public:
    void add(const Town& town) {
        const double weight = std::max<double>(town.population, 1);
        const double north = town.latitude * radian;
        const double east = town.longitude * radian;
        x_ += weight * std::cos(north) * std::cos(east);
        y_ += weight * std::cos(north) * std::sin(east);
        z_ += weight * std::sin(north);
        people_ += town.population;
    }
    void give(EntityDef& entity) const {
        if (x_ != 0 || y_ != 0 || z_ != 0) {
            entity.latitude = std::atan2(z_, std::hypot(x_, y_)) / radian;
            entity.longitude = std::atan2(y_, x_) / radian;
        }
    }
    std::uint32_t people() const {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(people_, 0xffffffffU));
    }

  private:
    static constexpr double radian = 3.14159265358979323846 / 180;
    double x_ = 0, y_ = 0, z_ = 0;
    std::uint64_t people_ = 0;
};

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

// A division's name in English: "State of Sikkim" is Sikkim, "Odes’ka Oblast’" stays.
std::string display_name(const Division& division) {
    const std::string& name = division.name;
    const std::string bare = bare_name(name);
    const bool type_first = !type_word(name.substr(0, name.find(' '))).empty();
    constexpr std::size_t min_letters = 3;
    return type_first && letters_of(bare) >= min_letters ? bare : name;
}

// "Oblast" of Kharkiv: from its names, else from ISO's type ("Metropolitan department").
std::string type_of(const Division& division) {
    for (const std::string& name : {division.name, division.iso_name})
        if (std::string word = type_word(name); !word.empty()) return word;
    std::string type = division.type.substr(0, division.type.find_first_of(",("));
    while (type.ends_with(' ')) type.pop_back();
    if (const std::size_t space = type.rfind(' '); space != std::string::npos)
        type.erase(0, space + 1);
    if (type.empty()) return "Region";
    type = lower(type);
    type[0] = static_cast<char>(type[0] - 'a' + 'A');
    return type;
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

// Adds a generated name; what any language writes in any case needs no capitals.
void add_alias(EntityDef& entity, std::string_view text, const std::string& key, AliasFlags flags) {
    const bool any_case =
        std::any_of(entity.aliases.begin(), entity.aliases.end(),
                    [&](const AliasDef& alias) { return alias.capitals == 0 && alias.key == key; });
    if (any_case) flags = static_cast<AliasFlags>(flags & ~alias_case_sensitive);
    entity.add_alias(text, flags);
}

class Generator {
  public:
    Generator(const Sources& sources, std::vector<std::string>& problems)
        : in_(sources), problems_(problems), claims_(sources.rows) {}

    Model run() {
        measure();
        add_countries();
        add_divisions_and_towns();
        for (auto& [alpha2, entity] : countries_)
            if (entity->type == EntityType::country) model_.add_state(*entity);
        for (const Row& row : in_.rows) model_.apply(marked(row), problems_);
        for (EntityDef& entity : model_.entities()) add_spellings(entity);
        return std::move(model_);
    }

  private:
    void measure() {
        for (const Town& town : in_.towns) {
            town_slugs_.push_back(slug_of(town.name));
            country_centres_[town.country].add(town);
            if (const auto division = division_of(town)) {
                division_centres_[*division].add(town);
                const Town*& biggest = biggest_towns_[*division];
                if (biggest == nullptr || biggest->population < town.population) biggest = &town;
            }
        }
    }

    std::optional<std::size_t> division_of(const Town& town) const {
        const auto found = in_.divisions.of_state.find(town.country + "." + town.state_code);
        if (found == in_.divisions.of_state.end()) return std::nullopt;
        return found->second;
    }

    // How a name of a place is to be taken: left out, or under flags.
    struct Doubt {
        bool useless;
        AliasFlags flags;
    };
    Doubt doubt_of(const Name& name, const std::string& key) const {
        const std::size_t letters = letters_of(key);
        const bool alphabetic = key.size() < 3 * letters || is_latin(name.text); // not Chinese
        const bool english = is_english(name);
        if (key.empty() || letters < 2 || (letters < 3 && alphabetic && !english)) return {true, 0};
        // A Cyrillic name may still be told by what stands around it: "в Счастье".
        const bool cyrillic = key[0] == '\xD0' || key[0] == '\xD1' || key[0] == '\xD2';
        if (in_.common.is_common(key))
            return {!english && !cyrillic, alias_needs_context | alias_case_sensitive | alias_word};
        if (in_.common.is_person(key)) return {false, alias_needs_context | alias_person};
        if (alphabetic && letters <= 3) return {false, alias_needs_context};
        return {false, 0};
    }

    // What else the press may make of the Arabic names of a place.
    void add_spellings(EntityDef& entity) const {
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
                if (in_.common.is_common(spelling) || country_keys_.contains(spelling) ||
                    !done.insert(spelling).second)
                    continue;
                auto flags =
                    static_cast<AliasFlags>(alias_generated | (alias.flags & alias_by_hand));
                if (spelling.size() < sure_letters) flags |= alias_needs_context;
                if (in_.common.is_person(spelling)) flags |= alias_person | alias_needs_context;
                entity.add_alias(spelling, flags);
            }
        }
    }

    // A row's names of places with what the lists of words say of them.
    Row marked(Row row) const {
        if (row.type != EntityType::division && row.type != EntityType::place) return row;
        row.aliases.insert(row.aliases.begin(), {row.name, 0, false});
        for (RowAlias& alias : row.aliases) {
            const std::string key = fold_name(alias.text);
            if (alias.remove || key.empty() || (alias.flags & alias_demonym) != 0) continue;
            if (in_.common.is_common(key)) alias.flags |= alias_word;
            if (in_.common.is_person(key)) alias.flags |= alias_person;
        }
        return row;
    }

    // Adds names that must be capitalised in texts, but for the English ones of big cities.
    void add_names(EntityDef& entity, const std::vector<Name>& names) const {
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

    // Where Ukrainian or Russian is written towns are named all day; elsewhere the big ones are.
    static bool is_inflected(const EntityDef& entity) {
        constexpr std::uint32_t big = 100'000;
        constexpr std::array<std::string_view, 5> countries{"UA", "RU", "BY", "MD", "KZ"};
        return entity.type == EntityType::place &&
               (entity.population >= big ||
                std::find(countries.begin(), countries.end(), entity.country) != countries.end());
    }

    // The forms that Ukrainian and Russian texts put a town's name into, and its adjective's.
    void add_case_forms(EntityDef& entity, const std::string& lang, const std::string& name,
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

    // ---- countries

    void add_countries() {
        std::vector<IsoCountry> countries = in_.countries;
        std::set<std::string> known;
        for (const IsoCountry& country : countries) known.insert(country.alpha2);
        for (const Town& town : in_.towns) // Kosovo has no ISO code
            if (known.insert(town.country).second)
                countries.push_back({town.country, {}, town.country_name, {town.country_name}});
        std::vector<std::vector<Name>> names;
        for (const IsoCountry& country : countries) names.push_back(country_names(country));
        count_votes(names);
        for (const Row& row : in_.rows)
            if (row.type == EntityType::country) country_keys_.insert(fold_name(row.name));
        for (std::size_t i = 0; i < countries.size(); ++i) add_country(countries[i], i, names[i]);
    }

    std::vector<Name> country_names(const IsoCountry& country) const {
        std::vector<Name> names;
        for (const std::string& name : country.names) {
            names.push_back({"", name});
            const auto& translated = in_.country_names->of(name);
            names.insert(names.end(), translated.begin(), translated.end());
        }
        const auto& translated = in_.geonames_names->of(country.alpha2);
        names.insert(names.end(), translated.begin(), translated.end());
        // "Korea, Republic of" is the order of a list, not of a text.
        std::erase_if(names, [](const Name& name) {
            return name.text.find(',') != std::string::npos ||
                   name.text.find("，") != std::string::npos ||
                   name.text.find("、") != std::string::npos;
        });
        return names;
    }

    // In how many languages a name is which country's: a few translations are mistaken.
    void count_votes(const std::vector<std::vector<Name>>& names) {
        for (std::size_t i = 0; i < names.size(); ++i)
            for (const Name& name : names[i])
                votes_[fold_name(name.text)][i] += name.lang.empty() ? 1000 : 1;
    }

    enum class Vote { won, undecided, lost };
    Vote vote_on(const std::string& key, std::size_t country) const {
        const auto& votes = votes_.at(key);
        const int own = votes.at(country);
        int best = 0;
        for (const auto& [other, count] : votes)
            if (other != country) best = std::max(best, count);
        return best >= 2 * own ? Vote::lost : best >= own ? Vote::undecided : Vote::won;
    }

    // Names in other languages need their capital in texts (Togo is того in Russian), those that
    // one language alone has need support.
    AliasFlags country_flags(const Name& name, const std::string& key, const Doubt& doubt,
                             Vote vote) const {
        const bool english = is_english(name);
        const bool common = in_.common.is_common(key);
        if (english && !common) return 0;
        const auto& votes = votes_.at(key);
        const bool lone = !is_kept(name.lang) && is_latin(name.text) && votes.size() == 1 &&
                          votes.begin()->second == 1;
        AliasFlags flags = english ? AliasFlags{0} : doubt.flags;
        if (common || lone || vote == Vote::undecided) flags |= alias_needs_context;
        if (has_capital(name.text)) flags |= alias_case_sensitive;
        if (!english && is_latin(name.text)) flags |= alias_foreign;
        return flags;
    }

    void add_country(const IsoCountry& country, std::size_t number,
                     const std::vector<Name>& names) {
        const Row* const row = claims_.country(country.alpha2, country.names);
        std::string id = row != nullptr ? row->id : slug_of(country.name);
        if (row == nullptr && (claims_.uses(id) || taken_.contains(id)))
            id = fmt::format("{}-{}", id, lower(country.alpha2));
        taken_.insert(id);
        // What the .tsv files do not call a country is an island or a base.
        const EntityType type = row != nullptr          ? *row->type
                                : claims_.any_country() ? EntityType::territory
                                                        : EntityType::country;
        EntityDef& entity = model_.add(type, id, country.name);
        entity.country = country.alpha2;
        entity.codes = {country.alpha2};
        if (!country.alpha3.empty()) entity.codes.push_back(country.alpha3);
        const Centre& centre = country_centres_[country.alpha2];
        centre.give(entity);
        entity.weight = centre.people();
        for (const Name& name : english_first(names)) {
            const std::string key = fold_name(name.text);
            const bool english = is_english(name);
            const Doubt doubt = doubt_of(name, key);
            const bool common = in_.common.is_common(key); // Island is German for Iceland
            if (english) country_keys_.insert(key);
            const Vote vote = vote_on(key, number);
            if (!english && !(common && is_kept(name.lang)) &&
                (doubt.useless || vote == Vote::lost))
                continue;
            add_alias(entity, name.text, key, country_flags(name, key, doubt, vote));
        }
        countries_[country.alpha2] = &entity;
    }

    // ---- divisions and towns

    // Gives out ids: the .tsv files' first, then to towns and divisions by size, a town before
    // the division that it gives its name to.
    void add_divisions_and_towns() {
        claim_divisions();
        claim_towns();
        std::vector<std::size_t> order(in_.towns.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return in_.towns[a].population > in_.towns[b].population;
        });
        std::map<std::string, std::size_t> biggest; // town of a slug
        for (const std::size_t i : order)
            if (town_ids_[i].empty()) biggest.emplace(town_slugs_[i], i);
        add_divisions(biggest);
        for (const std::size_t i : order) add_town(i);
    }

    std::vector<Name> names_of(const Division& division) const {
        std::vector<Name> names = division.names;
        names.insert(names.begin(), {"", division.name});
        return names;
    }

    void claim_divisions() {
        std::vector<Claims::Candidate> candidates;
        for (const Division& division : in_.divisions.divisions) {
            Claims::Candidate candidate;
            candidate.country = division.country;
            const std::string bare = bare_name(division.name);
            candidate.ids = {slug_of(division.name), slug_of(bare),
                             slug_of(bare + " " + type_of(division))};
            for (const Name& name : names_of(division))
                for (const std::string& part : split_name(name.text)) {
                    candidate.keys.insert(fold_name(part));
                    candidate.keys.insert(fold_name(bare_name(part)));
                }
            candidate.keys.insert(fold_name(bare + " " + type_of(division)));
            candidate.keys.erase("");
            candidate.code = division.iso_code;
            if (!division.iso_code.empty()) candidate.keys.insert(fold_name(division.iso_code));
            candidate.people = division.people;
            candidates.push_back(std::move(candidate));
        }
        division_ids_ =
            claims_.claim(candidates, {EntityType::division, EntityType::territory}, taken_);
    }

    void claim_towns() {
        std::vector<Claims::Candidate> candidates;
        for (std::size_t i = 0; i < in_.towns.size(); ++i) {
            const Town& town = in_.towns[i];
            Claims::Candidate candidate;
            candidate.country = town.country;
            candidate.ids = {town_slugs_[i]};
            candidate.keys = {fold_name(town.name)};
            for (const Name& name : in_.geonames_names->of(town.geonames_id))
                if (name.lang == "en" || name.lang == "uk" || name.lang == "ru" ||
                    name.lang == "ar")
                    candidate.keys.insert(fold_name(name.text));
            candidate.keys.erase("");
            candidate.latitude = town.latitude;
            candidate.longitude = town.longitude;
            candidate.people = town.population;
            candidates.push_back(std::move(candidate));
        }
        town_ids_ = claims_.claim(candidates, {EntityType::place}, taken_);
    }

    bool is_free(const std::string& id) const {
        return !taken_.contains(id) && !claims_.uses(id) && !id.empty();
    }

    void add_divisions(std::map<std::string, std::size_t>& biggest) {
        const auto& divisions = in_.divisions.divisions;
        std::vector<std::size_t> order(divisions.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return divisions[a].people > divisions[b].people;
        });
        for (const std::size_t i : order) add_division(i, biggest);
    }

    void add_division(std::size_t number, std::map<std::string, std::size_t>& biggest) {
        const Division& division = in_.divisions.divisions[number];
        const std::string bare = bare_name(display_name(division));
        std::string name = display_name(division);
        const std::string with_type = bare + " " + type_of(division);
        std::string id = division_ids_[number];
        if (id.empty()) {
            id = slug_of(name);
            const auto town = biggest.find(id);
            if (town != biggest.end()) {
                const Town& namesake = in_.towns[town->second];
                const auto inside = division_of(namesake);
                if ((inside && *inside == number) || namesake.population > division.people)
                    id = slug_of(name = with_type);
                else
                    biggest.erase(town);
            }
            const std::string typed = slug_of(with_type);
            const std::string country = lower(division.country);
            id = free_id(id, {typed, fmt::format("{}-{}", id, country),
                              fmt::format("{}-{}", typed, country)});
        }
        taken_.insert(id);
        EntityDef& entity = model_.add(EntityType::division, id, name);
        division_entities_[number] = &entity;
        entity.country = division.country;
        entity.belongs.push_back({countries_.at(division.country)->id, {}, {}});
        if (!division.iso_code.empty()) entity.codes.push_back(division.iso_code);
        const Centre& centre = division_centres_[number];
        centre.give(entity);
        entity.weight = centre.people();
        // A name shared with a town in it means the town first.
        if (const Town* town = namesake(number))
            entity.weight = std::min(entity.weight, std::max(town->population, 1U) - 1);
        if (const Doubt doubt = doubt_of({}, fold_name(name)); !doubt.useless)
            entity.add_alias(name, doubt.flags);
        add_names(entity, names_of(division));
        add_variants(entity, division, bare);
    }

    // The biggest town of a division if they share a name.
    const Town* namesake(std::size_t division) const {
        const auto biggest = biggest_towns_.find(division);
        if (biggest == biggest_towns_.end()) return nullptr;
        const Town& town = *biggest->second;
        std::set<std::string> keys{fold_name(town.name)};
        for (const Name& name : in_.geonames_names->of(town.geonames_id))
            if (is_kept(name.lang)) keys.insert(fold_name(name.text));
        for (const Name& name : names_of(in_.divisions.divisions[division]))
            if (keys.contains(fold_name(name.text)) ||
                keys.contains(fold_name(bare_name(name.text))))
                return &town;
        return nullptr;
    }

    // 東京 for 東京都: names whose last letter says what they name.
    void add_bare_names(EntityDef& entity, const std::vector<Name>& names) const {
        for (const Name& name : names)
            if (name.lang == "zh" || name.lang == "ja" || name.lang == "ko")
                if (const std::string bare = bare_name(name.text);
                    bare != name.text && !doubt_of(name, fold_name(bare)).useless)
                    entity.add_alias(bare, alias_generated);
    }

    // "Kharkiv" and "Kharkiv region" for Kharkiv Oblast.
    void add_variants(EntityDef& entity, const Division& division, const std::string& bare) {
        const auto add = [&](const Name& name) {
            const Doubt doubt = doubt_of(name, fold_name(name.text));
            if (!doubt.useless && (doubt.flags & alias_case_sensitive) == 0)
                entity.add_alias(name.text, static_cast<AliasFlags>(alias_generated | doubt.flags));
        };
        for (const Name& name : names_of(division))
            if (is_kept(name.lang))
                for (const std::string& part : split_name(name.text))
                    if (part != division.iso_name) add({name.lang, bare_name(part)});
        if (letters_of(bare) < 3) return;
        add({"", bare});
        add({"", bare + " " + type_of(division)});
        for (const char* type : {" region", " province"}) add({"", bare + type});
    }

    std::string free_id(const std::string& wanted, std::initializer_list<std::string> others) {
        if (is_free(wanted)) return wanted;
        for (const std::string& other : others)
            if (is_free(other)) return other;
        for (int n = 2;; ++n)
            if (std::string id = fmt::format("{}-{}", *(others.end() - 1), n); is_free(id))
                return id;
    }

    void add_town(std::size_t number) {
        const Town& town = in_.towns[number];
        const auto division = division_of(town);
        const EntityDef& parent =
            division ? *division_entities_.at(*division) : *countries_.at(town.country);
        std::string id = town_ids_[number];
        if (id.empty()) {
            const std::string& slug = town_slugs_[number];
            const std::string national = fmt::format("{}-{}", slug, lower(town.country));
            id = free_id(slug, {national, fmt::format("{}-{}", national, parent.id)});
        }
        taken_.insert(id);
        EntityDef& entity = model_.add(EntityType::place, id, town.name);
        entity.country = town.country;
        entity.belongs.push_back({parent.id, {}, {}});
        entity.latitude = town.latitude;
        entity.longitude = town.longitude;
        entity.population = entity.weight = town.population;
        add_names(entity, {{"", town.name}});
        const auto& names = in_.geonames_names->of(town.geonames_id);
        add_names(entity, names);
        add_bare_names(entity, names);
    }

    const Sources& in_;
    std::vector<std::string>& problems_;
    Claims claims_;
    Model model_;
    std::map<std::string, Centre> country_centres_;
    std::map<std::size_t, Centre> division_centres_;
    std::vector<std::string> town_slugs_;
    std::map<std::size_t, const Town*> biggest_towns_; // of divisions
    std::map<std::string, std::map<std::size_t, int>> votes_;
    std::unordered_set<std::string> country_keys_; // English names, folded
    std::map<std::string, EntityDef*> countries_;  // by alpha-2
    std::map<std::size_t, EntityDef*> division_entities_;
    std::vector<std::string> division_ids_; // from the .tsv files, or empty
    std::vector<std::string> town_ids_;
    std::unordered_set<std::string> taken_;
};

} // namespace

Model generate(const Sources& sources, std::vector<std::string>& problems) {
    return Generator(sources, problems).run();
}

} // namespace sitrep::gazetteer
