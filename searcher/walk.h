// Walks the posting lists of a query without Xapian's matcher: every match in order of docid, with
// its BM25 weight. Counting facets needs every match anyway; walking the lists once for ranks,
// totals and facets costs a fraction of two passes of the matcher.
//
// Trees of terms only: what needs positions, value ranges or synonyms is left to the matcher.
#pragma once

#include "searcher/list_cache.h"
#include "searcher/lower.h"

#include <cstdint>
#include <memory>
#include <vector>

#include <xapian.h>

namespace sitrep {

// Xapian::BM25Weight's parameters, k2 and k3 left out (0 and 1, with each term once in a query).
struct Bm25 {
    double k1 = 1;
    double b = 0.5;
    double least_length = 0.5; // of an article, relative to the mean
};

// Whether a Walk can go through it.
bool is_walkable(const PostingTree& tree);

// A match: an article of one shard.
struct Match {
    Xapian::docid docid = 0; // within the shard
    double weight = 0;       // as Xapian::BM25Weight over all shards gives, up to rounding
};

// A shard, as it is walked.
struct WalkedShard {
    const Xapian::Database& all; // all shards: statistics are of these
    const Xapian::Database& shard;
    const std::vector<std::uint32_t>& lengths; // of the shard's articles, by docid - 1
    ListCache& lists;
    const std::string& state; // of the shard, for `lists`
};

// The matches of a walkable tree in one shard. Refers to the shard's lengths, which cover all of
// its docids. Throws Xapian::Error, among them DatabaseModifiedError.
class Walk {
  public:
    // Without `ranks` weights are 0, and not worked out.
    Walk(const PostingTree& tree, const WalkedShard& shard, const Bm25& bm25, bool ranks);
    ~Walk();

    // Replaces `batch` by the next matches, 512 at most; false: there are none left.
    bool next(std::vector<Match>& batch);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sitrep
