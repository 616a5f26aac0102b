#include "indexer/feed_json.h"

#include <nlohmann/json.hpp>

namespace sitrep::feed {
namespace {

using nlohmann::json;

// Numbers, which some feeds have as ids, as they are written; else empty.
std::string text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    return found->is_number() ? found->dump() : std::string();
}

void add_author(const json& author, Entry& entry) {
    if (author.is_object())
        if (std::string name = text_of(author, "name"); !name.empty())
            entry.authors.push_back(std::move(name));
}

Entry read_item(const json& item) {
    Entry entry;
    if (!item.is_object()) return entry;
    const auto text_for = [&](Text kind) -> std::string& {
        return entry.texts[static_cast<std::size_t>(kind)];
    };
    entry.id = text_of(item, "id");
    entry.link = text_of(item, "url");
    if (entry.link.empty()) entry.link = text_of(item, "external_url");
    entry.title = text_of(item, "title");
    text_for(Text::encoded) = text_of(item, "content_html");
    text_for(Text::content) = text_of(item, "content_text");
    entry.plain_text = true;
    text_for(Text::summary) = text_of(item, "summary");
    entry.published = text_of(item, "date_published");
    entry.updated = text_of(item, "date_modified");
    entry.lang = text_of(item, "language");
    if (const auto authors = item.find("authors"); authors != item.end() && authors->is_array())
        for (const json& author : *authors) add_author(author, entry);
    else if (const auto author = item.find("author"); author != item.end())
        add_author(*author, entry);
    if (const auto tags = item.find("tags"); tags != item.end() && tags->is_array())
        for (const json& tag : *tags)
            if (tag.is_string()) entry.sections.push_back(tag.get<std::string>());
    return entry;
}

} // namespace

Problem read_json_feed(std::string_view text, Feed& feed, std::vector<Entry>& entries) {
    const json root = json::parse(text, nullptr, false);
    if (root.is_discarded()) return "it is no valid JSON";
    if (!root.is_object()) return "it is no JSON Feed: it is no object";
    feed.title = text_of(root, "title");
    feed.link = text_of(root, "home_page_url");
    feed.lang = text_of(root, "language");
    const auto items = root.find("items");
    if (items == root.end() || !items->is_array()) return "it is no JSON Feed: it has no items";
    for (const json& item : *items) entries.push_back(read_item(item));
    return {};
}

bool looks_like_json_feed(std::string_view head) {
    head = trim(head.substr(0, 4096));
    return head.starts_with('{') && head.find("https://jsonfeed.org/version/") != head.npos;
}

} // namespace sitrep::feed
