// Nothing was found: what would be found with less asked for.
#pragma once

#include "searcher/search.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sitrep {

// The same search without one of its filters, or without one clause of its query.
struct Relaxation {
    std::string without; // what is left out, to show: "region Ukraine", "drone"
    bool is_clause = false;
    bool and_filters = false; // and without all filters
    SearchRequest request{};
    std::uint64_t total = 0; // hits then; never 0
};

// Best first. Costs a search without snippets for each filter and clause, of at most eight; eight
// more where leaving out one is not enough.
std::vector<Relaxation> relaxations(Searcher& searcher, const SearchRequest& request,
                                    const SearchResult& nothing);

} // namespace sitrep
