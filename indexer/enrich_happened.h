// Text -> when what it reports happened: "on Friday", "July 3", "вчера", "3 de enero".
#pragma once

#include "schema/article.h"
#include "schema/document.h"

namespace sitrep {

// Adds to happened. Dates are resolved against the article's own; its events must be known, since
// only dates in sentences that report one count.
void find_happened(Article& article, const ArticleTokens& tokens);

} // namespace sitrep
