#include "indexer/html_page.h"

#include "indexer/html_body.h"
#include "indexer/html_charset.h"
#include "indexer/html_date.h"
#include "indexer/html_title.h"

#include <algorithm>

#include <fmt/format.h>
#include <xxhash.h>

namespace sitrep::html {
namespace {

std::size_t count_spaces(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

// Pages that are drawn by scripts carry their text in JSON-LD only.
std::string better_text(std::string shown, const Metadata& metadata) {
    std::string said = html_to_text(metadata.article_body);
    if (said.size() > 2 * shown.size() && count_spaces(said) > 20) return said;
    return shown.empty() ? metadata.description : shown;
}

// A canonical address that is only the site's front page is no id: every page may carry it.
bool names_a_page(std::string_view url) {
    const auto host = url.find("//");
    const auto path = host == url.npos ? url.npos : url.find('/', host + 2);
    return path != url.npos && path + 1 < url.size();
}

// Pages without an address may share their title, which is then the site's, and lack a date.
std::string id_of_content(const Article& article) {
    const std::string content = article.title + '\n' + article.text;
    return fmt::format("h{:016x}", XXH3_64bits(content.data(), content.size()));
}

void fill(const Layout& layout, const Metadata& metadata, const PageContext& context,
          Article& article) {
    const std::string& url = names_a_page(metadata.canonical) ? metadata.canonical : context.url;
    assign(article, Member::url, url);
    const std::string title = find_title(layout, metadata);
    assign(article, Member::title, title);
    const std::string shown = read_blocks(layout, find_article(layout), title);
    assign(article, Member::text, better_text(shown, metadata));
    article.date = find_published(layout, metadata, url);
    article.updated = read_web_date(metadata.modified);
    assign(article, Member::source, metadata.site.empty() ? host_of(url) : metadata.site);
    assign(article, Member::lang, metadata.lang);
    for (const std::string& author : metadata.authors) assign(article, Member::author, author);
    for (const std::string& section : metadata.sections) assign(article, Member::section, section);
}

} // namespace

Problem read_page(std::string_view bytes, const PageContext& context, Article& article) {
    const std::string text = to_utf8(bytes, context.content_type);
    const Document page(text);
    if (page.empty()) return "it has no text";
    const Layout layout(page);
    fill(layout, read_metadata(page), context, article);
    if (article.text.empty() && article.title.empty()) return "the page has neither text nor title";
    if (article.url.empty()) article.id = id_of_content(article);
    return {};
}

std::string html_to_text(std::string_view fragment) {
    if (fragment.find('<') == fragment.npos && fragment.find('&') == fragment.npos)
        return std::string(fragment);
    const Document page(fragment);
    return read_fragment(Layout(page));
}

std::string html_to_line(std::string_view fragment) {
    std::string line;
    if (fragment.find('<') == fragment.npos)
        append_collapsed(line, decode_references(fragment));
    else if (const Document page(fragment); !page.empty())
        line = page.text_of(0);
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

bool looks_like_page(std::string_view head) {
    constexpr std::size_t searched = 2048;
    std::string start(trim(head.substr(0, searched)));
    for (char& c : start)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!start.starts_with('<')) return false;
    for (const std::string_view opening :
         {"<!doctype html", "<html", "<head", "<body", "<meta ", "<title"})
        if (start.find(opening) != start.npos) return true;
    return start.starts_with("<div") || start.starts_with("<p>") || start.starts_with("<article");
}

std::string host_of(std::string_view url) {
    if (!url.starts_with("http://") && !url.starts_with("https://")) return {};
    url.remove_prefix(url.find("//") + 2);
    url = url.substr(0, url.find_first_of("/?#"));
    if (const auto at = url.rfind('@'); at != url.npos) url.remove_prefix(at + 1);
    url = url.substr(0, url.find(':'));
    if (url.starts_with("www.")) url.remove_prefix(4);
    return std::string(url);
}

} // namespace sitrep::html
