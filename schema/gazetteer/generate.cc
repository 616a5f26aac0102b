#include "schema/gazetteer/generate.h"

#include "schema/gazetteer/generation.h"

#include <utility>

namespace sitrep::gazetteer {

Model generate(const Sources& sources, std::vector<std::string>& problems) {
    Generation generation(sources);
    Model& model = generation.model;
    add_countries(generation);
    const std::vector<std::string> divisions = claimed_divisions(generation);
    const std::vector<std::string> towns = claimed_towns(generation);
    add_divisions(generation, divisions, biggest_towns(generation, towns));
    add_towns(generation, towns);
    for (auto& [alpha2, entity] : generation.countries)
        if (entity->type == EntityType::country) model.add_state(*entity);
    for (const Row& row : sources.rows) model.apply(generation.names.marked(row), problems);
    for (EntityDef& entity : model.entities()) generation.names.add_spellings(entity);
    return std::move(model);
}

} // namespace sitrep::gazetteer
