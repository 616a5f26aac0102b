// Why an article is found by a search, or is not: each clause of the query put to that article.
#pragma once

#include "searcher/ast.h"
#include "searcher/search.h"
#include "searcher/stems.h"

#include <string>
#include <vector>

namespace sitrep {

struct WhyClause {
    NodeKind kind = NodeKind::all;
    std::string text; // as a query
    QuerySpan span;   // in the query; of filters beside it 0 to 0
    bool met = false;
    bool ignored = false;           // a stop word beside other words
    std::vector<std::string> shown; // words or values of the article that meet it
    std::vector<std::string> has;   // of a filter that is not met: what the article has instead
    std::vector<WhyClause> clauses; // of AND, OR, NOT
};

struct WhyResult {
    std::string id;
    std::string title;
    bool found = false; // by the whole search, with its filters
    ParsedQuery query;
    std::vector<WhyClause> clauses; // the query, then each filter beside it
    CopyGroup copies;               // of which a list may show another
    std::uint64_t revision = 0;
};

// The words of an article that meet a clause, and the values of a field that it has.
std::vector<std::string> words_that_meet(const Article& article, const Node& node,
                                         const std::vector<std::string>& languages,
                                         StemmerPool& stemmers);
std::vector<std::string> values_of(const Article& article, FieldId field,
                                   const Gazetteer& gazetteer);

} // namespace sitrep
