#include "searcher/render_feed.h"

#include "searcher/render.h"
#include "searcher/render_citation.h"
#include "searcher/render_feed_parts.h"
#include "searcher/versions.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

void write_element(std::string& out, std::string_view name, std::string_view text) {
    if (!text.empty()) out += fmt::format("<{0}>{1}</{0}>\n", name, escape_html(text));
}

void write_link(std::string& out, std::string_view relation, std::string_view type,
                std::string_view address) {
    if (!address.empty())
        out += fmt::format("<link rel=\"{}\" type=\"{}\" href=\"{}\"/>\n", relation, type,
                           escape_html(address));
}

void write_categories(std::string& out, std::string_view scheme,
                      const std::vector<EntityRef>& entities) {
    for (const EntityRef& entity : entities)
        out += fmt::format("<category scheme=\"{}\" term=\"{}\" label=\"{}\"/>\n", scheme,
                           escape_html(entity->id), escape_html(entity->name));
}

void write_entry(std::string& out, const Hit& hit, const FeedFrame& frame) {
    const Article& article = hit.article;
    out += "<entry>\n";
    write_element(out, "id", feed_id(article.id));
    out += fmt::format("<title>{}</title>\n", escape_html(hit.title));
    write_link(out, "alternate", "text/html", feed_link(hit, frame));
    write_element(out, "published", feed_time(article.date));
    write_element(out, "updated", updated_time(article));
    // An entry must have an author; a source is one.
    for (const std::string& author : article.authors)
        out += fmt::format("<author><name>{}</name></author>\n", escape_html(author));
    if (article.authors.empty())
        out += fmt::format("<author><name>{}</name></author>\n",
                           escape_html(article.source.empty() ? "unknown" : article.source));
    if (!article.source.empty())
        out += fmt::format("<source><title>{}</title></source>\n", escape_html(article.source));
    write_categories(out, "urn:x-sitrep:region", hit.regions);
    write_categories(out, "urn:x-sitrep:actor", hit.actors);
    for (const Label& event : article.events)
        out += fmt::format("<category scheme=\"urn:x-sitrep:event\" term=\"{}\"/>\n",
                           escape_html(event.id));
    // HTML as text: escaped once more.
    out += fmt::format("<summary type=\"html\">{}</summary>\n</entry>\n",
                       escape_html(snippet_html(hit.snippet)));
}

} // namespace

std::string render_atom(const SearchResult& result, const FeedFrame& frame) {
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                      "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                      "xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" "
                      "xmlns:sitrep=\"urn:x-sitrep:feed\">\n";
    write_element(out, "id", feed_id_of_search(result, frame));
    write_element(out, "title", feed_title(result));
    write_element(out, "updated", updated_time(result));
    out += "<generator version=\"" SITREP_VERSION "\">Sitrep</generator>\n";
    write_link(out, "self", "application/atom+xml", frame.self);
    write_link(out, "alternate", "text/html", frame.page);
    write_link(out, "next", "application/atom+xml", frame.next);
    write_link(out, "previous", "application/atom+xml", frame.previous);
    out += fmt::format("<opensearch:totalResults>{}</opensearch:totalResults>\n"
                       "<opensearch:startIndex>{}</opensearch:startIndex>\n"
                       "<opensearch:itemsPerPage>{}</opensearch:itemsPerPage>\n"
                       "<opensearch:Query role=\"request\" searchTerms=\"{}\"/>\n",
                       result.total, frame.offset + 1, frame.limit, escape_html(result.query.text));
    out += fmt::format(
        "<sitrep:result query=\"{}\" articles=\"{}\" counts=\"{}\" revision=\"{}\" "
        "committed=\"{}\"{}/>\n",
        escape_html(result.query.parsed), result.articles, counted_things(result.collapse),
        result.revision, format_moment(result.committed),
        result.as_of ? fmt::format(" as_of=\"{}\"", format_moment(*result.as_of)) : "");
    for (const Hit& hit : result.hits) write_entry(out, hit, frame);
    return out + "</feed>\n";
}

} // namespace sitrep
