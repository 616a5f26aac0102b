#include "indexer/opml.h"

#include "indexer/reader_member.h"
#include "schema/error.h"

#include <memory>
#include <unordered_set>

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

namespace sitrep {
namespace {

struct FreeDoc {
    void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};

// Case of names differs between programs: xmlUrl, xmlurl.
std::string attribute(const xmlNode* node, std::string_view name) {
    for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
        if (lower_ascii(reinterpret_cast<const char*>(a->name)) != name) continue;
        xmlChar* value = xmlNodeListGetString(node->doc, a->children, 1);
        std::string text = value != nullptr ? reinterpret_cast<const char*>(value) : "";
        xmlFree(value);
        return std::string(trim(text));
    }
    return {};
}

const xmlNode* next_in_order(const xmlNode* node, const xmlNode* root) {
    if (node->children != nullptr && node->type == XML_ELEMENT_NODE) return node->children;
    while (node != root && node->next == nullptr) node = node->parent;
    return node == root ? nullptr : node->next;
}

} // namespace

bool looks_like_opml(std::string_view head) {
    return lower_ascii(head.substr(0, 4096)).find("<opml") != std::string::npos;
}

std::vector<OpmlFeed> read_opml(const std::string& content, const std::string& name) {
    constexpr std::size_t most_bytes = 16U << 20;
    if (!looks_like_opml(content) || content.size() > most_bytes)
        throw Error(ErrorKind::input, fmt::format("{} is no list of feeds (OPML)", name));
    if (content.find("<!ENTITY") != std::string::npos)
        throw Error(ErrorKind::input, fmt::format("{} declares entities, which is refused", name));
    const std::unique_ptr<xmlDoc, FreeDoc> doc(
        xmlReadMemory(content.data(), static_cast<int>(content.size()), nullptr, nullptr,
                      XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
                          XML_PARSE_NOWARNING | XML_PARSE_NOCDATA));
    const xmlNode* root = doc ? xmlDocGetRootElement(doc.get()) : nullptr;
    if (root == nullptr)
        throw Error(ErrorKind::input, fmt::format("{} is no list of feeds (OPML)", name));
    std::vector<OpmlFeed> feeds;
    std::unordered_set<std::string> known;
    for (const xmlNode* node = root; node != nullptr; node = next_in_order(node, root)) {
        if (node->type != XML_ELEMENT_NODE ||
            lower_ascii(reinterpret_cast<const char*>(node->name)) != "outline")
            continue;
        OpmlFeed feed{attribute(node, "xmlurl"), attribute(node, "title")};
        if (feed.title.empty()) feed.title = attribute(node, "text");
        if (!feed.url.empty() && known.insert(feed.url).second) feeds.push_back(std::move(feed));
    }
    return feeds;
}

} // namespace sitrep
