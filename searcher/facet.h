// Exact facet counts with drill-sideways: a field's counts leave out the field's own selection,
// so that each count is the number of hits one gets by selecting that value instead.
//
// Two forms with the same answer: over columns in memory, one pass for all fields; and over value
// slots counted by Xapian, which also works on remote shards, one pass and one more for each
// field with a selection.
#pragma once

#include "searcher/columns.h"
#include "searcher/group_cache.h"
#include "searcher/search.h"
#include "searcher/walk.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep {

// A selection as facet values: an article passes with any of `any` (unless empty) and none of
// `exclude`. Values as indexed (folded, ids).
struct ValueSelection {
    FieldId field = FieldId::region;
    std::vector<std::string> any;
    std::vector<std::string> exclude;
};

struct FacetCounts {
    std::uint64_t total = 0;    // articles, or groups of them, that pass all selections
    std::uint64_t articles = 0; // all of a group counted
    struct Value {
        std::string id;
        std::string name;
        std::uint64_t count = 0;
    };
    struct Facet {
        std::vector<Value> values; // unordered; none zero; those that a request's size may show
        std::uint64_t distinct = 0;
    };
    std::vector<Facet> by_request; // as the fields asked for
};

struct CountTables;

// A match that is in a group of several articles.
struct GroupedMatch {
    std::uint32_t group = 0;
    std::size_t shard = 0;
    Match match;
};

using Deadline = std::chrono::steady_clock::time_point;

// What is wanted of the matches of a query.
struct PassRequest {
    const std::vector<ValueSelection>& selections;
    const std::vector<FacetRequest>& facets;
    Sort sort = Sort::relevance;
    std::size_t wanted = 0;               // how many of the first articles in that order
    const KnownGroups* stories = nullptr; // to sort by their sources
    // Where groups count as one, and only the first of each is wanted: the groups by shard.
    const std::vector<std::shared_ptr<const ShardGroups>>* collapse = nullptr;
};

// Over columns. A spy sees docids of the shard, and not which shard it is: one pass a shard.
struct ColumnPass {
    const Xapian::Database& database;            // all shards as one
    const std::vector<Xapian::Database>& shards; // and one by one
    const std::vector<std::string>& states;      // of each, see ListCache
    const std::vector<std::shared_ptr<const ShardColumns>>& columns;
    ColumnStore& store;
    CountTables& tables;
    Deadline deadline;

    // `query` without the selections. Does not rank by relevance: the matcher gives no weights.
    FacetCounts count(const Xapian::Query& query, const PassRequest& request,
                      std::vector<Match>& best) const;
    // The same of all matches of that query, by shard; weighed where relevance ranks.
    FacetCounts count(const std::vector<std::vector<Match>>& matches, const PassRequest& request,
                      std::vector<Match>& best) const;
    // And of all articles, none of which was ever taken out.
    FacetCounts count_all(const PassRequest& request, std::vector<Match>& best) const;
    // Ranks and counts a walkable tree in one walk over its posting lists: many times cheaper than
    // the matcher.
    FacetCounts walk(const PostingTree& tree, const Bm25& bm25, const PassRequest& request,
                     std::vector<Match>& best) const;
};

// Shows all matches of a query to spies.
using SpiedPass = std::function<void(const std::vector<Xapian::MatchSpy*>&)>;

// Over value slots. `query_without(i)` is the query with all selections but the i-th;
// query_without(selections.size()) with all. With `collapse`, groups of that field count as one.
// `ranking`, where there is one, shows the matches of the query with all selections: what ranks
// them anyway.
FacetCounts count_by_slots(const GroupCache::Source& source, GroupCache& cache,
                           const std::function<Xapian::Query(std::size_t)>& query_without,
                           const std::vector<ValueSelection>& selections,
                           const std::vector<FacetRequest>& requested,
                           std::optional<FieldId> collapse, const SpiedPass& ranking = {});

// How many values a date facet shows of a level at most, by the size of its ids: years ("2025")
// always, months ("2025-07") and days where they are few.
std::size_t most_dates(std::size_t id_size);

// Throws Error{limit}.
[[noreturn]] void throw_timeout();

} // namespace sitrep
