#include "indexer/feed_document.h"

#include "indexer/feed_json.h"
#include "indexer/feed_xml.h"
#include "indexer/html_charset.h"
#include "indexer/reader_format.h"

#include <algorithm>

namespace sitrep::feed {
namespace {

// Some feeds have it behind a line break.
void blank_declaration(std::string& text) {
    const auto begin = text.find("<?xml");
    const auto end = text.find("?>", std::min(begin, text.size()));
    if (begin == text.npos || end == text.npos || end > 1000) return;
    std::replace_if(
        text.begin() + static_cast<std::ptrdiff_t>(begin),
        text.begin() + static_cast<std::ptrdiff_t>(end + 2), [](char c) { return c != '\n'; }, ' ');
}

} // namespace

std::string xml_text(std::string_view bytes, std::string_view content_type) {
    std::string text = html::to_utf8(bytes, content_type);
    blank_declaration(text);
    return text;
}

Document read_document(std::string_view bytes, std::string_view content_type) {
    constexpr std::size_t sniffed_bytes = 64 * 1024;
    Document document;
    if (!looks_like_feed(bytes.substr(0, sniffed_bytes))) {
        document.problem = "it is no feed";
    } else if (trim(bytes.substr(0, sniffed_bytes)).starts_with('{')) {
        document.problem = read_json_feed(bytes, document.feed, document.entries);
    } else {
        XmlFeed xml;
        xml.feed(xml_text(bytes, content_type));
        xml.finish();
        for (PlacedEntry& placed : xml.entries())
            document.entries.push_back(std::move(placed.entry));
        document.feed = xml.head();
        document.problem = xml.problem();
    }
    return document;
}

} // namespace sitrep::feed
