// The rows of searching: what each kind of answer costs Sitrep and its rivals.
#pragma once

#include "report.h"
#include "rival.h"

#include <filesystem>
#include <string>
#include <vector>

namespace sitrep::bench {

// Over indexes that were made before; `rival_indexes` in the order of rivals(). Milliseconds of
// CPU, the mean and the 95th percentile over the queries.
void add_search_rows(const std::filesystem::path& index,
                     const std::vector<std::filesystem::path>& rival_indexes,
                     const std::vector<std::string>& queries, std::size_t rounds, Report& report);

} // namespace sitrep::bench
