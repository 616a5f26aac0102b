// What all names of an article together tell of where its places lie, before any is placed.
#pragma once

#include "indexer/enrich_region_text.h"
#include "indexer/enrich_support.h"

#include <map>
#include <set>

namespace sitrep {

struct RegionClues {
    // Actors come from somewhere: that makes places there likelier.
    CountrySupport hints;
    // Every town and division that a name may mean speaks for its country, the less the more
    // there are: of names that may each lie anywhere most lie in one country.
    CountrySupport votes;
    // A division that is named tells which of a country's villages of one name is meant.
    std::set<EntityIndex> named_divisions;
    // "Juárez, Nuevo León": what the name means here it means in all of the article. By the first
    // of the name's targets, which are the same wherever it stands.
    std::map<const AliasTarget*, EntityIndex> told;

    bool is_told(const Name& name, const Entity& entity) const;
};

RegionClues gather_clues(const RegionText& text);

// Governments and forces that are named in full speak for their country, as its name would.
void add_officials(const RegionText& text, CountrySupport& support);

} // namespace sitrep
