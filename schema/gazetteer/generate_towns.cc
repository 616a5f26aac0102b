#include "schema/gazetteer/generation.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace sitrep::gazetteer {
namespace {

// The most populous first.
std::vector<std::size_t> by_size(const std::vector<Town>& towns) {
    std::vector<std::size_t> order(towns.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return towns[a].population > towns[b].population;
    });
    return order;
}

Claims::Candidate candidate_of(const Sources& in, const Town& town) {
    Claims::Candidate candidate;
    candidate.country = town.country;
    candidate.ids = {slug_of(town.name)};
    candidate.keys = {fold_name(town.name)};
    for (const Name& name : in.geonames_names->of(town.geonames_id))
        if (name.lang == "en" || name.lang == "uk" || name.lang == "ru" || name.lang == "ar")
            candidate.keys.insert(fold_name(name.text));
    candidate.keys.erase("");
    candidate.latitude = town.latitude;
    candidate.longitude = town.longitude;
    candidate.people = town.population;
    return candidate;
}

// 東京 for 東京都: names whose last letter says what they name.
void add_bare_names(const PlaceNames& rules, EntityDef& entity, const std::vector<Name>& names) {
    for (const Name& name : names)
        if (name.lang == "zh" || name.lang == "ja" || name.lang == "ko")
            if (const std::string bare = bare_name(name.text);
                bare != name.text && !rules.doubt_of(name, fold_name(bare)).useless)
                entity.add_alias(bare, alias_generated);
}

void add_town(Generation& generation, const Town& town, std::string id) {
    const Sources& in = generation.in;
    const auto division = in.divisions.of(town);
    const EntityDef& parent =
        division ? *generation.divisions.at(*division) : *generation.countries.at(town.country);
    if (id.empty()) {
        const std::string slug = slug_of(town.name);
        const std::string national = fmt::format("{}-{}", slug, lower(town.country));
        id = generation.ids.free_id(slug, {national, fmt::format("{}-{}", national, parent.id)});
    }
    generation.ids.take(id);
    EntityDef& entity = generation.model.add(EntityType::place, id, town.name);
    entity.country = town.country;
    entity.belongs.push_back({parent.id, {}, {}});
    entity.latitude = town.latitude;
    entity.longitude = town.longitude;
    entity.population = entity.weight = town.population;
    generation.names.add_names(entity, {{"", town.name}});
    const auto& names = in.geonames_names->of(town.geonames_id);
    generation.names.add_names(entity, names);
    add_bare_names(generation.names, entity, names);
}

} // namespace

std::vector<std::string> claimed_towns(const Generation& generation) {
    std::vector<Claims::Candidate> candidates;
    for (const Town& town : generation.in.towns)
        candidates.push_back(candidate_of(generation.in, town));
    return generation.claims.claim(candidates, {EntityType::place}, generation.ids.taken());
}

TownOfSlug biggest_towns(const Generation& generation, const std::vector<std::string>& claimed) {
    const std::vector<Town>& towns = generation.in.towns;
    TownOfSlug biggest;
    for (const std::size_t i : by_size(towns))
        if (claimed[i].empty()) biggest.emplace(slug_of(towns[i].name), i);
    return biggest;
}

void add_towns(Generation& generation, const std::vector<std::string>& claimed) {
    const std::vector<Town>& towns = generation.in.towns;
    for (const std::size_t i : by_size(towns)) add_town(generation, towns[i], claimed[i]);
}

} // namespace sitrep::gazetteer
