#include "indexer/feed_entry.h"

#include "indexer/html_date.h"
#include "indexer/html_page.h"

#include <memory>

#include <fmt/format.h>
#include <libxml/uri.h>

namespace sitrep::feed {
namespace {

bool is_address(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

struct FreeString {
    void operator()(xmlChar* text) const { xmlFree(text); }
};

// An address that may be relative; empty where it cannot be made one.
std::string resolve(std::string_view written, const std::string& base) {
    const std::string link(trim(written));
    if (link.empty() || is_address(link)) return link;
    if (!is_address(base)) return {};
    const std::unique_ptr<xmlChar, FreeString> whole(
        xmlBuildURI(reinterpret_cast<const xmlChar*>(link.c_str()),
                    reinterpret_cast<const xmlChar*>(base.c_str())));
    const std::string result = whole ? reinterpret_cast<const char*>(whole.get()) : "";
    return is_address(result) ? result : std::string();
}

// Addresses, "tag:", "urn:" ids and UUIDs name one thing in the world; "12345" does not.
bool is_global(std::string_view id) {
    const auto colon = id.find(':');
    if (colon != std::string_view::npos && colon > 1 && colon < 12) return true;
    return id.size() == 36 && id[8] == '-' && id[13] == '-';
}

std::string id_of(const Entry& entry, const std::string& url, const std::string& feed_link) {
    const std::string id(trim(entry.id));
    if (id.empty() || is_global(id)) return id;
    if (!url.empty()) return url;
    return feed_link.empty() ? std::string() : fmt::format("{}#{}", feed_link, id);
}

// "desk@example.org (Ada Okoro)" -> "Ada Okoro"; an address alone is no name.
std::string author_name(std::string_view written) {
    const std::string line = html::html_to_line(written);
    const auto open = line.find('(');
    if (line.find('@') == line.npos) return line;
    if (open == line.npos || !line.ends_with(')')) return {};
    return line.substr(open + 1, line.size() - open - 2);
}

std::string text_of(const Entry& entry) {
    for (std::size_t i = 0; i < entry.texts.size(); ++i) {
        if (trim(entry.texts[i]).empty()) continue;
        const bool plain = entry.plain_text && i == static_cast<std::size_t>(Text::content);
        std::string text = plain ? entry.texts[i] : html::html_to_text(entry.texts[i]);
        if (!trim(text).empty()) return text;
    }
    return {};
}

} // namespace

void to_article(const Entry& entry, const Feed& feed, Article& article) {
    std::string url = resolve(entry.link, feed.link);
    if (url.empty() && entry.id_is_link && is_address(trim(entry.id))) url = trim(entry.id);
    assign(article, Member::url, url);
    assign(article, Member::id, id_of(entry, url, feed.link));
    assign(article, Member::title, html::html_to_line(entry.title));
    assign(article, Member::text, text_of(entry));
    article.date = html::read_web_date(entry.published);
    article.updated = html::read_web_date(entry.updated);
    if (!article.date) article.date = article.updated;
    for (const std::string& source : {entry.source, feed.title, html::host_of(url)})
        if (article.source.empty()) assign(article, Member::source, html::html_to_line(source));
    assign(article, Member::lang, entry.lang.empty() ? feed.lang : entry.lang);
    for (const std::string& author : entry.authors)
        assign(article, Member::author, author_name(author));
    for (const std::string& section : entry.sections)
        assign(article, Member::section, html::html_to_line(section));
}

} // namespace sitrep::feed
