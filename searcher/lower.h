// Query tree -> Xapian::Query.
#pragma once

#include "searcher/ast.h"
#include "searcher/parse.h"
#include "searcher/stems.h"

#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep {

struct LoweringContext {
    const Xapian::Database& database; // for the words that a prefix stands for
    const std::vector<std::string>& languages; // of the articles in the index
    StemmerPool& stemmers;
    const QueryLimits& limits;
};

// Throws Error{limit} when a prefix stands for too many words.
Xapian::Query lower(const Node& node, const LoweringContext& context);

// Year, month and day values that together cover a range: at most some 60 and one a year.
std::vector<std::string> cover_days(const DayRange& days);

} // namespace sitrep
