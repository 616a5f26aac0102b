// SearchRequest -> what is asked of the index: the query with its filters, lowered.
#pragma once

#include "searcher/facet.h"
#include "searcher/lower.h"
#include "searcher/search.h"
#include "searcher/snapshot.h"

#include <vector>

namespace sitrep {

struct Plan {
    ParsedQuery query;
    Node root;          // the query and the filters that are no selections
    PostingTree tree;   // that, lowered
    Xapian::Query base; // the same for Xapian's matcher
    std::vector<ValueSelection> selections;
    std::vector<Xapian::Query> selected; // one each
    Deadline deadline;

    // With all selections but one.
    Xapian::Query without(std::size_t skipped) const {
        Xapian::Query query_with = base;
        for (std::size_t i = 0; i < selected.size(); ++i)
            if (i != skipped)
                query_with = Xapian::Query(Xapian::Query::OP_FILTER, query_with, selected[i]);
        return query_with;
    }
    Xapian::Query full() const { return without(selected.size()); }
};

// Throws like parse_query, and Error{usage} for periods that make no sense.
Plan make_plan(const SearchRequest& request, const Snapshot& snapshot, const Gazetteer& gazetteer,
               StemmerPool& stemmers);

} // namespace sitrep
