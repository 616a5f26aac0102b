// What somebody types, as far as it can be guessed.

#include "server/handlers.h"

#include "schema/field.h"
#include "searcher/render_json_writer.h"
#include "searcher/suggest.h"
#include "server/freshness.h"
#include "server/params.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

// ["hez",["actor:hezbollah"],["Hezbollah, 12 articles"]]
HttpResponse for_browsers(const Suggestions& found) {
    std::string body;
    JsonWriter json(body);
    json.array([&] {
        json.value(found.text);
        json.array([&] {
            for (const Suggestion& name : found.names)
                json.value(found.text.substr(0, name.replaces.begin) + name.text);
            for (const SuggestedTitle& title : found.titles) json.value(title.title);
        });
        json.array([&] {
            for (const Suggestion& name : found.names)
                json.value(fmt::format("{}, {} articles", name.name, name.count));
            for (const SuggestedTitle& title : found.titles)
                json.value(title.source + " " + title.published);
        });
    });
    return {200, "application/x-suggestions+json", std::move(body)};
}

} // namespace

HttpResponse suggest_api(Site& site, const HttpRequest& http) {
    constexpr std::size_t most = 50;
    const Parameters parameters(http.query, suggest_parameters);
    const std::size_t names = parameters.number("limit", 0, most, 8);
    const std::size_t titles = parameters.number("titles", 0, most, 4);
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision());
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const Suggestions found = searcher->suggest(parameters.text("q"), names, titles);
    const std::string& format = parameters.text("format");
    if (format == "opensearch") return for_browsers(found);
    if (!format.empty() && format != "json")
        throw ParameterError("format", "that is no format of suggestions",
                             "format is json or opensearch");
    std::string body;
    JsonWriter json(body);
    json.object([&] {
        json.member("text", found.text);
        json.key("names").array([&] {
            for (const Suggestion& name : found.names)
                json.object([&] {
                    json.member("field", field(name.field).name);
                    json.member("id", name.id);
                    json.member("name", name.name);
                    json.member_or_null("type", name.type);
                    json.member("count", name.count);
                    json.member("text", name.text);
                    // What the query becomes.
                    json.member("query", found.text.substr(0, name.replaces.begin) + name.text);
                });
        });
        json.key("titles").array([&] {
            for (const SuggestedTitle& title : found.titles)
                json.object([&] {
                    json.member("id", title.id);
                    json.member("title", title.title);
                    json.member_or_null("source", title.source);
                    json.member_or_null("published", title.published);
                });
        });
        json.member("took_ms", found.took_ms);
        json.key("index").object([&] { json.member("revision", found.revision); });
    });
    return {200, std::string(type_json), std::move(body), {{"ETag", etag}}};
}

} // namespace sitrep
