#include "indexer/feed_names.h"

#include <algorithm>
#include <array>

namespace sitrep::feed {
namespace {

struct SpaceRow {
    std::string_view prefix;
    std::string_view address; // part of it
    Space space;
};
constexpr std::array spaces{
    SpaceRow{"atom", "w3.org/2005/Atom", Space::atom},
    SpaceRow{"atom10", "purl.org/atom/", Space::atom},
    SpaceRow{"content", "purl.org/rss/1.0/modules/content", Space::content},
    SpaceRow{"dc", "purl.org/dc/elements/", Space::dublin_core},
    SpaceRow{"dcterms", "purl.org/dc/terms/", Space::dublin_core},
    SpaceRow{"media", "search.yahoo.com/mrss", Space::media},
    SpaceRow{"itunes", "itunes.com/dtds", Space::itunes},
    SpaceRow{"feedburner", "rssnamespace.org/feedburner", Space::feedburner},
    SpaceRow{"rss", "purl.org/rss/1.0/", Space::rss},
    SpaceRow{"rss", "purl.org/net/rss", Space::rss},
    SpaceRow{"rss", "my.netscape.com/rdf", Space::rss},
    SpaceRow{"rss", "backend.userland.com", Space::rss},
};

struct ItemRow {
    Space space;
    std::string_view name;
    Item item;
};
constexpr std::array items{
    ItemRow{Space::rss, "item", Item::entry},
    ItemRow{Space::rss, "guid", Item::id},
    ItemRow{Space::rss, "link", Item::link},
    ItemRow{Space::rss, "title", Item::title},
    ItemRow{Space::rss, "description", Item::description},
    ItemRow{Space::rss, "content", Item::content},
    ItemRow{Space::rss, "body", Item::content},
    ItemRow{Space::rss, "pubDate", Item::published},
    ItemRow{Space::rss, "pubdate", Item::published},
    ItemRow{Space::rss, "author", Item::author},
    ItemRow{Space::rss, "category", Item::section},
    ItemRow{Space::rss, "source", Item::source},
    ItemRow{Space::rss, "language", Item::lang},
    ItemRow{Space::atom, "entry", Item::entry},
    ItemRow{Space::atom, "id", Item::id},
    ItemRow{Space::atom, "link", Item::link},
    ItemRow{Space::atom, "title", Item::title},
    ItemRow{Space::atom, "content", Item::content},
    ItemRow{Space::atom, "summary", Item::summary},
    ItemRow{Space::atom, "published", Item::published},
    ItemRow{Space::atom, "issued", Item::published},
    ItemRow{Space::atom, "created", Item::published},
    ItemRow{Space::atom, "updated", Item::updated},
    ItemRow{Space::atom, "modified", Item::updated},
    ItemRow{Space::atom, "author", Item::author},
    ItemRow{Space::atom, "name", Item::name},
    ItemRow{Space::atom, "category", Item::section},
    ItemRow{Space::content, "encoded", Item::encoded},
    ItemRow{Space::dublin_core, "title", Item::title},
    ItemRow{Space::dublin_core, "identifier", Item::id},
    ItemRow{Space::dublin_core, "creator", Item::author},
    ItemRow{Space::dublin_core, "date", Item::published},
    ItemRow{Space::dublin_core, "issued", Item::published},
    ItemRow{Space::dublin_core, "created", Item::published},
    ItemRow{Space::dublin_core, "modified", Item::updated},
    ItemRow{Space::dublin_core, "subject", Item::section},
    ItemRow{Space::dublin_core, "language", Item::lang},
    ItemRow{Space::dublin_core, "description", Item::summary},
    ItemRow{Space::media, "description", Item::media},
    ItemRow{Space::itunes, "author", Item::author},
    ItemRow{Space::itunes, "summary", Item::media},
    ItemRow{Space::feedburner, "origLink", Item::original_link},
};

void set_once(std::string& to, std::string_view text) {
    if (to.empty()) to = trim(text);
}

void add(std::vector<std::string>& list, std::string_view text) {
    if (!trim(text).empty() && list.size() < 100) list.emplace_back(trim(text));
}

bool leads_to_the_article(const Attributes& attributes) {
    return attributes.rel.empty() || attributes.rel == "alternate";
}

void keep_content(const Attributes& attributes, std::string_view text, Entry& entry) {
    std::string& content = entry.texts[static_cast<std::size_t>(Text::content)];
    if (!content.empty()) return;
    content = trim(text);
    entry.plain_text = attributes.type == "text" || attributes.type == "text/plain";
}

} // namespace

void Attributes::take(std::string_view name, std::string_view prefix, std::string value) {
    if (name == "href")
        href = std::move(value);
    else if (name == "rel")
        rel = std::move(value);
    else if (name == "type")
        type = std::move(value);
    else if (name == "label" || (name == "term" && term.empty()))
        term = std::move(value);
    else if (name == "about" && prefix == "rdf")
        about = std::move(value);
    else if (name == "src")
        src = std::move(value);
    else if (name == "isPermaLink")
        permalink = value != "false";
}

Space space_of(std::string_view prefix, std::string_view address) {
    for (const SpaceRow& row : spaces)
        if (address.find(row.address) != address.npos) return row.space;
    if (prefix.empty()) return Space::rss;
    if (!address.empty()) return Space::other;
    for (const SpaceRow& row : spaces)
        if (prefix == row.prefix) return row.space;
    return Space::other;
}

bool is_feed_root(std::string_view name) {
    return name == "rss" || name == "feed" || name == "RDF" || name == "channel" ||
           name == "entry" || name == "RSS";
}

Item item_of(std::string_view name, Space space) {
    for (const ItemRow& row : items)
        if (row.space == space && row.name == name) return row.item;
    // A feed without its namespace.
    if (space == Space::rss)
        for (const ItemRow& row : items)
            if (row.space == Space::atom && row.name == name) return row.item;
    return Item::none;
}

void keep_in_entry(Item item, const Attributes& attributes, std::string_view text, Entry& entry) {
    const auto text_for = [&](Text kind) -> std::string& {
        return entry.texts[static_cast<std::size_t>(kind)];
    };
    switch (item) {
    case Item::id:
        if (entry.id.empty() || !trim(text).empty()) entry.id = trim(text);
        entry.id_is_link = attributes.permalink;
        break;
    case Item::link:
        if (leads_to_the_article(attributes))
            set_once(entry.link, attributes.href.empty() ? text : attributes.href);
        break;
    case Item::original_link: entry.link = trim(text); break;
    case Item::title: set_once(entry.title, text); break;
    case Item::encoded: set_once(text_for(Text::encoded), text); break;
    case Item::content: keep_content(attributes, text, entry); break;
    case Item::description: set_once(text_for(Text::description), text); break;
    case Item::summary: set_once(text_for(Text::summary), text); break;
    case Item::media: set_once(text_for(Text::media), text); break;
    case Item::published: set_once(entry.published, text); break;
    case Item::updated: set_once(entry.updated, text); break;
    case Item::author:
    case Item::name: add(entry.authors, text); break;
    case Item::section:
        add(entry.sections, attributes.term.empty() ? text : attributes.term);
        break;
    case Item::source: set_once(entry.source, text); break;
    case Item::lang: set_once(entry.lang, text); break;
    case Item::entry:
    case Item::none: break;
    }
}

void keep_in_feed(Item item, const Attributes& attributes, std::string_view text, Feed& feed) {
    if (item == Item::title) set_once(feed.title, text);
    if (item == Item::lang) set_once(feed.lang, text);
    if (item == Item::link && leads_to_the_article(attributes))
        set_once(feed.link, attributes.href.empty() ? text : attributes.href);
}

} // namespace sitrep::feed
