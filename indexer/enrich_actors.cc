#include "indexer/enrich_actors.h"

#include <algorithm>

namespace sitrep {
namespace {

// What an article must reach to be about a state, and as a share of the most salient country's.
constexpr float least_salience = 2;
constexpr float least_share = 0.25F;

// People stay in the news before and after their time in office.
bool existed(const Entity& entity, Day on) {
    return entity.type == EntityType::person || (on >= entity.valid_from && on <= entity.valid_to);
}

bool is_believable(const Name& name, const AliasTarget& target, const Entity& entity,
                   const CountrySupport& support) {
    const bool ambiguous = (target.flags & alias_needs_context) != 0;
    if (!ambiguous && (target.flags & alias_surname) == 0) return true;
    return name.capitalised && (!ambiguous || support.has(entity.country));
}

} // namespace

void find_actors(const ArticleTokens&, const std::vector<Name>& names, const Gazetteer& gazetteer,
                 const CountrySupport& support, Day on, Mentions& mentions) {
    for (const Name& name : names) {
        for (const AliasTarget& target : name.targets) {
            const Entity entity = gazetteer.entity(target.entity);
            if (entity.kind != EntityKind::actor || !existed(entity, on) ||
                !is_believable(name, target, entity, support))
                continue;
            const bool demonym = (target.flags & alias_demonym) != 0;
            mentions.add(name, entity, rule_of(target), demonym ? 0.5F : 1.0F);
            break;
        }
    }
    const float top = support.highest();
    const float threshold = top < least_salience ? 0 : std::max(least_salience, top * least_share);
    for (auto& [index, gathered] : mentions.all())
        if (gathered.entity.kind == EntityKind::actor)
            gathered.mention.about =
                gathered.entity.type != EntityType::state || gathered.salience >= threshold;
}

} // namespace sitrep
