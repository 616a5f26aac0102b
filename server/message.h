// A request and its answer, as the handlers see them: no connection in sight.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

struct HttpRequest {
    std::string method; // GET for HEAD too
    std::string path;   // decoded
    std::string query;  // as sent, without the "?"
    // What stands for each {name} of the route's path, decoded.
    std::vector<std::pair<std::string_view, std::string>> path_values{};
    std::string body{};
    std::string content_type{}; // of the body, in lower case, its parameters left out
    std::string accept{};
    std::string if_none_match{};
    std::string last_event_id{};
    std::string authorization{};
    std::string host{};
    std::string remote{};        // the address of the client, no port
    std::string scheme = "http"; // "https" where a trusted proxy says so
    std::string key{};           // name of the key that was given; empty: none
    bool is_local = false;       // there are no keys: everybody is the owner of the machine

    // Of a {name} that the route has.
    const std::string& path_value(std::string_view name) const;
};

// Takes the next piece of a body; an empty one sends what has gathered. False: the client has gone,
// stop.
using WriteBody = std::function<bool(std::string_view)>;

struct HttpResponse {
    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers{};
    // Where set, writes the body as it goes, of any length; `body` is not sent. What it throws
    // breaks the connection, so that the client sees that the body is not whole.
    std::function<void(const WriteBody&)> stream{};
    // Headers that a stream knows only once it has begun: it fills them before its first piece.
    std::shared_ptr<std::vector<std::pair<std::string, std::string>>> late_headers{};
};

inline constexpr std::string_view type_html = "text/html; charset=utf-8";
inline constexpr std::string_view type_json = "application/json";
inline constexpr std::string_view type_problem = "application/problem+json";

} // namespace sitrep
