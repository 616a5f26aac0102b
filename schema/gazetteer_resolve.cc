#include "schema/gazetteer_impl.h"
#include "schema/gazetteer_spelling.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace sitrep {

using namespace gazetteer;

std::vector<AliasTarget> Gazetteer::Impl::targets(std::string_view folded) const {
    std::vector<AliasTarget> all;
    const auto [table, number] = key(folded);
    if (number == no_key) return all;
    for (const Variant& variant : table->variants(number)) {
        const auto some = table->targets(variant);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

std::vector<EntityIndex> Gazetteer::Impl::best(std::vector<AliasTarget> targets,
                                               std::string_view folded) const {
    const auto is_demonym = [](const AliasTarget& t) { return (t.flags & alias_demonym) != 0; };
    if (!std::all_of(targets.begin(), targets.end(), is_demonym))
        std::erase_if(targets, is_demonym);
    struct Candidate {
        Rank rank;
        bool other_name; // its display name is another one
        bool past;       // no longer there
        EntityIndex index;
        auto key() const { return std::tie(other_name, past, index); }
    };
    std::vector<Candidate> candidates;
    for (const AliasTarget& target : targets) {
        const auto [table, record] = this->record(target.entity);
        const bool actor = record->kind == EntityKind::actor;
        candidates.push_back({rank_of(record->type, record->weight, target.flags),
                              actor && fold_name(table->text(record->name)) != folded,
                              actor && record->valid_to != always_to, target.entity});
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        if (a.rank.roundabout != b.rank.roundabout) return b.rank.roundabout;
        if (a.other_name != b.other_name) return b.other_name;
        if (a.past != b.past) return b.past;
        return std::tie(a.rank, a.index) < std::tie(b.rank, b.index);
    });
    std::vector<EntityIndex> indices;
    for (const Candidate& candidate : candidates)
        if (std::find(indices.begin(), indices.end(), candidate.index) == indices.end())
            indices.push_back(candidate.index);
    return indices;
}

namespace {

// "helmand" of "helmand province" and "province of helmand"; empty where there is no such word.
std::string_view without_kind(std::string_view folded) {
    constexpr std::array<std::string_view, 22> kinds{
        "province", "governorate", "state",       "region",       "oblast",       "department",
        "district", "prefecture",  "county",      "municipality", "territory",    "division",
        "canton",   "republic",    "wilaya",      "krai",         "departamento", "provincia",
        "estado",   "departement", "territories", "emirate"};
    for (const std::string_view kind : kinds) {
        if (folded.size() <= kind.size() + 1) continue;
        std::string_view rest = folded;
        if (folded.ends_with(kind) && folded[folded.size() - kind.size() - 1] == ' ')
            rest.remove_suffix(kind.size() + 1);
        else if (folded.starts_with(kind) && folded[kind.size()] == ' ')
            rest.remove_prefix(kind.size() + 1);
        else
            continue;
        for (const std::string_view link : {"of ", "de ", "del ", "du "})
            if (rest.starts_with(link)) return rest.substr(link.size());
        return rest;
    }
    return {};
}

} // namespace

// "Helmand province" where only Helmand is known: the divisions of that name.
std::vector<Entity> Gazetteer::resolve_division(std::string_view folded) const {
    const std::string_view bare = without_kind(folded);
    std::vector<Entity> divisions;
    if (bare.empty()) return divisions;
    const auto add = [&](const Entity& entity) {
        if (entity.type == EntityType::division &&
            std::none_of(divisions.begin(), divisions.end(),
                         [&](const Entity& e) { return e.index == entity.index; }))
            divisions.push_back(entity);
    };
    for (const EntityIndex index : impl_->best(impl_->targets(bare), bare))
        if (impl_->record(index).second->kind == EntityKind::region) add(entity(index));
    return divisions;
}

std::vector<EntityIndex> Gazetteer::Impl::spelled(std::string_view folded,
                                                  const std::vector<EntityIndex>& known) const {
    const std::string key = spelling_key(folded);
    if (key.empty()) return {};
    std::vector<EntityIndex> found = best(targets(key), folded);
    if (!known.empty())
        std::erase_if(found, [&](EntityIndex index) {
            const EntityRecord& a = *record(index).second;
            const EntityRecord& b = *record(known.front()).second;
            return a.country != b.country || a.type != EntityType::division;
        });
    return found;
}

std::vector<Entity> Gazetteer::resolve(EntityKind kind, std::string_view name) const {
    constexpr std::size_t max_name_size = 1000;
    if (name.size() > max_name_size) return {};
    const std::string folded = fold_name(name);
    std::vector<AliasTarget> targets = impl_->targets(folded);
    for (const EntityIndex index : impl_->base.coded(name)) targets.push_back({index, 0});
    for (const EntityIndex index : impl_->over.coded(name)) targets.push_back({index, 0});
    std::erase_if(targets, [&](const AliasTarget& t) {
        return impl_->record(t.entity).second->kind != kind;
    });
    std::vector<EntityIndex> indices = impl_->best(std::move(targets), folded);
    if (const auto by_id = find(kind, name)) {
        std::erase(indices, by_id->index);
        indices.insert(indices.begin(), by_id->index);
    }
    if (kind == EntityKind::region)
        for (const EntityIndex index : impl_->spelled(folded, indices))
            if (std::find(indices.begin(), indices.end(), index) == indices.end())
                indices.push_back(index);
    std::vector<Entity> entities;
    for (const EntityIndex index : indices) entities.push_back(entity(index));
    // "DR Congo (Zaire)": what stands in brackets explains the name.
    if (const std::size_t bracket = name.find(" (");
        entities.empty() && bracket != std::string_view::npos)
        return resolve(kind, name.substr(0, bracket));
    if (entities.empty() && kind == EntityKind::region) return resolve_division(folded);
    return entities;
}

} // namespace sitrep
