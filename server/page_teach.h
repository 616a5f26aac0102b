// Pages that teach the query language.
#pragma once

#include "searcher/search.h"
#include "server/params.h"
#include "server/problem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sitrep {

// The advanced form as it was filled in, and the query that it writes.
struct AdvancedPage {
    const Parameters& form;
    std::string query;
    std::uint64_t total = 0;
    std::optional<Problem> problem; // what is wrong with the query
    std::vector<QueryWarning> warnings;
};
std::string advanced_page(const AdvancedPage& page);

// The reference of the query language; its fields are those of the table of fields.
std::string help_page();

} // namespace sitrep
