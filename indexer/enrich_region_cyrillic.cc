#include "indexer/enrich_region_cyrillic.h"

#include <algorithm>

namespace sitrep {
namespace {

// Whether the next name follows at once.
bool is_next(const RegionText& text, std::size_t number) {
    return number + 1 < text.names.size() &&
           text.names[number + 1].part == text.names[number].part &&
           text.names[number + 1].first == text.names[number].last;
}

} // namespace

bool is_cyrillic(const RegionText& text, const Name& name) {
    return text.tokens_of(name)[name.first].script == Script::cyrillic;
}

bool is_half_of_name(const RegionText& text, std::size_t number) {
    const Name& name = text.names[number];
    if (!is_cyrillic(text, name) || gap_behind(text, name) != "-" || is_next(text, number))
        return false;
    const Token& next = text.tokens_of(name)[name.last];
    return (next.flags & token_capitalised) != 0 && next.script == Script::cyrillic;
}

EntityIndex division_behind(const RegionText& text, std::size_t number) {
    const Name& name = text.names[number];
    if (!is_cyrillic(text, name) || !is_next(text, number)) return no_entity;
    const std::string_view gap = gap_behind(text, name);
    if (gap != " " && gap != " (") return no_entity;
    for (const AliasTarget& target : text.names[number + 1].targets)
        if ((target.flags & alias_demonym) == 0 &&
            text.gazetteer.entity(target.entity).type == EntityType::division)
            return target.entity;
    return no_entity;
}

bool is_adjective(const RegionText& text, const Name& name, const AliasTarget& target) {
    return (target.flags & alias_demonym) != 0 && is_cyrillic(text, name);
}

AdjectiveUse use_of(const RegionText& text, std::size_t number) {
    const Name& name = text.names[number];
    const bool adjective =
        std::any_of(name.targets.begin(), name.targets.end(),
                    [&](const AliasTarget& target) { return is_adjective(text, name, target); });
    if (!adjective) return AdjectiveUse::none;
    return use_of_adjective(text.source_of(name), text.tokens_of(name), text.names, number);
}

bool agrees(const Gazetteer& gazetteer, const Name& name, const Entity& entity, AdjectiveUse use) {
    if (use == AdjectiveUse::none) return false;
    const bool division = entity.type == EntityType::division;
    if (use == AdjectiveUse::division) return division;
    return !division ||
           std::none_of(name.targets.begin(), name.targets.end(), [&](const AliasTarget& t) {
               const Entity other = gazetteer.entity(t.entity);
               return other.type == EntityType::place && other.country == entity.country;
           });
}

std::string_view country_told_by(const RegionText& text, const Name& name) {
    if (!is_cyrillic(text, name)) return {};
    constexpr std::uint32_t far_bigger = 10;
    std::string_view country;
    std::uint32_t first = 0;
    std::uint32_t second = 0; // of other countries
    for (const AliasTarget& target : name.targets) {
        const Entity entity = text.gazetteer.entity(target.entity);
        if (entity.kind != EntityKind::region || !is_local(entity)) continue;
        const bool made = (target.flags & alias_generated) != 0; // "Рені" is no case of Рено
        const std::uint32_t people = std::max(entity.population / (made ? 1000 : 1), 1U);
        if (entity.country == country) {
            first = std::max(first, people);
        } else if (people > first) {
            second = first;
            first = people;
            country = entity.country;
        } else {
            second = std::max(second, people);
        }
    }
    return first / far_bigger >= second ? country : std::string_view();
}

} // namespace sitrep
