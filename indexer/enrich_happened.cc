#include "indexer/enrich_happened.h"

namespace sitrep {

void find_happened(Article&, const ArticleTokens&) {}

} // namespace sitrep
