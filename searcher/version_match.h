// The matches of a query among the versions that a view shows, ranked and counted from those alone:
// the same answer to the last bit however the index is merged and whatever came later.
//
// Posting lists are read whole and combined: dearer than an ordinary search by what lies in them,
// and exact.
#pragma once

#include "searcher/facet.h"
#include "searcher/plan.h"
#include "searcher/versions.h"
#include "searcher/walk.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sitrep {

struct VersionMatch {
    std::size_t shard = 0; // of the view
    Xapian::docid docid = 0;
    double score = 0;
};

struct VersionMatches {
    std::vector<VersionMatch> ranked; // all, best first; where copies count as one the best of each
    FacetCounts counts;
};

// Ranked by `request.sort`; of equal ones those committed first, then by what they hold, then by
// id. Throws Error{limit} past the plan's deadline, and where a prefix stands for too many words.
VersionMatches match_versions(const VersionView& view, const Plan& plan,
                              const SearchRequest& request, const Bm25& bm25);

// The group of copies, or the story, that an article is one of among visible versions.
std::pair<std::string, GroupSize> version_group(const VersionView& view,
                                                const Xapian::Document& document, FieldId id);

} // namespace sitrep
