// Which visible versions a tree of terms matches, and with what weight: posting lists read whole
// and combined.
#pragma once

#include "searcher/plan.h"
#include "searcher/versions.h"
#include "searcher/walk.h"

#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep {

struct WeighedVersion {
    Xapian::docid docid; // within its shard
    double weight;       // BM25's over visible versions
};
using VersionList = std::vector<WeighedVersion>; // by docid
using VersionLists = std::vector<VersionList>;   // by shard of the view

inline bool is_before(const WeighedVersion& a, const WeighedVersion& b) {
    return a.docid < b.docid;
}

// Refers to all four. Weights that are not asked for are 0. Throws Error{limit} past the plan's
// deadline, and where a prefix stands for too many words. Cost: linear in the posting lists.
class VersionMatcher {
  public:
    VersionMatcher(const VersionView& view, const Plan& plan, const QueryLimits& limits,
                   const Bm25& bm25)
        : view_(view), plan_(plan), limits_(limits), bm25_(bm25) {}

    VersionLists of(const PostingTree& tree, bool weighted) const;

  private:
    using Combination = VersionList (*)(const VersionList&, const VersionList&);

    VersionLists combine(const VersionLists& a, const VersionLists& b, Combination) const;
    VersionLists combined(const PostingTree& tree, bool weighted, Combination) const;
    void check_deadline() const;
    VersionLists everything() const;
    VersionLists occurrences(const std::vector<std::string>& terms) const;
    VersionLists weigh(VersionLists lists, bool weighted) const;
    VersionLists any_of(const std::vector<std::string>& terms, bool weighted) const;
    std::vector<std::string> visible_terms(const std::vector<std::string>& terms) const;
    VersionLists matched(const PostingTree& tree) const;
    VersionLists phrase(const PostingTree& tree, bool weighted) const;
    VersionLists near(const PostingTree& tree, bool weighted) const;

    const VersionView& view_;
    const Plan& plan_;
    const QueryLimits& limits_;
    const Bm25& bm25_;
};

} // namespace sitrep
