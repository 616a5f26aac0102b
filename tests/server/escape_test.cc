// Whatever articles and queries hold, a page is made of our own tags and nothing else.

#include "tests/server/server_fixture.h"

#include "server/url.h"

#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// What an attacker would put together.
constexpr std::string_view pieces[] = {"<script>",
                                       "</script>",
                                       "<img src=x onerror=y>",
                                       "</title>",
                                       "</textarea>",
                                       "<!--",
                                       "-->",
                                       "]]>",
                                       "<svg/onload=z>",
                                       "\"",
                                       "'",
                                       "`",
                                       ">",
                                       "<",
                                       "&",
                                       "&lt;",
                                       "&#60;",
                                       "&quot;",
                                       " onclick=x ",
                                       "=",
                                       "javascript:alert(1)",
                                       "{{q}}",
                                       "{{{title_html}}}",
                                       "{{> head}}",
                                       "\x01",
                                       "\x1b[31m",
                                       "\x7f",
                                       "\xff\xfe",
                                       "\xed\xa0\x80",
                                       "\xc0\xbc",
                                       "\xc3",
                                       "\xe2\x80\xae",
                                       "\xe2\x80\xa8",
                                       "\xef\xbf\xbe",
                                       "\xef\xbb\xbf",
                                       "\n",
                                       "\t",
                                       "testreader",
                                       "Kyiv",
                                       "drone attack",
                                       "12 killed",
                                       "on Tuesday",
                                       "غزة",
                                       "Київ",
                                       "$1",
                                       "%00",
                                       "\\"};

std::string hostile_text(std::mt19937& random, int most) {
    std::string text;
    const int count = 1 + static_cast<int>(random() % static_cast<unsigned>(most));
    for (int i = 0; i < count; ++i) text += pieces[random() % std::size(pieces)];
    return text;
}

// The first thing on a page that is neither text nor a tag of ours; empty: all is well.
std::string first_fault(std::string_view page) {
    static const std::set<std::string, std::less<>> tags{
        "html",   "head",    "meta",       "title", "script",  "link",  "body",     "a",
        "header", "svg",     "circle",     "path",  "form",    "label", "div",      "input",
        "button", "span",    "nav",        "main",  "section", "h1",    "h2",       "h3",
        "p",      "code",    "mark",       "ul",    "li",      "ol",    "strong",   "b",
        "bdi",    "figure",  "figcaption", "rect",  "use",     "text",  "article",  "time",
        "aside",  "details", "summary",    "dl",    "dt",      "dd",    "fieldset", "legend",
        "table",  "thead",   "tbody",      "tr",    "th",      "td",    "br",       "kbd"};
    const auto name_end = [&](std::size_t at) {
        while (at < page.size() &&
               (std::isalnum(static_cast<unsigned char>(page[at])) != 0 || page[at] == '-'))
            ++at;
        return at;
    };
    for (std::size_t at = 0; at < page.size();) {
        const auto fault = [&] { return std::string(page.substr(at, 60)); };
        const auto c = static_cast<unsigned char>(page[at]);
        if (c == '>' || c == 0x7F || (c < ' ' && c != '\n' && c != '\t' && c != '\r'))
            return fault();
        if (c != '<') {
            ++at;
            continue;
        }
        if (page.substr(at).starts_with("<!doctype html>")) {
            at += 15;
            continue;
        }
        const std::size_t name = at + (page.substr(at).starts_with("</") ? 2 : 1);
        std::size_t next = name_end(name);
        if (!tags.contains(page.substr(name, next - name))) return fault();
        while (next < page.size() && page[next] != '>') { // attributes
            if (page[next] == ' ' || page[next] == '/') {
                ++next;
                continue;
            }
            const std::size_t end = name_end(next);
            const std::string_view attribute = page.substr(next, end - next);
            if (attribute.empty() || attribute.starts_with("on") || attribute == "style")
                return fault();
            next = end;
            if (!page.substr(next).starts_with("=\"")) continue;
            const std::size_t close = page.find('"', next + 2);
            const std::string_view value = page.substr(next + 2, close - next - 2);
            if (close == page.npos || value.find_first_of("<>") != value.npos) return fault();
            const bool leads = attribute == "href" || attribute == "src" || attribute == "action";
            if (leads && !value.starts_with('/') && !value.starts_with('#') &&
                !value.starts_with("http://") && !value.starts_with("https://"))
                return fault();
            next = close + 1;
        }
        at = next + 1;
    }
    return {};
}

Article hostile_article(std::mt19937& random, int number) {
    const auto some = [&](int most) { return hostile_text(random, most); };
    Article article = make_article("h" + std::to_string(number) + some(3), some(6),
                                   "testreader " + some(30), "2025-07-04", some(3));
    article.url = some(2);
    article.authors = {some(3)};
    article.sections = {some(3)};
    article.lang = random() % 2 == 0 ? "en" : "ar";
    article.given_regions = {some(2)};
    article.given_actors = {some(2)};
    return article;
}

} // namespace

TEST_CASE("the check of pages finds what should not be there") {
    CHECK(first_fault("<p class=\"x\">a &lt;b&gt;</p>").empty());
    CHECK_FALSE(first_fault("<p onclick=\"x\">").empty());
    CHECK_FALSE(first_fault("<iframe>").empty());
    CHECK_FALSE(first_fault("a > b").empty());
    CHECK_FALSE(first_fault("<a href=\"javascript:x\">").empty());
    CHECK_FALSE(first_fault("<a title=\"a<b\">").empty());
    CHECK_FALSE(first_fault("a\x01").empty());
}

TEST_CASE("pages are made of our own tags, whatever articles and addresses hold") {
    std::mt19937 random(20250704);
    std::vector<Article> articles;
    std::vector<std::string> ids;
    for (int i = 0; i < 40; ++i) {
        articles.push_back(hostile_article(random, i));
        ids.push_back(articles.back().id);
    }
    const TestServer server(std::move(articles));
    const auto page_at = [&](const std::string& address) {
        CAPTURE(address);
        const auto answer = server.get(address);
        CHECK(answer.status < 500);
        if (answer.type.starts_with("text/html")) CHECK(first_fault(answer.body) == "");
    };
    for (const char* view : {"list", "map", "timeline"})
        page_at("/search?q=testreader&limit=100&collapse=none&view=" + std::string(view));
    for (const std::string& id : ids) page_at("/article?q=testreader&id=" + encode_component(id));
    for (int i = 0; i < 120; ++i) {
        const std::string text = encode_component(hostile_text(random, 4));
        const std::string more = encode_component(hostile_text(random, 2));
        constexpr std::string_view addresses[] = {"/search?q=",
                                                  "/search?q=testreader&source=",
                                                  "/search?exclude.author=",
                                                  "/search?q=testreader&view=",
                                                  "/search?region=",
                                                  "/search?from=",
                                                  "/advanced?all=",
                                                  "/advanced?region=",
                                                  "/advanced?killed=",
                                                  "/article?id=",
                                                  "/subscriptions?",
                                                  "/"};
        page_at(std::string(addresses[static_cast<std::size_t>(i) % std::size(addresses)]) + text +
                (i % 2 == 0 ? "" : "&q=" + more));
    }
}
