#include "server/routes.h"

#include "server/compose.h"
#include "server/handlers.h"
#include "server/log.h"
#include "server/page.h"
#include "server/params.h"
#include "server/problem.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sitrep {
namespace {

HttpResponse html(std::string body, int status = 200) {
    return {status, std::string(type_html), std::move(body)};
}

constexpr std::string_view subscription_body =
    R"({"name": "...", "query": "...", "rate": "story|every|hourly|daily|weekly", )"
    R"("delivery": {"webhook": {"url": "..."}} or {"email": {"to": "..."}} or {"feed": {}}, )"
    R"("paused": false})";

// clang-format off
constexpr auto table = std::to_array<Route>({
    {"GET",  "/",                      Scope::search, true,  search_for_people,  "the search page"},
    {"GET",  "/search",                Scope::search, true,  search_for_people,  "the search page", search_page_parameters},
    {"GET",  "/article",               Scope::search, true,  article_for_people, "the page of one article", article_page_parameters},
    {"GET",  "/story",                 Scope::search, true,  story_for_people,   "the page of a story: its reports in time, and the tolls that each gave", story_page_parameters},
    {"GET",  "/advanced",              Scope::search, true,  advanced_for_people, "a form that writes a query", advanced_parameters},
    {"GET",  "/help",                  Scope::search, true,  help_for_people,    "the query language in a page"},
    {"GET",  "/api/v1",                Scope::open,   false, reference,          "this reference: an OpenAPI document, or a page", reference_parameters},
    {"GET",  "/api/v1/search",         Scope::search, false, search_api,         "search", search_parameter_infos},
    {"POST", "/api/v1/search",         Scope::search, false, search_api_post,    "the same for queries that are too long for an address", search_parameter_infos, {"a JSON object (or a form) of the same parameters; several values of one as an array"}},
    {"POST", "/api/v1/articles",       Scope::index,  false, add_articles,       "indexes articles; the same id again with other content is a new version, with the same content nothing", {}, {"a JSON array of articles or one a line, as sitrep-index reads them; an answer for each record", 8U << 20}},
    {"GET",  "/api/v1/articles/{id}",  Scope::search, false, article_api,        "one article as exports hold it, with the evidence for what is said of it"},
    {"GET",  "/api/v1/articles/{id}/versions", Scope::search, false, versions_api, "all that an article ever said, with the words that changed"},
    {"GET",  "/versions",              Scope::search, true,  versions_for_people, "the same as a page", versions_page_parameters},
    {"GET",  "/api/v1/articles/{id}/similar", Scope::search, false, similar_api, "articles like this one, by its distinctive words, actors, regions and days; no copies of it", similar_parameters},
    {"GET",  "/api/v1/articles/{id}/why", Scope::search, false, why_api,          "which clauses of a search the article meets, by which words or values, and which not", search_parameter_infos},
    {"GET",  "/api/v1/facets/{field}", Scope::search, false, facet_api,          "values of a facet among the articles that a search finds, with their counts: those that begin with prefix", facet_parameter_infos},
    {"GET",  "/api/v1/suggest",        Scope::search, false, suggest_api,        "what a beginning of a query may become: names that the index knows, in any script, and headlines", suggest_parameters},
    {"GET",  "/feed.atom",             Scope::search, false, feed_atom,          "a feed of any search, the newest first", search_parameter_infos},
    {"GET",  "/feed.json",             Scope::search, false, feed_json,          "the same as JSON Feed", search_parameter_infos},
    {"GET",  "/opensearch.xml",        Scope::open,   false, open_search,        "lets a browser add the search box"},
    {"GET",    "/api/v1/subscriptions",                 Scope::subscribe, false, subscription_list_api,       "your saved searches; what import takes"},
    {"POST",   "/api/v1/subscriptions",                 Scope::subscribe, false, subscription_create_api,     "save a search that notifies", {}, {subscription_body}},
    {"POST",   "/api/v1/subscriptions/import",          Scope::subscribe, false, subscription_import_api,     "save many: those that are there already stay", {}, {"the JSON list that GET /api/v1/subscriptions gives", 8U << 20}},
    {"POST",   "/api/v1/subscriptions/backtest",        Scope::subscribe, false, query_backtest_api,          "how many a day a query would have told of, over the last 90 days", {}, {R"({"query": "...", "rate": "story"})"}},
    {"GET",    "/api/v1/subscriptions/{id}",            Scope::subscribe, false, subscription_api,            "one saved search"},
    {"PATCH",  "/api/v1/subscriptions/{id}",            Scope::subscribe, false, subscription_change_api,     "change what the body names", {}, {subscription_body}},
    {"DELETE", "/api/v1/subscriptions/{id}",            Scope::subscribe, false, subscription_delete_api,     "end it"},
    {"POST",   "/api/v1/subscriptions/{id}/test",       Scope::subscribe, false, subscription_test_api,       "send a test now; how that went"},
    {"GET",    "/api/v1/subscriptions/{id}/backtest",   Scope::subscribe, false, subscription_backtest_api,   "how many a day it would have told of, over the last 90 days"},
    {"POST",   "/api/v1/subscriptions/{id}/backtest",   Scope::subscribe, false, subscription_backtest_api,   "the same"},
    {"POST",   "/api/v1/subscriptions/{id}/rotate",     Scope::subscribe, false, subscription_rotate_api,     "a new secret for a webhook (the old one signs too for a day), else a new address for the feed"},
    {"POST",   "/api/v1/subscriptions/{id}/renew",      Scope::subscribe, false, subscription_renew_api,      "a new secret address for the feed, whatever the delivery; the old one leads nowhere"},
    {"GET",    "/api/v1/subscriptions/{id}/deliveries", Scope::subscribe, false, subscription_deliveries_api, "what was sent, waits or was given up, newest first"},
    {"POST",   "/api/v1/subscriptions/{id}/deliveries/{delivery}/send", Scope::subscribe, false, delivery_again_api, "send a delivery again, under its id"},
    {"GET",    "/events",                      Scope::subscribe, false, events,                "matches as they come (server-sent events); ends after a while, clients come again by themselves", event_parameters},
    {"GET",    "/feeds/{id}/{token}/{file}",   Scope::open,      false, subscription_feed,     "the feed of a saved search, at its secret address: feed.atom or feed.json"},
    {"GET",    "/unsubscribe/{id}/{token}",    Scope::open,      true,  unsubscribe_page,      "asks whether the e-mails of a saved search shall end"},
    {"POST",   "/unsubscribe/{id}/{token}",    Scope::open,      true,  unsubscribe,           "ends them (RFC 8058)", {}, {"List-Unsubscribe=One-Click, as a form"}},
    {"GET",    "/subscriptions",               Scope::subscribe, true,  subscriptions_page,    "the page of saved searches"},
    {"POST",   "/subscriptions",               Scope::subscribe, true,  create_subscription,   "saves one", {}, {"the page's form"}},
    {"GET",    "/subscriptions/new",           Scope::subscribe, true,  new_subscription_page, "the form for a new one, from a search", search_page_parameters},
    {"GET",    "/subscriptions/{id}",          Scope::subscribe, true,  subscription_page,     "the page of one"},
    {"POST",   "/subscriptions/{id}",          Scope::subscribe, true,  change_subscription,   "changes it", {}, {"the page's form"}},
    {"GET",  "/healthz",               Scope::open,   false, health,             "whether the index can be read"},
    {"GET",  "/readyz",                Scope::open,   false, ready,              "the same, and whether the server takes requests: not while it stops"},
    {"GET",  "/metrics",               Scope::admin,  false, metrics,            "what the server has done, for Prometheus"},
    {"GET",  "/assets/{version}/{name}", Scope::open,  false, web_asset_response, "styles, scripts and pictures of the pages"},
});
// clang-format on

// What was typed, as far as it can be read, so that it can be put right.
SearchRequest as_typed(const HttpRequest& http) {
    std::string query;
    for (const Parameter& parameter : parse_query_string(http.query))
        if (parameter.name == "q") query = parameter.value;
    return page_request(query);
}

bool wants_page(const Route& route, const HttpRequest& http) {
    for (const Parameter& parameter : parse_query_string(http.query)) {
        if (parameter.name != "format") continue;
        if (parameter.value == "json") return false;
        if (parameter.value == "html") return true;
    }
    return route.is_page;
}

HttpResponse failure(const Route& route, const HttpRequest& http, const Problem& problem) {
    if (!wants_page(route, http)) return problem_response(problem);
    if (problem.status == 400)
        return html(search_problem_page(as_typed(http), problem), problem.status);
    return html(problem_page(problem), problem.status);
}

void log_fault(const Route& route, std::string_view what) {
    sitrep::log_fault(fmt::format("{} {}", route.method, route.path), what);
}

} // namespace

