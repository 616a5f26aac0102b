// Text -> kinds of event, weapons, people killed and injured.
#pragma once

#include "schema/article.h"
#include "schema/document.h"

namespace sitrep {

// Fills events, weapons, killed and injured, each with its evidence.
void find_events(Article& article, const ArticleTokens& tokens);

// The wars that an article reports, by its regions, actors and date, which must be known.
void find_conflicts(Article& article);

} // namespace sitrep
