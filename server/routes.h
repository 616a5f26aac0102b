// THE table of addresses: what answers them, who may ask, and what they take.
#pragma once

#include "server/message.h"
#include "server/params_table.h"
#include "server/scope.h"
#include "server/searchers.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sitrep {

class Alerts;
struct Problem;
class Intake;
class Metrics;
class ViewFollower;

// What the handlers work with.
struct Site {
    Searchers& searchers;
    Searchers& exports; // for answers that may take long: they must not keep searches waiting
    Intake& intake;
    const Metrics& metrics;
    const std::atomic<bool>& stopping;
    std::filesystem::path index;
    std::function<std::string()> public_url; // what a proxy is called; empty: as the client says
    Alerts* alerts = nullptr;                // none: the server keeps no state
    ViewFollower* follower = nullptr;        // none: searches look for commits themselves
};

struct RouteBody {
    std::string_view help{}; // what the body is; empty: the route takes none
    std::size_t most_bytes = 64 * 1024;
};

struct Route {
    std::string_view method; // GET answers HEAD too
    std::string_view path;   // whole; {name} stands for one part of it, which may hold %2F
    Scope scope;
    bool is_page; // errors are pages for people, else problem documents
    HttpResponse (*handler)(Site&, const HttpRequest&);
    std::string_view help;
    std::span<const ParameterInfo> parameters{};
    RouteBody body{};
};
std::span<const Route> routes();

// The values of a pattern's {names} where `path` (as sent, percent-encoded) is one that it stands
// for: decoded, in order.
std::optional<std::vector<std::pair<std::string_view, std::string>>>
match_path(std::string_view pattern, std::string_view path);

// The route of a method (GET for HEAD) and a path as sent.
struct RouteMatch {
    const Route* route = nullptr; // none: see allow
    std::vector<std::pair<std::string_view, std::string>> values{};
    std::string allow{}; // methods that the path takes; empty: it is no route's
};
RouteMatch find_route(std::string_view method, std::string_view path);

// Errors of a handler are answers too: a page or a problem document. Nothing is thrown.
HttpResponse answer(const Route& route, Site& site, const HttpRequest& request);
// The answer for an exception of a handler or of a body that it streams.
HttpResponse answer_failure(const Route& route, const HttpRequest& request,
                            const std::exception_ptr& failure);

// The answer for a problem on a path that may be no route's.
HttpResponse answer_problem(std::string_view path, const Problem& problem);

} // namespace sitrep
