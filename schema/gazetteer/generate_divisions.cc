#include "schema/gazetteer/centre.h"
#include "schema/gazetteer/generation.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace sitrep::gazetteer {
namespace {

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

std::vector<Name> names_of(const Division& division) {
    std::vector<Name> names = division.names;
    names.insert(names.begin(), {"", division.name});
    return names;
}

Claims::Candidate candidate_of(const Division& division) {
    Claims::Candidate candidate;
    candidate.country = division.country;
    const std::string bare = bare_name(division.name);
    const std::string typed = bare + " " + type_of(division);
    candidate.ids = {slug_of(division.name), slug_of(bare), slug_of(typed)};
    for (const Name& name : names_of(division))
        for (const std::string& part : split_name(name.text)) {
            candidate.keys.insert(fold_name(part));
            candidate.keys.insert(fold_name(bare_name(part)));
        }
    candidate.keys.insert(fold_name(typed));
    candidate.keys.erase("");
    candidate.code = division.iso_code;
    if (!division.iso_code.empty()) candidate.keys.insert(fold_name(division.iso_code));
    candidate.people = division.people;
    return candidate;
}

// The towns of a division.
struct Inhabited {
    Centre centre;
    const Town* biggest = nullptr;
};
using InhabitedDivisions = std::map<std::size_t, Inhabited>; // by position

InhabitedDivisions measure(const Sources& in) {
    InhabitedDivisions divisions;
    for (const Town& town : in.towns) {
        const auto number = in.divisions.of(town);
        if (!number) continue;
        Inhabited& division = divisions[*number];
        division.centre.add(town);
        if (division.biggest == nullptr || division.biggest->population < town.population)
            division.biggest = &town;
    }
    return divisions;
}

// Whether a division and a town share a name.
bool are_namesakes(const Sources& in, const Division& division, const Town& town) {
    std::set<std::string> keys{fold_name(town.name)};
    for (const Name& name : in.geonames_names->of(town.geonames_id))
        if (is_kept(name.lang)) keys.insert(fold_name(name.text));
    const std::vector<Name> names = names_of(division);
    return std::any_of(names.begin(), names.end(), [&](const Name& name) {
        return keys.contains(fold_name(name.text)) ||
               keys.contains(fold_name(bare_name(name.text)));
    });
}

// "Kharkiv" and "Kharkiv region" for Kharkiv Oblast.
void add_variants(const PlaceNames& rules, EntityDef& entity, const Division& division,
                  const std::string& bare) {
    const auto add = [&](const Name& name) {
        const PlaceNames::Doubt doubt = rules.doubt_of(name, fold_name(name.text));
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

struct Called {
    std::string id;
    std::string name;
};

// A town has the bare name before the division that it gives its name to, or that is smaller.
Called call(const Generation& generation, std::size_t number, const std::string& claimed,
            TownOfSlug& towns) {
    const Sources& in = generation.in;
    const Division& division = in.divisions.divisions[number];
    std::string name = display_name(division);
    if (!claimed.empty()) return {claimed, name};
    const std::string with_type = bare_name(name) + " " + type_of(division);
    std::string id = slug_of(name);
    if (const auto town = towns.find(id); town != towns.end()) {
        const Town& namesake = in.towns[town->second];
        if (in.divisions.of(namesake) == number || namesake.population > division.people)
            id = slug_of(name = with_type);
        else
            towns.erase(town);
    }
    const std::string typed = slug_of(with_type);
    const std::string country = lower(division.country);
    return {generation.ids.free_id(id, {typed, fmt::format("{}-{}", id, country),
                                        fmt::format("{}-{}", typed, country)}),
            name};
}

void add_division(Generation& generation, std::size_t number, const Called& called,
                  const Inhabited& inhabited) {
    const Division& division = generation.in.divisions.divisions[number];
    const PlaceNames& rules = generation.names;
    generation.ids.take(called.id);
    EntityDef& entity = generation.model.add(EntityType::division, called.id, called.name);
    generation.divisions[number] = &entity;
    entity.country = division.country;
    entity.belongs.push_back({generation.countries.at(division.country)->id, {}, {}});
    if (!division.iso_code.empty()) entity.codes.push_back(division.iso_code);
    inhabited.centre.give(entity);
    entity.weight = inhabited.centre.people();
    // A name shared with a town in it means the town first.
    if (const Town* town = inhabited.biggest;
        town != nullptr && are_namesakes(generation.in, division, *town))
        entity.weight = std::min(entity.weight, std::max(town->population, 1U) - 1);
    const PlaceNames::Doubt doubt = rules.doubt_of({}, fold_name(called.name));
    if (!doubt.useless) entity.add_alias(called.name, doubt.flags);
    rules.add_names(entity, names_of(division));
    add_variants(rules, entity, division, bare_name(display_name(division)));
}

} // namespace

std::vector<std::string> claimed_divisions(const Generation& generation) {
    std::vector<Claims::Candidate> candidates;
    for (const Division& division : generation.in.divisions.divisions)
        candidates.push_back(candidate_of(division));
    return generation.claims.claim(candidates, {EntityType::division, EntityType::territory},
                                   generation.ids.taken());
}

void add_divisions(Generation& generation, const std::vector<std::string>& claimed,
                   TownOfSlug towns) {
    const auto& divisions = generation.in.divisions.divisions;
    InhabitedDivisions inhabited = measure(generation.in);
    std::vector<std::size_t> order(divisions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return divisions[a].people > divisions[b].people;
    });
    for (const std::size_t i : order)
        add_division(generation, i, call(generation, i, claimed[i], towns), inhabited[i]);
}

} // namespace sitrep::gazetteer
