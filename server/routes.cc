#include "server/routes.h"

#include "searcher/render.h"
#include "server/page.h"
#include "server/params.h"
#include "server/problem.h"
#include "server/template.h"

#include <algorithm>
#include <array>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

HttpResponse html(std::string body, int status = 200) {
    return {status, std::string(type_html), std::move(body)};
}

// ---- search

HttpResponse search(Site& site, const HttpRequest& http, const SearchParameters& defaults) {
    const SearchParameters parameters = parse_search(parse_query_string(http.query), defaults);
    const auto searcher = site.searchers.borrow();
    const SearchResult result = searcher->search(parameters.request);
    if (parameters.format == Format::json)
        return {200, std::string(type_json), render_json(result, {})};
    return html(search_page(parameters.request, result, searcher->gazetteer()));
}

HttpResponse search_api(Site& site, const HttpRequest& http) {
    return search(site, http, api_defaults());
}

HttpResponse search_for_people(Site& site, const HttpRequest& http) {
    return search(site, http, page_defaults());
}

// ---- one article

HttpResponse article(Site& site, const HttpRequest& http) {
    std::string id;
    std::string query;
    for (const Parameter& parameter : parse_query_string(http.query)) {
        if (parameter.name == "id")
            id = parameter.value;
        else if (parameter.name == "q")
            query = parameter.value;
        else
            throw ParameterError(parameter.name, "unknown parameter", "allowed are id and q");
    }
    if (id.empty()) throw ParameterError("id", "no article is named", "give its id");
    const auto searcher = site.searchers.borrow();
    const auto found = searcher->article(id);
    if (!found)
        return html(problem_page(plain_problem(404, "There is no article with this id.",
                                               "It may have been taken out of the index.")),
                    404);
    return html(article_page(*found, searcher->gazetteer(), query));
}

// ---- the rest

HttpResponse health(Site& site, const HttpRequest&) {
    const auto searcher = site.searchers.borrow();
    const nlohmann::ordered_json state{
        {"status", "ok"}, {"revision", searcher->revision()}, {"documents", searcher->documents()}};
    return {200, std::string(type_json), state.dump()};
}

HttpResponse reference(Site&, const HttpRequest&) {
    constexpr std::array<std::string_view, 5> scopes{"open", "search", "index", "subscribe",
                                                     "admin"};
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Route& route : routes())
        list.push_back({{"method", route.method},
                        {"path", route.path},
                        {"scope", scopes[static_cast<std::size_t>(route.scope)]},
                        {"help", route.help}});
    return {200, std::string(type_json), nlohmann::ordered_json{{"routes", list}}.dump()};
}

HttpResponse asset(std::string_view name, std::string_view type) {
    // Pages ask for it by its version.
    return {200,
            std::string(type),
            std::string(web_asset(name)),
            {{"Cache-Control", "public, max-age=86400"}}};
}

HttpResponse style(Site&, const HttpRequest&) {
    return asset("style.css", "text/css; charset=utf-8");
}

HttpResponse icon(Site&, const HttpRequest&) {
    return asset("favicon.svg", "image/svg+xml");
}

// clang-format off
constexpr std::array<Route, 8> table{{
    {"GET", "/",              Scope::search, true,  search_for_people, "the search page"},
    {"GET", "/search",        Scope::search, true,  search_for_people, "the search page: q, region, actor, ..., from, to, sort, limit, offset"},
    {"GET", "/article",       Scope::search, true,  article,           "one article in full: id, q (marked)"},
    {"GET", "/api/v1/search", Scope::search, false, search_api,        "search: the same parameters, and facets, facet_size.FIELD, format=json|html"},
    {"GET", "/api/v1",        Scope::open,   false, reference,         "this table"},
    {"GET", "/healthz",       Scope::open,   false, health,            "whether the index can be read"},
    {"GET", "/style.css",     Scope::open,   false, style,             "the style of the pages"},
    {"GET", "/favicon.svg",   Scope::open,   false, icon,              "the icon of the pages"},
}};
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
    std::cerr << fmt::format("sitrep-server: {} {}: {}\n", route.method, route.path, what);
}

} // namespace

std::span<const Route> routes() {
    return table;
}

bool matches_path(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        if (pattern.front() == '{') {
            const std::size_t part = std::min(path.find('/'), path.size());
            if (part == 0) return false;
            pattern.remove_prefix(pattern.find('}') + 1);
            path.remove_prefix(part);
        } else {
            if (pattern.front() != path.front()) return false;
            pattern.remove_prefix(1);
            path.remove_prefix(1);
        }
    }
    return pattern.empty() && path.empty();
}

HttpResponse answer(const Route& route, Site& site, const HttpRequest& http) {
    try {
        return route.handler(site, http);
    } catch (const Error& error) {
        if (is_ours(error)) log_fault(route, error.message);
        return failure(route, http, problem_of(error));
    } catch (const std::exception& error) {
        log_fault(route, error.what());
        return failure(route, http, problem_of(Error(ErrorKind::internal, "")));
    }
}

HttpResponse answer_problem(std::string_view path, const Problem& problem) {
    const bool is_page = std::none_of(table.begin(), table.end(), [&](const Route& route) {
        return !route.is_page && matches_path(route.path, path);
    });
    if (!is_page || path.starts_with("/api/")) return problem_response(problem);
    return html(problem_page(problem), problem.status);
}

} // namespace sitrep
