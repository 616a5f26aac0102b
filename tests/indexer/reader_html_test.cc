#include "tests/indexer/reader_fixture.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;
using Catch::Matchers::Contains;

namespace {

// Enough of a story to be told from furniture.
const std::string first = "The convoy left the harbour before dawn, said a dock worker who saw it.";
const std::string second =
    "Two trucks turned north at the mill, and the third drove on to the border post.";

std::string page(const std::string& head, const std::string& body) {
    return "<!DOCTYPE html><html lang=en-GB><head><meta charset=utf-8>" + head + "</head><body>" +
           body + "</body></html>";
}

std::string story(const std::string& more = "") {
    return "<h1>Convoy leaves harbour</h1><p>" + first + "</p>" + more + "<p>" + second + "</p>";
}

std::string ld(const std::string& json) {
    return "<script type=\"application/ld+json\">" + json + "</script>";
}

Article only_article(const std::string& content, const std::string& name = "a.html") {
    const Records records = read_content(name, content);
    for (const Reject& reject : records.rejects) UNSCOPED_INFO(reject.reason);
    REQUIRE(records.articles.size() == 1);
    return records.articles[0];
}

} // namespace

TEST_CASE("a page's text is its article's paragraphs, a line each") {
    struct Row {
        const char* what;
        std::string body;
        std::string text;
    };
    const std::string both = first + "\n" + second;
    const Row rows[] = {
        {"paragraphs", story(), both},
        {"in an article among menus",
         "<nav><a href=/>Home</a> Sections of the paper and more of them</nav><article>" + story() +
             "</article><footer>All rights reserved by the paper and by its owners.</footer>",
         both},
        {"an aside and a caption",
         "<article>" +
             story("<aside><p>Sign up here, and never miss what happens next.</p></aside>"
                   "<figure><img src=x><figcaption>A harbour, seen from the hill in spring."
                   "</figcaption></figure>") +
             "</article>",
         both},
        {"boilerplate by its class",
         "<article>" +
             story("<div class=\"newsletter-signup\"><p>Get the morning letter, every day, for "
                   "free.</p></div><div class=relatedArticles><p>Harbour closed for repairs, says "
                   "the port.</p></div><p class=photo-caption>The harbour, early.</p>") +
             "</article>",
         both},
        {"a class that says what the page has, not what it is",
         "<div class=\"has-sidebar no-comments\"><div class=article-body>" + story() +
             "</div></div>",
         both},
        {"a furniture name around the whole text",
         "<div class=widget-wrap><div class=overlay>" + story() + "</div></div>", both},
        {"a line of links",
         "<article>" + story("<p><a href=/1>Harbour closed</a> <a href=/2>Mill sold</a></p>") +
             "</article>",
         both},
        {"a link inside a sentence",
         "<article>" + story("<p>The post was <a href=/b>attacked</a> in May.</p>") + "</article>",
         first + "\nThe post was attacked in May.\n" + second},
        {"headings, lists, quotes",
         "<article>" +
             story("<h2>What was on them</h2><ul><li>Forty crates of tinned fish</li><li>Nine "
                   "barrels</li></ul><blockquote>We saw no flag.</blockquote>") +
             "</article>",
         first +
             "\nWhat was on them\nForty crates of tinned fish\nNine barrels\nWe saw no flag.\n" +
             second},
        {"a table",
         "<article>" +
             story("<table><tr><td>Day</td><td>Trucks</td></tr><tr><td>Monday</td><td>3</td></tr>"
                   "</table>") +
             "</article>",
         first + "\nDay Trucks\nMonday 3\n" + second},
        {"text in divs and line breaks",
         "<div><div>" + first + "</div><div>" + second + "<br><br>It was cold.</div></div>",
         first + "\n" + second + "\nIt was cold."},
        {"scripts and styles",
         "<article>" + story("<script>var a = '<p>not this</p>';</script><style>p {}</style>") +
             "</article>",
         both},
        {"white space and soft hyphens",
         "<article><p>" + first + "</p><p>The  car\xC2\xADriers\n were&nbsp;late.</p></article>",
         first + "\nThe carriers were late."},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(only_article(page("", row.body)).text == row.text);
    }
}

