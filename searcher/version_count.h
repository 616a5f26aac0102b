// The matches of a query among versions, selections aside: what each counts for, which are of one
// group, and the facets over them.
#pragma once

#include "searcher/facet.h"
#include "searcher/plan.h"
#include "searcher/search.h"
#include "searcher/version_lists.h"
#include "searcher/version_match.h"
#include "searcher/versions.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace sitrep {

struct FoundVersion {
    VersionMatch match;
    std::size_t counts_for; // index of the one selection it fails, or passes_all
    std::uint32_t group = 0;
    bool alone = true; // no other match is of its group
};

inline constexpr std::size_t passes_all = std::numeric_limits<std::size_t>::max();

// By shard and docid; those that fail two selections are left out. Groups are told only of an index
// as it stood, and where the request takes copies or stories as one.
std::vector<FoundVersion> found_versions(const VersionView& view, const Plan& plan,
                                         const SearchRequest& request,
                                         const VersionMatcher& matcher);

// Exact; a facet ignores its own selection.
FacetCounts count_versions(const VersionView& view, const Plan& plan, const SearchRequest& request,
                           const std::vector<FoundVersion>& found);

} // namespace sitrep
