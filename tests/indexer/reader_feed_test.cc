#include "tests/indexer/reader_fixture.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::test;
using Catch::Matchers::Contains;

namespace {

std::string rss(const std::string& items) {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Mill</title><link>https://mill.example/</link><language>en-gb</language>)" +
           items + "</channel></rss>";
}

std::string atom(const std::string& entries) {
    return R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Mill</title>
<link rel="self" href="https://mill.example/feed"/><link href="https://mill.example/"/>)" +
           entries + "</feed>";
}

Article only_article(const std::string& content, const std::string& name = "a.xml") {
    const Records records = read_content(name, content);
    for (const Reject& reject : records.rejects) UNSCOPED_INFO(reject.reason);
    REQUIRE(records.articles.size() == 1);
    return records.articles[0];
}

} // namespace

TEST_CASE("an entry of RSS is an article") {
    const Article article = only_article(rss(R"(
<item><title>Convoy leaves &amp; turns</title><link>https://mill.example/convoy</link>
<guid isPermaLink="false">tag:mill.example,2024:7</guid><dc:creator>Ada Okoro</dc:creator>
<pubDate>Fri, 03 May 2024 23:30:00 -0400</pubDate><category>World</category>
<category>Transport</category><description>Short.</description>
<content:encoded><![CDATA[<p>The convoy left.</p><p>It turned &ndash; north.</p>]]></content:encoded>
</item>)"));
    CHECK(article.id == "tag:mill.example,2024:7");
    CHECK(article.url == "https://mill.example/convoy");
    CHECK(article.title == "Convoy leaves & turns");
    CHECK(article.text == "The convoy left.\nIt turned – north.");
    CHECK(article.date.to_string() == "2024-05-03T23:30:00-04:00");
    CHECK(joined(article.authors) == "Ada Okoro");
    CHECK(joined(article.sections) == "World; Transport");
    CHECK(article.source == "The Mill");
    CHECK(article.lang == "en");
}

TEST_CASE("an entry of Atom is an article") {
    const Article article = only_article(atom(R"(
<entry><id>urn:uuid:1</id><title type="html">Convoy &amp;lt; leaves</title>
<link rel="alternate" href="/convoy"/><link rel="enclosure" href="/x.mp3"/>
<published>2024-05-03T08:00:00Z</published><updated>2024-05-04T08:00:00Z</updated>
<author><name>Ada Okoro</name><email>ada@mill.example</email></author>
<category term="world" label="World"/><summary>Short.</summary>
<source><title>Elsewhere</title><id>urn:uuid:2</id></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <b>left</b> at 4.</p><p>5 &lt; 6</p></div></content>
</entry>)"));
    CHECK(article.id == "urn:uuid:1");
    CHECK(article.url == "https://mill.example/convoy");
    CHECK(article.title == "Convoy < leaves");
    CHECK(article.text == "It left at 4.\n5 < 6");
    CHECK(article.date.to_string() == "2024-05-03T08:00:00Z");
    CHECK(article.updated.to_string() == "2024-05-04T08:00:00Z");
    CHECK(joined(article.authors) == "Ada Okoro");
    CHECK(joined(article.sections) == "World");
    CHECK(article.source == "The Mill");
}

TEST_CASE("feeds are read as they come") {
    struct Row {
        const char* what;
        std::string content;
        const char* shown; // id | url | title | text
    };
    const Row rows[] = {
        {"RSS 0.91 with a document type",
         "<!DOCTYPE rss PUBLIC \"-//X//DTD\" \"http://127.0.0.1:1/rss.dtd\"><rss version='0.91'>"
         "<channel><item><title>A</title><link>http://a.example/1</link></item></channel></rss>",
         "http://a.example/1 | http://a.example/1 | A | "},
        {"RSS 1.0: entries beside the channel",
         "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
         "xmlns='http://purl.org/rss/1.0/'><channel/><item rdf:about='http://a.example/1'>"
         "<title>A</title><link>http://a.example/1</link><description>B</description></item>"
         "</rdf:RDF>",
         "http://a.example/1 | http://a.example/1 | A | B"},
        {"a guid that is a permalink",
         rss("<item><title>A</title><guid>http://a.example/1</guid></item>"),
         "http://a.example/1 | http://a.example/1 | A | "},
        {"a guid that only the feed knows",
         rss("<item><title>A</title><guid isPermaLink='false'>77</guid></item>"),
         "https://mill.example/#77 |  | A | "},
        {"a guid that only the feed knows, and a link",
         rss("<item><title>A</title><guid>77</guid><link>http://a.example/1</link></item>"),
         "http://a.example/1 | http://a.example/1 | A | "},
        {"an ampersand alone",
         rss("<item><title>A & B</title><guid>http://a.example/1</guid></item>"),
         "http://a.example/1 | http://a.example/1 | A B | "},
        {"names of HTML",
         rss("<item><title>caf&eacute;&nbsp;A</title><guid>http://a.example/1</guid></item>"),
         "http://a.example/1 | http://a.example/1 | café A | "},
        {"a prefix that is not declared",
         "<rss><channel><item><guid>http://a.example/1</guid><title>A</title><content:encoded>"
         "&lt;p&gt;B</content:encoded></item></channel></rss>",
         "http://a.example/1 | http://a.example/1 | A | B"},
        {"space before the declaration",
         "\n\n  " + rss("<item><title>A</title><guid>http://a.example/1</guid></item>"),
         "http://a.example/1 | http://a.example/1 | A | "},
        {"control characters",
         rss("<item><title>A\x01\x02</title><guid>http://a.example/1</guid></item>"),
         "http://a.example/1 | http://a.example/1 | A | "},
        {"another encoding",
         "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><title>\xCA\xEE\xEB"
         "</title><guid>http://a.example/1</guid></item></channel></rss>",
         "http://a.example/1 | http://a.example/1 | Кол | "},
        {"media",
         rss("<item><guid>http://a.example/1</guid><media:group><media:description>B"
             "</media:description></media:group></item>"),
         "http://a.example/1 | http://a.example/1 |  | B"},
        {"Atom without its namespace",
         "<feed><entry><id>urn:x:1</id><title>A</title><content>B</content></entry></feed>",
         "urn:x:1 |  | A | B"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const Article a = only_article(row.content);
        CHECK(fmt::format("{} | {} | {} | {}", a.id, a.url, a.title, a.text) == row.shown);
    }
}

TEST_CASE("a JSON Feed is told from other JSON by its version") {
    const std::string content = R"({"version": "https://jsonfeed.org/version/1.1",
"title": "The Mill", "home_page_url": "https://mill.example/", "language": "en",
"items": [{"id": 7, "url": "https://mill.example/7", "title": "Convoy",
"content_html": "<p>It left.</p><p>Early.</p>", "date_published": "2024-05-03T08:00:00Z",
"authors": [{"name": "Ada Okoro"}], "tags": ["World"]},
{"id": "urn:x:8", "content_text": "5 < 6 & 7"}]})";
    for (const char* name : {"a.json", "a"}) {
        CAPTURE(name);
        const Records records = read_content(name, content);
        REQUIRE(records.articles.size() == 2);
        const Article& article = records.articles[0];
        CHECK(article.id == "https://mill.example/7");
        CHECK(article.text == "It left.\nEarly.");
        CHECK(article.date.to_string() == "2024-05-03T08:00:00Z");
        CHECK(joined(article.authors) == "Ada Okoro");
        CHECK(article.source == "The Mill");
        CHECK(records.articles[1].id == "urn:x:8");
        CHECK(records.articles[1].text == "5 < 6 & 7");
    }
    CHECK(read_content("a.json", R"({"id":"1","text":"no feed"})").articles.size() == 1);
}

TEST_CASE("what is no feed, or a broken one, is rejected with its reason") {
    const std::string item = "<item><title>A</title><guid>http://a.example/1</guid></item>";
    std::string bomb = "<!DOCTYPE rss [<!ENTITY a \"0123456789\">";
    for (char c = 'b'; c < 'l'; ++c) {
        bomb += fmt::format("<!ENTITY {} \"", c);
        for (int i = 0; i < 10; ++i) bomb += fmt::format("&{};", static_cast<char>(c - 1));
        bomb += "\">";
    }
    bomb += "]><rss><channel><item><title>&k;</title></item></channel></rss>";
    const std::string secret =
        "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&x;"
        "</title></item></channel></rss>";
    struct Row {
        const char* what;
        const char* name;
        std::string content;
        std::size_t articles;
        const char* reason;
    };
    const Row rows[] = {
        {"another kind of XML", "a.xml", "<html><body/></html>", 0, "no feed: its root is <html>"},
        {"no XML", "a.rss", "Not found", 0, "it is no feed"},
        {"without entries", "a.rss", rss(""), 0, "no entries"},
        {"an empty entry", "a.rss", rss("<item></item>" + item), 1, "neither text nor title"},
        {"cut off", "a.rss", rss(item + "<item><title>B").substr(0, rss("").size() + 60), 1,
         "breaks off inside the entry"},
        {"entities made of entities", "a.rss", bomb, 0, "entities"},
        {"an external entity", "a.rss", secret, 0, "external"},
        {"JSON without items", "a.json", R"({"version": "https://jsonfeed.org/version/1"})", 0,
         "no items"},
        {"JSON cut off", "a.json", R"({"version": "https://jsonfeed.org/version/1", "items": [)", 0,
         "no valid JSON"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const Records records = read_content(row.name, row.content);
        for (const Reject& reject : records.rejects) UNSCOPED_INFO(reject.reason);
        CHECK(records.articles.size() == row.articles);
        REQUIRE(records.rejects.size() == 1);
        CHECK_THAT(records.rejects[0].reason, Contains(row.reason));
    }
}
