#include "indexer/html_dom.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <unordered_map>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

namespace sitrep::html {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Tag::count)> tag_names{
    "",        "",        "a",        "abbr",       "address",  "amp-img",    "article", "aside",
    "audio",   "b",       "base",     "blockquote", "body",     "br",         "button",  "canvas",
    "caption", "center",  "cite",     "code",       "dd",       "del",        "details", "dialog",
    "div",     "dl",      "dt",       "em",         "fieldset", "figcaption", "figure",  "font",
    "footer",  "form",    "frameset", "h1",         "h2",       "h3",         "h4",      "h5",
    "h6",      "head",    "header",   "hgroup",     "hr",       "html",       "i",       "iframe",
    "img",     "input",   "ins",      "kbd",        "label",    "li",         "link",    "main",
    "mark",    "menu",    "meta",     "nav",        "noscript", "object",     "ol",      "option",
    "p",       "picture", "pre",      "q",          "s",        "script",     "section", "select",
    "small",   "source",  "span",     "strong",     "style",    "sub",        "summary", "sup",
    "svg",     "table",   "tbody",    "td",         "template", "textarea",   "tfoot",   "th",
    "thead",   "time",    "title",    "tr",         "u",        "ul",         "var",     "video"};

constexpr std::array<std::string_view, static_cast<std::size_t>(Attr::count)> attribute_names{
    "alt",      "aria-hidden", "charset", "class",      "content", "data-testid",
    "datetime", "hidden",      "href",    "http-equiv", "id",      "itemprop",
    "itemtype", "lang",        "name",    "property",   "pubdate", "rel",
    "role",     "style",       "title",   "type"};

template <class Enum, std::size_t size>
std::unordered_map<std::string_view, Enum>
index_of(const std::array<std::string_view, size>& names) {
    std::unordered_map<std::string_view, Enum> index;
    for (std::size_t i = 0; i < size; ++i)
        if (!names[i].empty()) index.emplace(names[i], static_cast<Enum>(i));
    return index;
}

Tag tag_named(std::string_view name) {
    static const auto index = index_of<Tag>(tag_names);
    const auto found = index.find(name);
    return found == index.end() ? Tag::other : found->second;
}

// Attr::count: not kept.
Attr attribute_named(std::string_view name) {
    static const auto index = index_of<Attr>(attribute_names);
    const auto found = index.find(name);
    return found == index.end() ? Attr::count : found->second;
}

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

constexpr std::uint64_t search_budget = 200'000'000; // some tenths of a second

bool contains_json_ld(std::string_view type) {
    return type.find("ld+json") != std::string_view::npos;
}

} // namespace

// Takes the parser's events and appends nodes.
struct Builder {
    Document& page;
    xmlParserCtxtPtr parser;
    const std::uint64_t max_searched;
    std::vector<NodeId> open{0}; // without the flattened ones
    std::size_t flattened = 0;   // open elements below max_depth
    std::string pending{};       // text since the last tag
    std::uint64_t searched = 0;  // stack entries that the parser may have looked at

    std::string_view keep(std::string_view text) {
        if (text.empty()) return {};
        auto* copy = static_cast<char*>(page.arena_.allocate(text.size(), 1));
        std::memcpy(copy, text.data(), text.size());
        return {copy, text.size()};
    }

    void flush() {
        if (pending.empty()) return;
        const NodeId id = static_cast<NodeId>(page.nodes_.size());
        const NodeId above = open.back();
        const Tag tag = page.nodes_[above].tag;
        if (tag == Tag::script)
            page.nodes_[above].text = keep(pending);
        else if (tag != Tag::style)
            page.nodes_.push_back({Tag::text, above, id + 1, attributes_end(), keep(pending)});
        pending.clear();
    }

    std::uint32_t attributes_end() const {
        return static_cast<std::uint32_t>(page.attributes_.size());
    }

    void start(std::string_view name, const xmlChar** attributes) {
        flush();
        const NodeId id = static_cast<NodeId>(page.nodes_.size());
        page.nodes_.push_back({tag_named(name), open.back(), id + 1, attributes_end(), {}});
        for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2)
            if (const Attr kept = attribute_named(view(attributes[0])); kept != Attr::count)
                page.attributes_.push_back({kept, keep(view(attributes[1]))});
        if (open.size() < Document::max_depth)
            open.push_back(id);
        else
            ++flattened;
    }

    void end() {
        flush();
        if (flattened > 0) {
            --flattened;
        } else if (open.size() > 1) {
            page.nodes_[open.back()].end = static_cast<NodeId>(page.nodes_.size());
            open.pop_back();
        }
    }

    void characters(std::string_view text) {
        const NodeId above = open.back();
        if (page.nodes_[above].tag == Tag::script &&
            !contains_json_ld(page.attribute(above, Attr::type)))
            return;
        pending.append(text);
    }

    // libxml2 looks through its stack for what a stray end tag closes.
    void spend() {
        searched += open.size() + flattened;
        if (searched > max_searched) xmlStopParser(parser);
    }

    void finish() {
        flattened = 0;
        while (open.size() > 1) end();
        flush();
        page.nodes_[0].end = static_cast<NodeId>(page.nodes_.size());
    }
};

