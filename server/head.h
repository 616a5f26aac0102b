// The head of an HTTP/1 request, read strictly: what two programs could read differently is
// refused (RFC 9112), and only headers that Sitrep knows are passed on to the HTTP library.
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
    std::size_t body_bytes = 1 << 20;
};

struct RequestHead {
    std::string method;
    std::string target; // as sent
    int minor_version = 1;
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::size_t body_bytes = 0;
    bool keep_alive = true;

    // Empty where there is none.
    std::string_view header(std::string_view lower_name) const;
    bool accepts_gzip() const;
    // The head for the library: known headers only.
    std::string to_string() const;
};

// `text` ends with the empty line.
std::variant<RequestHead, Problem> parse_head(std::string_view text, const HeadLimits& limits);

} // namespace sitrep
