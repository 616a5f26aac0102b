// Names -> the actors an article is about and those it only mentions.
#pragma once

#include "indexer/enrich_mentions.h"
#include "indexer/enrich_names.h"
#include "indexer/enrich_regions.h"

#include <vector>

namespace sitrep {

// Adds the actors to `mentions`. `on` is the day of the article; `support` is what its regions
// showed of countries.
void find_actors(const ArticleTokens& tokens, const std::vector<Name>& names,
                 const Gazetteer& gazetteer, const CountrySupport& support, Day on,
                 Mentions& mentions);

} // namespace sitrep
