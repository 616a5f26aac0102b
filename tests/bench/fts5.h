// The rival that everybody has at hand: SQLite's full-text search.
//
// Porter stems over unicode61 tokens, title and text, date and source beside them. By bm25().
#pragma once

#include "rival.h"

namespace sitrep::bench {

extern const Rival fts5;

} // namespace sitrep::bench
