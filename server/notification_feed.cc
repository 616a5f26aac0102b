// Notifications as feeds: Atom (RFC 4287) and JSON Feed 1.1.

#include "searcher/render.h"
#include "searcher/render_json_writer.h"
#include "server/notification_parts.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

// The same for all that is told of one story, whatever the server's address.
std::string entry_id(const Item& item) {
    return fmt::format("urn:sitrep:{}:{}", item.subscription, item.subject);
}

// What an entry says, as HTML.
std::string content_html(const NotifiedHit& hit) {
    std::string html;
    if (const std::string news = news_line(hit); !news.empty())
        html += fmt::format("<p><b>{}</b></p>", escape_html(news));
    html += fmt::format("<p>{}</p>", hit.snippet_html);
    if (const std::string why = why_line(hit); !why.empty())
        html += fmt::format("<p><small>{}</small></p>", escape_html(why));
    if (hit.reports > 1) html += fmt::format("<p><small>{} reports</small></p>", hit.reports);
    return html;
}

std::string about(const Subscription& subscription) {
    return "What matches " + subscription.query;
}

} // namespace

std::string atom_feed(const Subscription& subscription, const std::vector<Item>& items,
                      const SiteLinks& links, const std::string& self) {
    std::string xml = fmt::format(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
        "<id>urn:sitrep:{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{}</"
        "updated>\n"
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n"
        "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        escape_html(subscription.id), escape_html(subscription.name),
        escape_html(about(subscription)),
        iso_time(items.empty() ? subscription.created : items.front().created), escape_html(self),
        escape_html(links.subscription(subscription.id)));
    for (const Item& item : items) {
        const NotifiedHit hit = read_hit(item);
        xml += fmt::format(
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n"
            "<author><name>{}</name></author>\n<link rel=\"alternate\" href=\"{}\"/>\n"
            "<content type=\"html\">{}</content>\n</entry>\n",
            escape_html(entry_id(item)), escape_html(hit.title), iso_time(item.created),
            escape_html(hit.source.empty() ? "unknown" : hit.source),
            escape_html(links.article(hit.id, subscription.query)), escape_html(content_html(hit)));
    }
    return xml + "</feed>\n";
}

std::string json_feed(const Subscription& subscription, const std::vector<Item>& items,
                      const SiteLinks& links, const std::string& self) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.member("version", "https://jsonfeed.org/version/1.1");
        json.member("title", subscription.name);
        json.member("description", about(subscription));
        json.member("home_page_url", links.subscription(subscription.id));
        json.member("feed_url", self);
        json.key("items").array([&] {
            for (const Item& item : items) {
                const NotifiedHit hit = read_hit(item);
                json.object([&] {
                    json.member("id", entry_id(item));
                    json.member("url", links.article(hit.id, subscription.query));
                    if (!hit.url.empty()) json.member("external_url", hit.url);
                    json.member("title", hit.title);
                    json.member("content_html", content_html(hit));
                    json.member("date_modified", iso_time(item.created));
                    json.key("_sitrep").object([&] {
                        json.member("article", hit.id);
                        json.member("reports", hit.reports);
                        json.key("hit").raw(item.hit);
                    });
                });
            }
        });
    });
    return out;
}

} // namespace sitrep
