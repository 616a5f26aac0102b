// Query tree -> the terms of an index that decide it -> Xapian::Query.
#pragma once

#include "searcher/ast.h"
#include "searcher/groups.h"
#include "searcher/parse.h"
#include "searcher/stems.h"
#include "searcher/term_query.h"

#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep {

struct LoweringContext {
    const Xapian::Database& database;          // for the words that a prefix stands for
    const std::vector<std::string>& languages; // of the articles in the index
    StemmerPool& stemmers;
    const QueryLimits& limits;
    const ArticleGroups& copies; // for the ids that a group goes by
    const ArticleGroups& stories;
};

// What a query asks of posting lists: terms as the index has them, nothing left to look up.
struct PostingTree {
    enum class Op : std::uint8_t {
        all,     // every article
        none,    // no article
        term,    // terms[0]
        synonym, // any of terms, weighed as if they were one
        phrase,  // terms, or one term of each child, in order within window positions
        near,    // one term of each child within window positions
        values,  // slots: high >= low_bound and low <= high_bound
        conj,    // all children
        disj,    // any child
        minus,   // the first child without the second
    };
    Op op = Op::all;
    bool weighted = true; // false: it and all below it select, but do not rank
    std::vector<std::string> terms;
    std::uint32_t window = 0;
    Slot low_slot = no_slot; // values: of the range's low end
    Slot high_slot = no_slot;
    std::string low_bound;
    std::string high_bound; // empty: none
    std::vector<PostingTree> children;
};

// Throws Error{limit} when a prefix stands for too many words.
PostingTree lower(const Node& node, const LoweringContext& context);

// To rank by, or (`ranks` false) for matching alone, as under BoolWeight.
Xapian::Query to_xapian(const PostingTree& tree, const TermQueries& terms, bool ranks);

// Year, month and day values that together cover a range: at most some 60 and one a year.
std::vector<std::string> cover_days(const DayRange& days);

} // namespace sitrep
