// An article beside others, and beside a search.

#include "server/handlers.h"

#include "searcher/render.h"
#include "searcher/render_json_writer.h"
#include "searcher/why.h"
#include "server/freshness.h"
#include "server/owner.h"
#include "server/params.h"
#include "server/problem.h"

namespace sitrep {
namespace {

ProblemError no_article() {
    return ProblemError(plain_problem(404, "there is no article with this id",
                                      "it may have been taken out of the index; an id stands in "
                                      "the address percent-encoded"));
}

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& values) {
    json.key(name).array([&] {
        for (const std::string& value : values) json.value(value);
    });
}

std::string_view kind_of(const WhyClause& clause) {
    switch (clause.kind) {
    case NodeKind::conj: return "and";
    case NodeKind::disj: return "or";
    case NodeKind::neg: return "not";
    case NodeKind::all: return "all";
    case NodeKind::word:
    case NodeKind::phrase:
    case NodeKind::near:
    case NodeKind::prefix: return "text";
    default: return "filter";
    }
}

void write_clause(JsonWriter& json, const WhyClause& clause) {
    json.object([&] {
        json.member("kind", kind_of(clause));
        json.member("text", clause.text);
        json.member("begin", clause.span.begin);
        json.member("end", clause.span.end);
        json.member("met", clause.met);
        if (clause.ignored) json.member("ignored", true);
        write_list(json, "shown", clause.shown);
        write_list(json, "has", clause.has);
        json.key("clauses").array([&] {
            for (const WhyClause& inner : clause.clauses) write_clause(json, inner);
        });
    });
}

} // namespace

HttpResponse similar_api(Site& site, const HttpRequest& http) {
    constexpr std::size_t most = 100;
    const Parameters parameters(http.query, similar_parameters);
    const std::size_t limit = parameters.number("limit", 0, most, 10);
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision());
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const auto hits = searcher->similar(http.path_value("id"), limit);
    if (!hits) throw no_article();
    std::string body;
    JsonWriter json(body);
    json.object([&] {
        json.member("id", http.path_value("id"));
        json.key("index").object([&] { json.member("revision", searcher->revision()); });
        json.key("hits").array([&] {
            for (const Hit& hit : *hits)
                json.object([&] {
                    write_hit(json, hit);
                    write_list(json, "shared", hit.matched);
                });
        });
    });
    return {200, std::string(type_json), std::move(body), {{"ETag", etag}}};
}

HttpResponse why_api(Site& site, const HttpRequest& http) {
    SearchParameters parameters = parse_search(parse_query_string(http.query), api_defaults());
    const SavedUse saved = saved_use(site, http, parameters.request.query);
    parameters.request.saved = saved.searches;
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision(), saved.revision);
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const auto why = searcher->why(http.path_value("id"), parameters.request);
    if (!why) throw no_article();
    std::string body;
    JsonWriter json(body);
    json.object([&] {
        json.member("id", why->id);
        json.member("title", why->title);
        json.key("query").object([&] {
            json.member("text", why->query.text);
            json.member("parsed", why->query.parsed);
        });
        json.member("found", why->found);
        json.key("clauses").array([&] {
            for (const WhyClause& clause : why->clauses) write_clause(json, clause);
        });
        // A list shows one of the copies of a report: this one may be found and not shown.
        json.key("copies").object([&] {
            json.member("id", why->copies.id);
            json.member("count", why->copies.count);
        });
        json.key("index").object([&] { json.member("revision", why->revision); });
    });
    return {200, std::string(type_json), std::move(body), {{"ETag", etag}}};
}

} // namespace sitrep
