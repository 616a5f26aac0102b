// Feeds, maps, the description for browsers, and what need not be sent again.

#include "tests/server/server_fixture.h"

#include "searcher/render_feed.h"
#include "server/url.h"

#include <set>

#include <catch2/catch.hpp>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// A document that is well-formed, and the texts of its nodes.
class Xml {
  public:
    explicit Xml(const std::string& text)
        : document_(xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr,
                                  XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) {
        REQUIRE(document_ != nullptr);
    }
    ~Xml() { xmlFreeDoc(document_); }
    Xml(const Xml&) = delete;
    Xml& operator=(const Xml&) = delete;

    std::vector<std::string> texts(const std::string& path) const {
        xmlXPathContext* context = xmlXPathNewContext(document_);
        const auto name = [](const char* text) { return reinterpret_cast<const xmlChar*>(text); };
        xmlXPathRegisterNs(context, name("a"), name("http://www.w3.org/2005/Atom"));
        xmlXPathRegisterNs(context, name("o"), name("http://a9.com/-/spec/opensearch/1.1/"));
        xmlXPathObject* found = xmlXPathEvalExpression(name(path.c_str()), context);
        std::vector<std::string> all;
        for (int i = 0; found->nodesetval != nullptr && i < found->nodesetval->nodeNr; ++i) {
            xmlChar* text = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
            all.emplace_back(reinterpret_cast<const char*>(text));
            xmlFree(text);
        }
        xmlXPathFreeObject(found);
        xmlXPathFreeContext(context);
        return all;
    }
    std::string text(const std::string& path) const {
        const auto all = texts(path);
        return all.empty() ? "" : all.front();
    }

  private:
    xmlDocPtr document_;
};

// The path of an address of the server.
std::string path_of(const std::string& address) {
    return address.substr(address.find('/', 8));
}

} // namespace

TEST_CASE("a feed says how many hits there are, and where the rest is") {
    const Xml feed(shared_server().get("/feed.atom?q=kyiv&limit=4").body);
    CHECK(feed.text("/a:feed/o:totalResults") == "15");
    CHECK(feed.text("/a:feed/o:startIndex") == "1");
    CHECK(feed.text("/a:feed/o:itemsPerPage") == "4");
    CHECK(feed.text("/a:feed/a:title") == "Sitrep: kyiv");
    CHECK(feed.texts("/a:feed/a:entry").size() == 4);
    CHECK(feed.text("/a:feed/a:entry/a:published") == "2025-07-04T00:00:00Z"); // newest first
    CHECK(feed.text("/a:feed/a:entry/a:link/@href") == "https://example.org/a?n=16&x=1");
    const std::string page = path_of(feed.text("/a:feed/a:link[@rel='alternate']/@href"));
    CHECK(page == "/search?q=kyiv&sort=newest");
    CHECK(shared_server().get(page).status == 200);
}

TEST_CASE("the parts of a feed hold every hit once") {
    for (const char* start :
         {"/feed.atom?q=&limit=10", "/api/v1/search?q=kyiv&format=atom&limit=4"}) {
        CAPTURE(start);
        std::set<std::string> seen;
        std::size_t entries = 0;
        std::string total;
        std::set<std::string> feeds;
        for (std::string at = start; !at.empty();) {
            const Xml feed(shared_server().get(at).body);
            for (const std::string& id : feed.texts("/a:feed/a:entry/a:id")) {
                seen.insert(id);
                ++entries;
            }
            feeds.insert(feed.text("/a:feed/a:id"));
            total = feed.text("/a:feed/o:totalResults");
            const std::string next = feed.text("/a:feed/a:link[@rel='next']/@href");
            at = next.empty() ? "" : path_of(next);
        }
        CHECK(std::to_string(entries) == total);
        CHECK(seen.size() == entries);
        CHECK(feeds.size() == 1);
    }
}

TEST_CASE("what articles hold does not break a feed") {
    const Xml feed(shared_server().get("/feed.atom?q=markup").body);
    REQUIRE(feed.texts("/a:feed/a:entry").size() == 1);
    CHECK(feed.text("//a:entry/a:title") == "Markup " + hostile);
    CHECK(feed.texts("//a:entry/a:author/a:name") == std::vector<std::string>{"Author " + hostile});
    // No link to a script, but to the page of the article.
    CHECK_THAT(feed.text("//a:entry/a:link/@href"), Catch::Contains("/article?id=evil+%3Cscript"));
    CHECK_THAT(feed.text("//a:entry/a:summary"), Catch::Contains("&lt;script&gt;"));
    const auto json = shared_server().get("/feed.json?q=markup").json();
    CHECK(json["version"] == "https://jsonfeed.org/version/1.1");
    CHECK(json["_opensearch"]["total_results"] == 1);
    CHECK(json["items"][0]["title"] == "Markup " + hostile);
    CHECK(json["items"][0]["id"] == feed.text("//a:entry/a:id"));
    CHECK_THAT(json["items"][0]["content_html"].get<std::string>(),
               Catch::Contains("&lt;script&gt;"));
}

