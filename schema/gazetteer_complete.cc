#include "schema/gazetteer_impl.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace sitrep {

using namespace gazetteer;

void Gazetteer::Impl::complete_in(const Table& table, EntityKind kind, std::string_view prefix,
                                  std::vector<AliasTarget>& found) const {
    constexpr std::size_t max_keys = 50'000; // bounds the time that one letter takes
    const auto keys = table.keys();
    const auto begin = std::lower_bound(keys.begin(), keys.end(), prefix,
                                        [&](const KeyRecord& key, std::string_view wanted) {
                                            return table.text(key.text) < wanted;
                                        });
    const auto first = static_cast<std::uint32_t>(begin - keys.begin());
    for (std::uint32_t key = first; key < keys.size() && key - first < max_keys; ++key) {
        const std::string_view text = table.key_text(key);
        if (!text.starts_with(prefix)) break;
        if (&table != &over && over.find_key(text) != no_key) continue;
        for (const Variant& variant : table.variants(key))
            for (const AliasTarget& target : table.targets(variant))
                if (record(target.entity).second->kind == kind) found.push_back(target);
    }
}

std::vector<Entity> Gazetteer::complete(EntityKind kind, std::string_view prefix,
                                        std::size_t limit) const {
    const std::string folded = fold_name(prefix);
    if (folded.empty()) return {};
    std::vector<AliasTarget> found;
    impl_->complete_in(impl_->over, kind, folded, found);
    impl_->complete_in(impl_->base, kind, folded, found);
    const auto rank = [&](const AliasTarget& target) {
        const EntityRecord& record = *impl_->record(target.entity).second;
        return std::pair(rank_of(record.type, record.weight, target.flags), target.entity);
    };
    std::vector<std::pair<Rank, EntityIndex>> ranked;
    for (const AliasTarget& target : found) ranked.push_back(rank(target));
    std::sort(ranked.begin(), ranked.end());
    std::vector<Entity> entities;
    std::set<EntityIndex> seen;
    for (const auto& [unused, index] : ranked) {
        if (entities.size() >= limit) break;
        if (seen.insert(index).second) entities.push_back(entity(index));
    }
    return entities;
}

void Gazetteer::Impl::conflicts_in(const Table& table, std::set<std::string>& lines) const {
    constexpr auto excused = alias_demonym | alias_needs_context | alias_surname | alias_generated |
                             alias_metonym | alias_historic;
    for (std::uint32_t key = 0; key < table.keys().size(); ++key) {
        if (&table != &over && over.find_key(table.key_text(key)) != no_key) continue;
        for (const Variant& variant : table.variants(key)) {
            const EntityRecord* claimant = nullptr;
            for (const AliasTarget& target : table.targets(variant)) {
                const auto [owner, entity] = record(target.entity);
                if ((target.flags & excused) != 0 || entity->type == EntityType::division ||
                    entity->type == EntityType::place)
                    continue;
                if (claimant != nullptr && claimant->kind == entity->kind)
                    lines.insert(fmt::format("\"{}\" stands for {} {} and {} {}",
                                             table.key_text(key), name_of(claimant->type),
                                             record(claimant->index).first->text(claimant->id),
                                             name_of(entity->type), owner->text(entity->id)));
                else
                    claimant = entity;
            }
        }
    }
}

std::vector<std::string> Gazetteer::conflicts() const {
    std::set<std::string> lines;
    impl_->conflicts_in(impl_->base, lines);
    impl_->conflicts_in(impl_->over, lines);
    return {lines.begin(), lines.end()};
}

} // namespace sitrep
