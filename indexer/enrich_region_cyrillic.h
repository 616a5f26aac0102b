// What Ukrainian and Russian names of places say by themselves: halves of longer names, adjectives,
// oblasts named behind a village, and the country whose press writes them.
#pragma once

#include "indexer/enrich_adjectives.h"
#include "indexer/enrich_region_text.h"

namespace sitrep {

bool is_cyrillic(const RegionText& text, const Name& name);

// "Кам'янка" of "Кам'янка-Лісова": another place than the one that is known.
bool is_half_of_name(const RegionText& text, std::size_t number);

// The oblast in "Богданівка Луганської області" and "Богданівка (Луганська область)", by the
// village's number; no_entity: none.
EntityIndex division_behind(const RegionText& text, std::size_t number);

bool is_adjective(const RegionText& text, const Name& name, const AliasTarget& target);

// How a name is used of which some meaning is an adjective; none for others.
AdjectiveUse use_of(const RegionText& text, std::size_t number);

// Whether an adjective so used means `entity`. An oblast's adjective with another noun means the
// town that it is called after, if any.
bool agrees(const Gazetteer& gazetteer, const Name& name, const Entity& entity, AdjectiveUse use);

// The country that a name tells by itself, or nothing. A name in Cyrillic letters mostly does:
// the press that writes them inflects names, and knows villages that the rest of the world
// does not. Of namesakes in several countries one must be far bigger than the others.
std::string_view country_told_by(const RegionText& text, const Name& name);

} // namespace sitrep
