#include "indexer/enrich_conflicts.h"

namespace sitrep {

void find_conflicts(Article&, const ArticleTokens&, const Gazetteer&) {}

} // namespace sitrep
