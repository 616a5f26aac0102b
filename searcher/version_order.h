// In which order the matches among versions are shown.
#pragma once

#include "searcher/search.h"
#include "searcher/version_count.h"
#include "searcher/versions.h"

#include <vector>

namespace sitrep {

// Those that pass all selections, best first by `sort`; of equal ones those committed first, then
// by what they hold, then by id: the same however shards are merged. Their scores are 0 unless they
// are ranked by relevance.
std::vector<FoundVersion> in_order(const VersionView& view, Sort sort,
                                   const std::vector<FoundVersion>& found);

} // namespace sitrep
