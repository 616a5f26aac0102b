#include "indexer/enrich_region_clues.h"

#include <algorithm>
#include <optional>

namespace sitrep {
namespace {

// The first actor that the name stands for without doubt.
std::optional<Entity> sure_actor(const RegionText& text, const Name& name) {
    for (const AliasTarget& target : name.targets) {
        const Entity entity = text.gazetteer.entity(target.entity);
        if (entity.kind != EntityKind::actor) continue;
        if ((target.flags & (alias_needs_context | alias_surname)) == 0) return entity;
    }
    return std::nullopt;
}

void note_divisions(const RegionText& text, const Name& name, std::set<EntityIndex>& divisions) {
    for (const AliasTarget& target : name.targets)
        if ((target.flags & alias_demonym) == 0 &&
            text.gazetteer.entity(target.entity).type == EntityType::division)
            divisions.insert(target.entity);
}

void note_told(const RegionText& text, std::size_t number,
               std::map<const AliasTarget*, EntityIndex>& told) {
    if (number + 1 >= text.names.size() || !has(text.names[number + 1], around_comma)) return;
    const Name& name = text.names[number];
    for (const AliasTarget& target : name.targets) {
        const Entity entity = text.gazetteer.entity(target.entity);
        if (entity.kind == EntityKind::region && is_local(entity) &&
            is_contained(text, number, entity))
            told.emplace(name.targets.data(), target.entity);
    }
}

void vote(const RegionText& text, const Name& name, CountrySupport& votes) {
    if (!name.capitalised) return;
    const auto count =
        std::count_if(name.targets.begin(), name.targets.end(),
                      [&](const AliasTarget& t) { return is_possible_local(text, name, t); });
    if (count == 0) return;
    for (const AliasTarget& target : name.targets)
        if (is_possible_local(text, name, target))
            votes.add(text.gazetteer.entity(target.entity).country,
                      name.salience / static_cast<float>(count));
}

bool is_person_name(const Name& name) {
    return has(name, around_title | around_given_name | around_surname);
}

} // namespace

bool RegionClues::is_told(const Name& name, const Entity& entity) const {
    const auto found = told.find(name.targets.data());
    return found != told.end() && found->second == entity.index && !is_person_name(name);
}

RegionClues gather_clues(const RegionText& text) {
    RegionClues clues;
    for (std::size_t i = 0; i < text.names.size(); ++i) {
        const Name& name = text.names[i];
        if (const std::optional<Entity> actor = sure_actor(text, name))
            clues.hints.add(actor->country, name.salience);
        vote(text, name, clues.votes);
        note_divisions(text, name, clues.named_divisions);
        note_told(text, i, clues.told);
    }
    return clues;
}

void add_officials(const RegionText& text, CountrySupport& support) {
    for (const Name& name : text.names) {
        if (name.last <= name.first + 1) continue;
        const std::optional<Entity> actor = sure_actor(text, name);
        if (actor && is_official(actor->type))
            support.add(actor->country, name.salience * demonym_confidence);
    }
}

} // namespace sitrep