TEST_CASE("a page's members come from what it says of itself") {
    const std::string head =
        "<title>Convoy leaves harbour | The Mill</title>"
        "<link rel=canonical href=\"https://www.example.org/2024/05/convoy\">"
        "<meta property=\"og:site_name\" content=\"The Mill\">"
        "<meta property=\"og:title\" content=\"Convoy leaves harbour\">" +
        ld(R"({"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"The Mill"},
            {"@type":["NewsArticle"],"headline":"Convoy leaves harbour",
             "datePublished":"2024-05-03T23:30:00-04:00","dateModified":"2024-05-06T01:00:00Z",
             "author":[{"@type":"Person","name":"Ada Okoro"},{"name":"Jan Vlk"}],
             "articleSection":"World"}]})");
    const Article article = only_article(page(head, story()));
    CHECK(article.title == "Convoy leaves harbour");
    CHECK(article.url == "https://www.example.org/2024/05/convoy");
    CHECK(article.id == article.url);
    CHECK(article.date.to_string() == "2024-05-03T23:30:00-04:00");
    CHECK(article.updated.to_string() == "2024-05-06T01:00:00Z");
    CHECK(article.source == "The Mill");
    CHECK(joined(article.authors) == "Ada Okoro; Jan Vlk");
    CHECK(joined(article.sections) == "World");
    CHECK(article.lang == "en");
}

TEST_CASE("JSON-LD is read as pages write it") {
    const char* rows[] = {
        R"({"@type":"NewsArticle","datePublished":"2024-05-03"})",
        R"({"@type":"NewsArticle","datePublished":"2024-05-03",})",
        R"([{"@type":"Organization"},{"@type":"ReportageNewsArticle","datePublished":"2024-05-03"}])",
        R"({"@type":"WebPage","mainEntity":{"@type":"NewsArticle","datePublished":"2024-05-03"}})",
        "{\"@type\":\"NewsArticle\",\"description\":\"a\nb\tc\",\"datePublished\":\"2024-05-03\"}",
        R"({"@type":"NewsArticle","headline":"He said "no" again","datePublished":"2024-05-03"})",
        R"({"@type":"NewsArticle" "datePublished":"2024-05-03"})",
        R"(//<![CDATA[
            {"@type":"NewsArticle","datePublished":"2024-05-03"}
            //]]>)",
        R"(<!-- {"@type":"NewsArticle","datePublished":"2024-05-03"} -->)",
        R"({&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2024-05-03&quot;})",
        R"({"@type":"NewsArticle","datePublished":"2024-05-03","author":{"name":"cut o)",
    };
    for (const char* row : rows) {
        CAPTURE(row);
        CHECK(only_article(page(ld(row), story())).date.to_string() == "2024-05-03");
    }
}

