// Parameters of a search address <-> SearchRequest. Strict: what is not understood is an error
// that names the parameter and says what is allowed.
#pragma once

#include "schema/error.h"
#include "searcher/search.h"
#include "server/params_table.h"
#include "server/url.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

struct SearchParameters {
    SearchRequest request;
    Format format = Format::json;
};

// A parameter that cannot be honoured.
class ParameterError : public Error {
  public:
    ParameterError(std::string_view name, std::string what_message, std::string what_hint)
        : Error(ErrorKind::usage, std::move(what_message), std::move(what_hint)), parameter(name) {}
    std::string parameter;
};

inline constexpr std::string_view exclude_prefix = "exclude.";
inline constexpr std::string_view facet_size_prefix = "facet_size.";

namespace parameter_limits {
inline constexpr std::size_t count = 200;
inline constexpr std::size_t value_bytes = 512; // of all but q, which has QueryLimits
inline constexpr std::size_t limit = 1000;
inline constexpr std::size_t export_limit = 1'000'000'000; // more than there are articles
inline constexpr std::size_t offset = 100'000;
inline constexpr std::size_t facet_size = 1000;
} // namespace parameter_limits

// What a request is where its address says nothing: these never show in an address.
SearchParameters api_defaults();
SearchParameters page_defaults();
SearchParameters feed_defaults(Format format); // newest first
// A page's request for a query and nothing more.
SearchRequest page_request(const std::string& query);

// Throws ParameterError. Empty values are as if not given (forms send them). Exports give every hit
// unless they are told otherwise.
SearchParameters parse_search(const std::vector<Parameter>& parameters,
                              const SearchParameters& defaults);

// The one address of a request; parse_search gives an equal request.
std::vector<Parameter> search_parameters(const SearchRequest& request,
                                         const SearchParameters& defaults);

// How many hits the pages before this one gave.
std::size_t position_of(const SearchRequest& request);
// The pages beside the one that was asked for, by cursor. Empty: there is none, or it is reached by
// offset only.
struct PageCursors {
    std::string next;
    std::string previous;
};
PageCursors page_cursors(const SearchRequest& request, const SearchResult& result);
// An address of the search, at a cursor.
std::string with_cursor(const std::string& address, const std::string& cursor);

// The same search with something changed; back on the first page.
SearchRequest with_value(SearchRequest request, FieldId field, const std::string& value);
SearchRequest with_excluded(SearchRequest request, FieldId field, const std::string& value);
// Neither selected nor excluded.
SearchRequest without_value(SearchRequest request, FieldId field, const std::string& value);

// The parameters of a route that takes these and no others, each at most once: unknown names throw,
// what is not given is empty.
class Parameters {
  public:
    Parameters(std::string_view query_string, std::span<const ParameterInfo> allowed);
    // Of one that is allowed.
    const std::string& text(std::string_view name) const;
    // Throws unless it is a number from `least` to `most`; `usual` where it is not given.
    std::size_t number(std::string_view name, std::size_t least, std::size_t most,
                       std::size_t usual) const;

  private:
    std::vector<Parameter> given_;
};

// Whether a query ranks articles; an empty one and * do not, and there newest first is usual.
bool ranks(std::string_view query);

} // namespace sitrep
