// The head of an HTTP/1 request, read strictly: what two programs could read differently is
// refused (RFC 9112).
#pragma once

#include "server/problem.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sitrep {

struct HeadLimits {
    std::size_t bytes = 32 * 1024; // request line and headers
    std::size_t target_bytes = 8000;
    std::size_t headers = 64;
    std::size_t body_bytes = 8 << 20; // of any route; see RouteBody
};

struct RequestHead {
    std::string method;
    std::string target; // as sent
    int minor_version = 1;
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::size_t body_bytes = 0;
    bool keep_alive = true;
    bool expects_continue = false; // before it sends the body

    // Empty where there is none.
    std::string_view header(std::string_view lower_name) const;
    bool accepts_gzip() const;
};

// `text` ends with the empty line.
std::variant<RequestHead, Problem> parse_head(std::string_view text, const HeadLimits& limits);

} // namespace sitrep