TEST_CASE("the date is the day on which the page says it was published") {
    struct Row {
        const char* what;
        std::string head;
        std::string body;
        const char* date;
    };
    const Row rows[] = {
        {"a meta tag", "<meta property=article:published_time content=2024-05-03T08:00:00+02:00>",
         "", "2024-05-03T08:00:00+02:00"},
        {"never when it was modified", "<meta property=article:modified_time content=2024-06-03>",
         "", ""},
        {"microdata", "", "<span itemprop=datePublished content=2024-05-03></span>", "2024-05-03"},
        {"a time element", "", "<time datetime=2024-05-03>yesterday</time>", "2024-05-03"},
        {"a time element that says published", "",
         "<time datetime=2024-05-06>x</time><time class=published datetime=2024-05-03>y</time>",
         "2024-05-03"},
        {"the address", "<link rel=canonical href=https://example.org/2024/05/03/convoy>", "",
         "2024-05-03"},
        {"a line beside the headline", "", "<div class=article-date>Published May 3, 2024</div>",
         "2024-05-03"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(only_article(page(row.head, row.body + story())).date.to_string() == row.date);
    }
}

TEST_CASE("the title is what most of the page agrees on") {
    struct Row {
        const char* what;
        std::string head;
        const char* h1;
        const char* title;
    };
    const Row rows[] = {
        {"the headline without the publication",
         "<title>Convoy leaves - The Mill</title><meta property=og:site_name content='The Mill'>",
         "", "Convoy leaves"},
        {"an h1 that is the site's name",
         "<title>Convoy leaves harbour</title><meta property=og:title content='Convoy leaves "
         "harbour'>",
         "The Mill", "Convoy leaves harbour"},
        {"references that were escaped twice",
         "<meta property=og:title content='Mill &amp;amp; harbour'>", "", "Mill & harbour"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const std::string h1 = *row.h1 == '\0' ? "" : "<h1>" + std::string(row.h1) + "</h1>";
        CHECK(only_article(page(row.head, h1 + "<p>" + first + "</p>")).title == row.title);
    }
}

TEST_CASE("a page's encoding is found") {
    const std::string body = "<h1>x</h1><p>";
    struct Row {
        const char* what;
        std::string content;
        std::string text;
    };
    const std::string cyrillic = "\xCA\xEE\xEB\xEE\xED\xED\xE0"; // Windows-1251
    const Row rows[] = {
        {"declared in a meta tag",
         "<html><head><meta charset=windows-1251></head><body><h1>x</h1><p>" + cyrillic, "Колонна"},
        {"declared the old way",
         "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'>"
         "</head><body><h1>x</h1><p>" +
             cyrillic,
         "Колонна"},
        {"labelled wrongly, but UTF-8",
         "<html><head><meta charset=iso-8859-1></head><body><h1>x</h1><p>Колонна", "Колонна"},
        {"not declared", "<html><body><h1>x</h1><p>caf\xE9 au lait", "café au lait"},
        {"an encoding that does not exist",
         "<html><head><meta charset=utf-7></head><body><h1>x</h1><p>caf\xE9 au lait",
         "café au lait"},
        {"with NUL", bytes("<html><body><h1>x</h1><p>a\0b"), "a b"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(only_article(row.content).text == row.text);
    }
}

TEST_CASE("pages are recognised by their content too") {
    for (const char* name : {"a.html", "a.HTM", "a.html.gz", "a.xhtml", "a", "a.php", "a.aspx"}) {
        CAPTURE(name);
        CHECK(only_article(page("", story()), name).text == first + "\n" + second);
    }
}

TEST_CASE("a page without text is rejected with its reason") {
    for (const char* content : {"<html></html>", "<!-- -->", "\x01\x02", "<script>x</script>"}) {
        CAPTURE(content);
        const Records records = read_content("a.html", content);
        CHECK(records.articles.empty());
        REQUIRE(records.rejects.size() == 1);
        CHECK_FALSE(records.rejects[0].reason.empty());
    }
}

TEST_CASE("pages without an address are told apart by their text") {
    const std::string title = "<title>The Mill</title>";
    const Article one = only_article(page(title, "<p>" + first + "</p>"));
    const Article other = only_article(page(title, "<p>" + second + "</p>"));
    CHECK(one.id != other.id);
    const std::string front = "<link rel=canonical href=https://example.org/>";
    CHECK(only_article(page(front, story())).url.empty());
}

TEST_CASE("labels around a text are no part of it, nor sections that hold only links") {
    struct Row {
        const char* what;
        std::string body;
        std::string text;
    };
    const std::string both = first + "\n" + second;
    const Row rows[] = {
        {"a byline, a time, a kicker",
         "<article><div>Analysis</div><div>By Ada Okoro</div><time>3 May 2024, 8:00</time>" +
             story() + "<p>Agencies/The Mill</p></article>",
         both},
        {"a heading over links",
         "<article>" + story() +
             "<h3>More on this</h3><ul><li><a href=/1>Harbour closed for repairs</a></li></ul>"
             "</article>",
         both},
        {"a list of short lines is a text",
         "<article><p>" + first +
             "</p><p>7 May, Varna<br>8 May, Burgas<br>9 May, Constanta<br>10 May, Odesa</p>"
             "</article>",
         first + "\n7 May, Varna\n8 May, Burgas\n9 May, Constanta\n10 May, Odesa"},
        {"the text in microdata, beside others",
         "<div><p>" + second + " " + second + "</p></div><div itemprop=articleBody>" + first +
             "</div>",
         first},
        {"a text that stands in several elements of a furniture name",
         "<article><div class=story-widget><p>" + first + "</p></div><div class=ad></div>" +
             "<div class=story-widget><p>" + second + "</p></div></article>",
         both},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(only_article(page("", row.body)).text == row.text);
    }
}

TEST_CASE("a page that a script draws has its text from JSON-LD") {
    const Article article =
        only_article(page(ld(R"({"@type":"NewsArticle","headline":"Convoy","articleBody":")" +
                             first + " " + second + " " + first + "\"}"),
                          "<div id=app></div>"));
    CHECK(article.text == first + " " + second + " " + first);
}

TEST_CASE("hostile pages cost a bounded time and stack") {
    const auto times = [](const std::string& text, std::size_t count) {
        std::string all;
        for (std::size_t i = 0; i < count; ++i) all += text;
        return all;
    };
    std::string attributes = "<div ";
    std::string dates;
    for (int i = 0; i < 20000; ++i) {
        attributes += "a" + std::to_string(i) + "=b ";
        dates += "<meta name=date content=x" + std::to_string(i) + ">";
    }
    const std::string ld_begin = "<script type=\"application/ld+json\">";
    const std::string rows[] = {
        times("<div>", 100'000) + first,
        "<p>" + first + times("<div>", 50'000) + times("</b>", 50'000),
        times("<table><tr><td>", 20'000) + first,
        "<p>" + first + "<div class=\"" + times("a ", 200'000) + "\">",
        attributes + ">" + first,
        dates + "<p>" + first,
        "<p>" + first + times("<", 200'000),
        "<p>" + first + times("&#x", 100'000),
        "<p>" + first + ld_begin + times("[", 100'000) + "</script>",
        "<p>" + first + ld_begin + "{\"a\":" + times("\" ", 100'000) + "</script>",
    };
    for (const std::string& content : rows) {
        CAPTURE(content.substr(0, 40));
        CHECK_THAT(only_article(content).text, Contains(first.substr(0, 40)));
    }
}

TEST_CASE("mutated pages are read or rejected") {
    const std::string whole =
        page("<title>Convoy | The Mill</title><meta property=og:title content=\"Convoy\">" +
                 ld(R"({"@type":"NewsArticle","headline":"Convoy","datePublished":"2024-05-03"})"),
             "<article>" + story("<ul><li>One</li></ul><table><tr><td>1</td></tr></table>") +
                 "</article>");
    const std::string pieces[] = {"<", "</div>", "\"", "&", "<!--", "<script>", "\xFF", "<table>"};
    std::uint32_t state = 1;
    const auto random = [&state](std::size_t below) {
        state = state * 1664525U + 1013904223U;
        return static_cast<std::size_t>(state >> 8) % below;
    };
    const TemporaryDirectory directory;
    std::vector<std::string> files;
    for (int run = 0; run < 300; ++run) {
        std::string content = whole;
        for (std::size_t i = 0; i < 1 + random(8); ++i) {
            const std::size_t at = random(content.size());
            switch (random(3)) {
            case 0: content[at] = static_cast<char>(random(256)); break;
            case 1: content.erase(at, random(40)); break;
            default: content.insert(at, pieces[random(std::size(pieces))]);
            }
        }
        files.push_back(directory.write(std::to_string(run) + ".html", content));
    }
    const Records records = read_all(files);
    CHECK(records.articles.size() + records.rejects.size() == files.size());
    for (const Article& article : records.articles) {
        CHECK_FALSE(article.id.empty());
        std::string text = article.title + article.text;
        CHECK(text.find('\0') == std::string::npos);
    }
}
