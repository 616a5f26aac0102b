// What a result is of, so that it can be cited and had again: the query as it was read, counts, and
// the index that was searched.
#pragma once

#include "searcher/search.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

// What total counts: "articles", "reports" (copies of one count once) or "stories".
std::string_view counted_things(Collapse collapse);

// {"query":{"text","parsed"},"total":{"value","articles","counts"},
//  "index":{"revision","documents","committed","as_of"},"time"} in one line; no newline.
//  `committed`
// as as_of gives the same answer for good; `as_of` where the search was as of a moment.
std::string render_citation(const SearchResult& result);

// The same as HTTP headers. The query is percent-encoded where it is not printable ASCII, and left
// out where it is very long.
std::vector<std::pair<std::string, std::string>> citation_headers(const SearchResult& result);

} // namespace sitrep
