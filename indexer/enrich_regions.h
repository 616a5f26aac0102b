// Names -> the regions an article is about and those it only mentions.
#pragma once

#include "indexer/enrich_mentions.h"
#include "indexer/enrich_names.h"
#include "indexer/enrich_support.h"
#include "indexer/enrich_words.h"

#include <vector>

namespace sitrep {

// `article` has its language; `words` are the words of its text. Adds the regions to `mentions`
// and what they show of countries to `support`.
void find_regions(const Article& article, const ArticleTokens& tokens, const PartWords& words,
                  const std::vector<Name>& names, const Gazetteer& gazetteer,
                  CountrySupport& support, Mentions& mentions);

} // namespace sitrep
