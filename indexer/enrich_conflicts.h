// Regions, actors, events and date -> the wars that an article reports.
#pragma once

#include "schema/article.h"
#include "schema/document.h"
#include "schema/gazetteer.h"

namespace sitrep {

// Fills conflicts. The article's mentions and events must be known.
void find_conflicts(Article& article, const ArticleTokens& tokens, const Gazetteer& gazetteer);

} // namespace sitrep