TEST_CASE("an item keeps its id when its article is updated, and says when") {
    TestServer server({make_article("https://example.org/1", "One", "Drones.", "2025-07-01", "A")});
    const auto entry = [&] { return server.get("/feed.json?q=drones").json()["items"][0]; };
    const auto before = entry();
    write_index(server.index(), {make_article("https://example.org/1", "One, updated",
                                              "Drones again.", "2025-07-01", "A")});
    const auto after = entry();
    CHECK(before["id"] == "https://example.org/1");
    CHECK(after["id"] == before["id"]);
    CHECK(after["title"] == "One, updated");
    CHECK(after["_sitrep"]["version"] == 2);
    CHECK(after["date_modified"] >= before["date_modified"]);
}

TEST_CASE("ids of feeds are IRIs") {
    CHECK(feed_id("https://example.org/a?b=c") == "https://example.org/a?b=c");
    CHECK(feed_id("urn:uuid:1") == "urn:uuid:1");
    CHECK(feed_id("a b<c>") == "urn:x-sitrep:article:a%20b%3Cc%3E");
    CHECK(feed_id("https://example.org/a b") == "urn:x-sitrep:article:https://example.org/a%20b");
    CHECK(feed_id("К") == "urn:x-sitrep:article:%D0%9A");
}

TEST_CASE("a map has the hits at their places and the regions with their counts") {
    const auto answer = shared_server().get("/api/v1/search?q=kyiv&format=geojson&limit=2");
    CHECK(answer.type == "application/geo+json");
    const auto json = answer.json();
    CHECK(json["total"] == 15);
    REQUIRE(json["features"].size() == 2);
    const auto& geometry = json["features"][0]["geometry"];
    CHECK(geometry["type"] == "Point"); // Kyiv, and not Ukraine as well
    CHECK(geometry["coordinates"][0].get<double>() == Approx(30.5).margin(0.2));
    CHECK(geometry["coordinates"][1].get<double>() == Approx(50.45).margin(0.2));
    bool found = false;
    for (const auto& region : json["regions"]["features"])
        if (region["id"] == "ukraine") {
            found = true;
            CHECK(region["properties"]["count"] == 15);
        }
    CHECK(found);
}

TEST_CASE("a browser can add the search box") {
    const auto answer = shared_server().get("/opensearch.xml");
    CHECK(answer.type == "application/opensearchdescription+xml");
    const Xml description(answer.body);
    for (const std::string& address : description.texts("//o:Url/@template")) {
        std::string path = path_of(address);
        for (const auto& [name, value] :
             {std::pair{"{searchTerms}", "kyiv"}, {"{startPage?}", "2"}, {"{count?}", "3"}}) {
            const std::size_t at = path.find(name);
            if (at != path.npos) path.replace(at, std::string(name).size(), value);
        }
        CAPTURE(path);
        CHECK(shared_server().get(path).status == 200);
    }
    CHECK_THAT(shared_server().get("/").body, Catch::Contains("href=\"/opensearch.xml\""));
    const auto suggestions = shared_server().get("/api/v1/suggest?q=kyi&format=opensearch").json();
    CHECK(suggestions[0] == "kyi");
    CHECK(suggestions[1][0] == "region:kyiv");
}

TEST_CASE("what a client has already is not sent again until the index changes") {
    TestServer server({make_article("1", "One", "Drones over Kyiv.", "2025-07-01", "A")});
    const std::vector<std::string> paths{"/search?q=drones",
                                         "/api/v1/search?q=drones",
                                         "/feed.atom?q=drones",
                                         "/feed.json?q=drones",
                                         "/api/v1/facets/region?q=drones",
                                         "/api/v1/suggest?q=kyi",
                                         "/api/v1/articles/1",
                                         "/article?id=1"};
    std::vector<std::string> tags;
    for (const std::string& path : paths) {
        CAPTURE(path);
        const auto first = server.get(path);
        REQUIRE(first.status == 200);
        const std::string tag = first.headers.find("ETag")->second;
        const auto again = server.get(path, {{"If-None-Match", "\"other\", " + tag}});
        CHECK(again.status == 304);
        CHECK(again.body.empty());
        CHECK(again.headers.find("ETag")->second == tag);
        tags.push_back(tag);
    }
    CHECK(std::set<std::string>(tags.begin(), tags.end()).size() == tags.size());
    write_index(server.index(), {make_article("2", "Two", "Drones.", "2025-07-02", "A")});
    for (std::size_t i = 0; i < paths.size(); ++i) {
        CAPTURE(paths[i]);
        const auto changed = server.get(paths[i], {{"If-None-Match", tags[i]}});
        CHECK(changed.status == 200);
        CHECK(changed.headers.find("ETag")->second != tags[i]);
    }
}
