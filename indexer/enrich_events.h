// Text -> kinds of event and weapons.
#pragma once

#include "indexer/enrich_casualties.h"
#include "schema/article.h"
#include "schema/document.h"

#include <vector>

namespace sitrep {

// Fills events and weapons, each with its evidence: every place in the text that reports it, up to
// a bound. `casualties` are the places that report people killed or hurt.
void find_events(Article& article, const ArticleTokens& tokens,
                 const std::vector<CasualtyReport>& casualties);

} // namespace sitrep
