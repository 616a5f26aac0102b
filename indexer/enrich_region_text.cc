#include "indexer/enrich_region_text.h"

#include <algorithm>

namespace sitrep {

AliasFlags doubts_of(const RegionText& text, const AliasTarget& target) {
    constexpr auto doubts = alias_needs_context | alias_person | alias_word | alias_foreign;
    const auto flags = static_cast<AliasFlags>(target.flags & doubts);
    return text.is_english() ? flags : static_cast<AliasFlags>(flags & ~alias_foreign);
}

bool is_person(const Name& name, const AliasTarget& target) {
    // "Mariano Escobedo street" is called after a person.
    if (has(name, around_given_name) && !has(name, around_locative | around_division_word))
        return true;
    if (has(name, around_locative | around_place_word | around_division_word)) return false;
    if (has(name, around_title | around_given_name)) return true;
    return (target.flags & alias_person) != 0 && has(name, around_surname | around_capitals);
}

bool is_possible_local(const RegionText& text, const Name& name, const AliasTarget& target) {
    const Entity entity = text.gazetteer.entity(target.entity);
    if (entity.kind != EntityKind::region || !is_local(entity)) return false;
    return (target.flags & (alias_demonym | alias_word)) == 0 && !is_person(name, target);
}

bool lies_in(const Gazetteer& gazetteer, const Entity& entity, EntityIndex region) {
    const std::vector<EntityIndex> above = gazetteer.ancestors(entity.index);
    return std::find(above.begin(), above.end(), region) != above.end();
}

bool is_contained(const RegionText& text, std::size_t number, const Entity& entity) {
    if (number + 1 >= text.names.size()) return false;
    const Name& name = text.names[number];
    const Name& next = text.names[number + 1];
    if (next.part != name.part || !has(next, around_comma) || next.first > name.last + 1)
        return false;
    const std::vector<EntityIndex> above = text.gazetteer.ancestors(entity.index);
    return std::any_of(next.targets.begin(), next.targets.end(), [&](const AliasTarget& t) {
        return (t.flags & alias_demonym) == 0 &&
               std::find(above.begin(), above.end(), t.entity) != above.end();
    });
}

std::string_view gap_behind(const RegionText& text, const Name& name) {
    const Tokens& tokens = text.tokens_of(name);
    if (name.last >= tokens.size()) return {};
    const std::size_t begin = tokens[name.last - 1].end;
    const std::size_t end = tokens[name.last].begin;
    return end > begin ? std::string_view(text.source_of(name)).substr(begin, end - begin) : "";
}

namespace {

constexpr float company_confidence = 0.25F;

// "U.S." before a noun: it describes, as "American" would.
bool is_attribute(const RegionText& text, const Name& name, const AliasTarget& target) {
    constexpr auto standing_alone =
        around_locative | around_possessive | around_comma | around_verb | around_comma_behind;
    if ((target.flags & alias_abbreviation) == 0 || has(name, standing_alone)) return false;
    const std::string_view gap = gap_behind(text, name);
    return !gap.empty() && gap.find_first_not_of(". \n-") == std::string_view::npos;
}

} // namespace

float confidence_of(const RegionText& text, const Name& name, const AliasTarget& target) {
    if (has(name, around_currency)) return 0;
    const bool demonym = (target.flags & alias_demonym) != 0 || is_attribute(text, name, target);
    return (has(name, around_company) ? company_confidence : 1.0F) *
           (demonym ? demonym_confidence : 1.0F);
}

} // namespace sitrep
