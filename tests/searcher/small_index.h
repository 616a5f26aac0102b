// A small index in many languages that tests of the searcher ask, and what they compare.
#pragma once

#include "searcher/search.h"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep::test {

std::vector<Article> small_corpus();
// One index of it for all tests that only read; over several shards.
const std::filesystem::path& small_index();

// For up to a thousand hits.
SearchRequest request_of(std::string query);

// Words in order, parted by spaces.
std::string sorted_ids(const std::string& text);

struct QueryRow {
    const char* query;
    const char* ids; // in any order
};
// Checks what queries find in the small index.
void check_rows(std::initializer_list<QueryRow> rows);

// A line each.
std::string warnings_of(const SearchResult& result);

// "en=2+  uk=1- ": values and counts, + selected, - excluded.
std::string facet_text(const FacetResult& facet);
// Of a value; 0 where it is not among them.
std::uint64_t count_of(const FacetResult& facet, std::string_view id);

} // namespace sitrep::test