std::span<const Route> routes() {
    return table;
}

namespace {

// Whether a part of a path, as sent, is that of a pattern.
bool matches_part(std::string_view pattern, std::string_view part) {
    return part == pattern || (part.find('%') != part.npos && decode_path(part) == pattern);
}

std::string_view next_part(std::string_view& path) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(end);
    return part;
}

} // namespace

std::optional<std::vector<std::pair<std::string_view, std::string>>>
match_path(std::string_view pattern, std::string_view path) {
    std::vector<std::pair<std::string_view, std::string>> values;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view expected = next_part(pattern);
        const std::string_view part = next_part(path);
        if (expected.starts_with("/{")) {
            if (part.size() < 2) return std::nullopt;
            values.emplace_back(expected.substr(2, expected.size() - 3),
                                decode_path(part.substr(1)));
        } else if (!matches_part(expected, part)) {
            return std::nullopt;
        }
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return values;
}

RouteMatch find_route(std::string_view method, std::string_view path) {
    RouteMatch found;
    for (const Route& route : table) {
        auto values = match_path(route.path, path);
        if (!values) continue;
        if (route.method == method) return {&route, *std::move(values), {}};
        found.allow += fmt::format("{}{}", found.allow.empty() ? "" : ", ", route.method);
        if (route.method == "GET") found.allow += ", HEAD";
    }
    return found;
}

