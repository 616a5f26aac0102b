// Which of the regions that a name may stand for is meant.
#pragma once

#include "indexer/enrich_region_clues.h"
#include "indexer/enrich_region_text.h"
#include "indexer/enrich_support.h"

#include <optional>

namespace sitrep {

// What is known when a name is read. Refers to all of it.
struct RegionEvidence {
    const RegionText& text;
    const RegionClues& clues;
    const CountrySupport& support; // by the names that are placed
};

// A country, region of the world or sea; nothing: none is believed. What is ambiguous is believed
// only with `ambiguous_too`, which waits until what is sure has been placed.
std::optional<AliasTarget> meant_wide(const RegionEvidence& known, const Name& name,
                                      bool ambiguous_too);

// A town or division; nothing: none is believed. What needs support from its country is believed
// only with `supported_too`.
std::optional<AliasTarget> meant_local(const RegionEvidence& known, std::size_t number,
                                       bool supported_too);

} // namespace sitrep
