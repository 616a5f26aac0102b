// Which of the regions that an article names it is about.
#pragma once

#include "indexer/enrich_region_text.h"
#include "indexer/enrich_support.h"
#include "indexer/enrich_words.h"

#include <vector>

namespace sitrep {

// The factor for a name where a sentence of violence puts it: "in Medellin"; 1 for others.
// `words` are the words of the text.
float scene_weight_of(const PartWords& words, const Name& name);

// Decides `about` of the regions among `mentions`. `meant` says by name what it was found to mean,
// no_entity where nothing; `has_scene`: some name stands in a scene.
void decide_regions(const RegionText& text, const std::vector<AliasTarget>& meant,
                    const CountrySupport& support, bool has_scene, Mentions& mentions);

} // namespace sitrep