const std::string& HttpRequest::path_value(std::string_view name) const {
    const auto found = std::find_if(path_values.begin(), path_values.end(),
                                    [&](const auto& value) { return value.first == name; });
    if (found == path_values.end())
        throw Error(ErrorKind::internal, fmt::format("the route has no {{{}}}", name));
    return found->second;
}

HttpResponse answer(const Route& route, Site& site, const HttpRequest& http) {
    try {
        // Those that take some read them strictly themselves.
        if (route.parameters.empty() && route.path.starts_with("/api/"))
            const Parameters none(http.query, {});
        return route.handler(site, http);
    } catch (...) {
        return answer_failure(route, http, std::current_exception());
    }
}

HttpResponse answer_failure(const Route& route, const HttpRequest& http,
                            const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const ProblemError& error) {
        HttpResponse response = failure(route, http, error.problem);
        response.headers.insert(response.headers.end(), error.headers.begin(), error.headers.end());
        return response;
    } catch (const Error& error) {
        if (is_ours(error)) log_fault(route, error.message);
        HttpResponse response = failure(route, http, problem_of(error));
        if (error.kind == ErrorKind::busy) response.headers.emplace_back("Retry-After", "5");
        return response;
    } catch (const std::exception& error) {
        log_fault(route, error.what());
        return failure(route, http, problem_of(Error(ErrorKind::internal, "")));
    }
}

HttpResponse answer_problem(std::string_view path, const Problem& problem) {
    const bool is_page = std::none_of(table.begin(), table.end(), [&](const Route& route) {
        return !route.is_page && match_path(route.path, path);
    });
    if (!is_page || path.starts_with("/api/")) return problem_response(problem);
    return html(problem_page(problem), problem.status);
}

} // namespace sitrep
