#include "indexer/html_json_ld.h"

#include "indexer/html_json.h"

#include <algorithm>

namespace sitrep::html {
namespace {

std::string one_line(std::string_view text) {
    std::string line;
    append_collapsed(line, decode_references(text));
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

// "NewsArticle", "ReportageNewsArticle", "LiveBlogPosting", with or without "schema:".
bool is_article_type(std::string_view type) {
    return type.ends_with("Article") || type.ends_with("BlogPosting") || type == "Report" ||
           type == "SocialMediaPosting" || type == "Review" || type == "Recipe";
}

bool has_type(const Json& node, bool (*wanted)(std::string_view)) {
    const Json* type = node.find("@type");
    if (type == nullptr) return false;
    if (type->kind == Json::Kind::text) return wanted(type->text);
    return std::any_of(type->elements.begin(), type->elements.end(),
                       [&](const Json& element) { return wanted(element.text); });
}

bool is_page_type(std::string_view type) {
    return type.ends_with("WebPage") || type == "VideoObject" || type == "ItemPage";
}

// Nodes that may be the page's article: not those inside lists of other articles.
void collect(const Json& json, int depth, std::vector<const Json*>& nodes) {
    if (depth > 6 || nodes.size() > 200) return;
    for (const Json& element : json.elements) collect(element, depth + 1, nodes);
    if (json.kind != Json::Kind::object) return;
    nodes.push_back(&json);
    for (const std::string_view inner : {"@graph", "mainEntity", "mainEntityOfPage"})
        if (const Json* member = json.find(inner)) collect(*member, depth + 1, nodes);
}

std::string names_it(std::string_view title) {
    std::string key;
    for (const char c : title)
        if (static_cast<unsigned char>(c) > ' ') key += c;
    return key;
}

const Json* choose(const std::vector<const Json*>& nodes, std::string_view page_title,
                   bool (*wanted)(std::string_view)) {
    const std::string title = names_it(page_title);
    const Json* first = nullptr;
    for (const Json* node : nodes) {
        if (!has_type(*node, wanted)) continue;
        const std::string headline = names_it(one_line(node->text_of("headline")));
        if (!headline.empty() && title.find(headline) != std::string::npos) return node;
        const bool dated = node->find("datePublished") != nullptr;
        if (first == nullptr || (dated && first->find("datePublished") == nullptr)) first = node;
    }
    return first;
}

void add(std::vector<std::string>& list, std::string value) {
    if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end())
        list.push_back(std::move(value));
}

// Names of persons: not addresses, which some pages give in their place.
void add_names(const Json* json, std::vector<std::string>& names) {
    if (json == nullptr || names.size() > 20) return;
    if (json->kind == Json::Kind::list) {
        for (const Json& element : json->elements) add_names(&element, names);
        return;
    }
    std::string name =
        one_line(json->kind == Json::Kind::object ? json->text_of("name") : json->as_text());
    if (name.find("://") == std::string::npos && name.size() < 200) add(names, std::move(name));
}

void fill(const Json& node, Metadata& metadata) {
    metadata.headline = one_line(node.text_of("headline"));
    if (metadata.headline.empty()) metadata.headline = one_line(node.text_of("name"));
    metadata.article_body = std::string(node.text_of("articleBody"));
    metadata.description = one_line(node.text_of("description"));
    metadata.modified = one_line(node.text_of("dateModified"));
    add(metadata.published, one_line(node.text_of("datePublished")));
    add_names(node.find("author"), metadata.authors);
    if (metadata.authors.empty()) add_names(node.find("creator"), metadata.authors);
    add_names(node.find("articleSection"), metadata.sections);
    if (const Json* publisher = node.find("publisher"))
        metadata.site = one_line(publisher->as_text());
    if (metadata.site.find("://") != std::string::npos) metadata.site.clear();
    metadata.lang = one_line(node.text_of("inLanguage"));
    metadata.canonical = one_line(node.text_of("url"));
}

} // namespace

void read_json_ld(const Document& page, std::string_view page_title, Metadata& metadata) {
    std::vector<Json> scripts;
    for (const Node& node : page.nodes())
        if (node.tag == Tag::script && !node.text.empty())
            scripts.push_back(read_lenient_json(node.text));
    std::vector<const Json*> nodes;
    for (const Json& script : scripts) collect(script, 0, nodes);
    if (const Json* article = choose(nodes, page_title, is_article_type)) fill(*article, metadata);
    if (!metadata.published.empty()) return;
    if (const Json* other = choose(nodes, page_title, is_page_type)) {
        add(metadata.published, one_line(other->text_of("datePublished")));
        add(metadata.published, one_line(other->text_of("uploadDate")));
    }
}

} // namespace sitrep::html
