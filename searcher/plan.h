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
    Node root;              // the query and the filters that are no selections
    PostingTree tree;       // that, lowered
    Xapian::Query ranking;  // the same for Xapian's matcher, to rank by
    Xapian::Query matching; // and where nothing is weighed
    std::vector<ValueSelection> selections;
    std::vector<Xapian::Query> selected;     // one each
    std::vector<PostingTree> selected_trees; // the same, lowered
    Deadline deadline;

    // `ranking` or `matching` with all selections, or with all but one.
    Xapian::Query filtered(const Xapian::Query& base) const {
        return filtered(base, selected.size());
    }
    Xapian::Query filtered(const Xapian::Query& base, std::size_t skipped) const {
        Xapian::Query all = base;
        for (std::size_t i = 0; i < selected.size(); ++i)
            if (i != skipped) all = Xapian::Query(Xapian::Query::OP_FILTER, all, selected[i]);
        return all;
    }
};

// What a query is planned for: documents, and what is to be known of them.
struct Searched {
    const Xapian::Database& database;
    const std::vector<std::string>& languages;
    const ArticleGroups& copies;
    const ArticleGroups& stories;
    const TermQueries& term_queries;
    Day today; // anchors P7D and the like
};

// Throws like parse_query, and Error{usage} for periods that make no sense.
Plan make_plan(const SearchRequest& request, const Searched& searched, const Gazetteer& gazetteer,
               StemmerPool& stemmers);
Plan make_plan(const SearchRequest& request, const Snapshot& snapshot, const Gazetteer& gazetteer,
               StemmerPool& stemmers);

} // namespace sitrep