namespace {

Builder& builder(void* context) {
    return *static_cast<Builder*>(context);
}

void on_start(void* context, const xmlChar* name, const xmlChar** attributes) {
    builder(context).start(view(name), attributes);
}
void on_end(void* context, const xmlChar*) {
    builder(context).end();
}
void on_text(void* context, const xmlChar* text, int size) {
    builder(context).characters(
        {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
}
void on_error(void* context, xmlErrorPtr) {
    builder(context).spend();
}

constexpr std::size_t max_attributes = 4096; // of an element

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// From the < of a tag to its >, or to where it has too many attributes.
std::size_t tag_end(std::string_view page, std::size_t at, bool& excess) {
    std::size_t words = 0;
    char before = ' ';
    for (++at; at < page.size() && page[at] != '>'; ++at) {
        const char c = page[at];
        if ((c == '"' || c == '\'') && before == '=') {
            at = std::min(page.find(c, at + 1), page.size() - 1);
        } else if (c == ' ' || c == '\n' || c == '\t' || c == '/') {
            excess = ++words > max_attributes;
            if (excess) break;
            continue;
        }
        before = c;
    }
    return at;
}

// Blanks what an element has beyond max_attributes: libxml2 compares each with all before it. Only
// a page that needs it is copied.
std::string_view without_excess_attributes(std::string_view page, std::string& copy) {
    for (std::size_t at = page.find('<'); at < page.size(); at = page.find('<', at)) {
        if (++at >= page.size() || !is_letter(page[at])) continue;
        bool excess = false;
        at = tag_end(page, at - 1, excess);
        if (!excess) continue;
        const std::size_t end = std::min(page.find('>', at), page.size());
        if (copy.empty()) copy = page;
        std::fill(copy.begin() + static_cast<std::ptrdiff_t>(at),
                  copy.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        at = end;
    }
    return copy.empty() ? page : std::string_view(copy);
}

struct FreeParser {
    void operator()(htmlParserCtxtPtr parser) const { htmlFreeParserCtxt(parser); }
};

htmlSAXHandler handler() {
    htmlSAXHandler events{};
    events.startElement = on_start;
    events.endElement = on_end;
    events.characters = on_text;
    events.ignorableWhitespace = on_text;
    events.cdataBlock = on_text;
    events.serror = on_error;
    events.initialized = XML_SAX2_MAGIC;
    return events;
}

} // namespace

Document::Document(std::string_view page) : arena_(page.size() / 2 + 1024) {
    nodes_.reserve(page.size() / 40 + 16);
    nodes_.push_back({Tag::other, no_node, 1, 0, {}});
    std::string copy;
    page = without_excess_attributes(page, copy);
    const auto size = std::min<std::size_t>(page.size(), std::numeric_limits<int>::max());
    const std::unique_ptr<htmlParserCtxt, FreeParser> parser(
        htmlCreateMemoryParserCtxt(page.data(), static_cast<int>(size)));
    if (!parser) return; // an empty page
    htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
    Builder built{*this, parser.get(), search_budget + 16 * std::uint64_t{page.size()}};
    *parser->sax = handler();
    parser->userData = &built;
    htmlParseDocument(parser.get());
    built.finish();
}

std::span<const Attribute> Document::attributes(NodeId id) const {
    const std::size_t begin = nodes_[id].attributes;
    const std::size_t end = id + 1 < nodes_.size() ? nodes_[id + 1].attributes : attributes_.size();
    return std::span(attributes_).subspan(begin, end - begin);
}

std::string_view Document::attribute(NodeId id, Attr name) const {
    for (const Attribute& attribute : attributes(id))
        if (attribute.name == name) return attribute.value;
    return {};
}

std::string Document::text_of(NodeId id) const {
    std::string text;
    for (NodeId at = id; at < nodes_[id].end;) {
        const Node& node = nodes_[at];
        if (node.tag == Tag::text) append_collapsed(text, node.text);
        if (node.tag == Tag::br || node.tag == Tag::p || node.tag == Tag::div)
            append_collapsed(text, " ");
        const bool hidden = node.tag == Tag::script || node.tag == Tag::style ||
                            node.tag == Tag::svg || node.tag == Tag::noscript;
        at = hidden ? node.end : at + 1;
    }
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

} // namespace sitrep::html
