// A request and its answer, as the handlers see them: no HTTP library in sight.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

struct HttpRequest {
    std::string method; // GET for HEAD too
    std::string path;   // decoded
    std::string query;  // as sent, without the "?"
};

struct HttpResponse {
    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers{};
};

inline constexpr std::string_view type_html = "text/html; charset=utf-8";
inline constexpr std::string_view type_json = "application/json";
inline constexpr std::string_view type_problem = "application/problem+json";

} // namespace sitrep
