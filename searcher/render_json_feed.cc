#include "searcher/render_feed.h"

#include "searcher/render.h"
#include "searcher/render_citation.h"
#include "searcher/render_feed_parts.h"
#include "searcher/render_json_writer.h"
#include "searcher/versions.h"

namespace sitrep {
namespace {

void member_if_any(JsonWriter& json, std::string_view name, const std::string& text) {
    if (!text.empty()) json.member(name, text);
}

void write_item(JsonWriter& json, const Hit& hit, const FeedFrame& frame) {
    const Article& article = hit.article;
    json.member("id", feed_id(article.id));
    member_if_any(json, "url", feed_link(hit, frame));
    json.member("title", hit.title);
    json.member("content_html", snippet_html(hit.snippet));
    member_if_any(json, "date_published", feed_time(article.date));
    json.member("date_modified", updated_time(article));
    json.key("authors").array([&] {
        for (const std::string& author : article.authors)
            json.object([&] { json.member("name", author); });
        if (article.authors.empty() && !article.source.empty())
            json.object([&] { json.member("name", article.source); });
    });
    member_if_any(json, "language", article.lang);
    json.key("tags").array([&] {
        for (const auto* entities : {&hit.regions, &hit.actors})
            for (const EntityRef& entity : *entities) json.value(entity->name);
        for (const Label& event : article.events) json.value(event.id);
    });
    json.key("_sitrep").object([&] {
        json.member("id", article.id);
        json.member_or_null("source", article.source);
        json.member("version", article.version);
    });
}

} // namespace

std::string render_json_feed(const SearchResult& result, const FeedFrame& frame) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.member("version", "https://jsonfeed.org/version/1.1");
        json.member("title", feed_title(result));
        member_if_any(json, "home_page_url", frame.page);
        member_if_any(json, "feed_url", frame.self);
        member_if_any(json, "next_url", frame.next);
        json.key("_opensearch").object([&] {
            json.member("total_results", result.total);
            json.member("start_index", frame.offset + 1);
            json.member("items_per_page", frame.limit);
            json.member("search_terms", result.query.text);
        });
        json.key("_sitrep").object([&] {
            json.member("query", result.query.parsed);
            json.member("articles", result.articles);
            json.member("counts", counted_things(result.collapse));
            json.member("revision", result.revision);
            json.member("committed", format_moment(result.committed));
            if (result.as_of) json.member("as_of", format_moment(*result.as_of));
        });
        json.key("items").array([&] {
            for (const Hit& hit : result.hits) json.object([&] { write_item(json, hit, frame); });
        });
    });
    return out;
}

} // namespace sitrep
