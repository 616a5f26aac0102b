#include "indexer/enrich_events.h"

namespace sitrep {

void find_events(Article&, const ArticleTokens&) {}

void find_conflicts(Article&) {}

} // namespace sitrep
