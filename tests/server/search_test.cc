// Searches over HTTP, as JSON and as pages.

#include "tests/server/server_fixture.h"

#include "schema/analysis.h"

#include <atomic>
#include <cstring>
#include <regex>
#include <set>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

std::string unescaped(std::string text) {
    for (const auto& [from, to] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
        for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; ++at)
            text.replace(at, std::strlen(from), to);
    return text;
}

// The first match of one group.
std::string found(const std::string& text, const std::string& pattern) {
    std::smatch match;
    return std::regex_search(text, match, std::regex(pattern)) ? match[1].str() : "";
}

std::string page_total(const std::string& page) {
    return found(page, "<strong class=\"total\">([^<]*)</strong>");
}

std::string total_at(const std::string& address) {
    return page_total(shared_server().get(address).body);
}

struct Pick {
    std::string href;
    std::string count;
};

// The link of a facet value, by its name.
Pick pick_of(const std::string& page, const std::string& name) {
    std::smatch match;
    const std::regex pattern("<a class=\"pick\" href=\"([^\"]*)\"[^>]*><span[^>]*></span>"
                             "<bdi class=\"name\">" +
                             name +
                             "</bdi>(?:<span[^>]*>[^<]*</span>)? "
                             "<span class=\"count\">([0-9,]*)</span>");
    if (!std::regex_search(page, match, pattern)) return {};
    return {unescaped(match[1]), match[2]};
}

std::string percent_encoded(const std::string& text) {
    std::string out;
    for (const char c : text) {
        char hex[4];
        std::snprintf(hex, sizeof hex, "%%%02X",
                      static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += hex;
    }
    return out;
}

} // namespace

TEST_CASE("a search answers in the shape of the result contract") {
    const auto answer = shared_server().get("/api/v1/search?q=drone+kyiv&limit=3");
    REQUIRE(answer.status == 200);
    CHECK(answer.type == "application/json");
    const auto json = answer.json();
    CHECK(json["query"]["text"] == "drone kyiv");
    CHECK(json["total"]["value"] == 15);
    CHECK(json["total"]["relation"] == "eq");
    CHECK(json["index"]["documents"] == 32);
    REQUIRE(json["hits"].size() == 3);
    CHECK(json["hits"][0]["rank"] == 1);
    CHECK(json["hits"][0]["snippet"]["html"].get<std::string>().find("<mark>") !=
          std::string::npos);
    CHECK(json["facets"].contains("region"));
    CHECK(json["facets"].contains("date"));
}

TEST_CASE("filters, dates and paging narrow a search, alike as JSON and as a page") {
    struct Row {
        const char* parameters;
        int total;
        std::size_t hits;
    };
    const Row rows[] = {
        {"", 32, 10},
        {"limit=0", 32, 0},
        {"limit=20&offset=20", 32, 12},
        {"per_page=20&page=2", 32, 12},
        {"offset=1000", 32, 0},
        {"region=ukraine", 15, 10},
        {"region=ukraine&region=sudan&limit=100", 30, 30},
        {"exclude.region=ukraine&limit=100", 17, 17},
        {"source=tide+post&limit=100", 10, 10},
        {"region=ukraine&source=Tide+Post", 5, 5},
        {"from=2025-07&limit=100", 17, 17},
        {"to=2025-06-30&limit=100", 15, 15},
        {"from=2025-07-04&to=2025-07-04&limit=100", 15, 15},
        {"lang=ar", 1, 1},
        {"date=2025-06&limit=100", 15, 15},
    };
    for (const Row& row : rows) {
        CAPTURE(row.parameters);
        const auto answer =
            shared_server().get(std::string("/api/v1/search?q=*&") + row.parameters);
        REQUIRE(answer.status == 200);
        CHECK(answer.json()["total"]["value"] == row.total);
        CHECK(answer.json()["hits"].size() == row.hits);
        CHECK(total_at(std::string("/search?q=*&") + row.parameters) == std::to_string(row.total));
    }
}

TEST_CASE("one address gives a page or JSON, as asked") {
    CHECK(shared_server().get("/search?q=kyiv&format=json").type == "application/json");
    CHECK(shared_server().get("/api/v1/search?q=kyiv&format=html").type ==
          "text/html; charset=utf-8");
    CHECK(shared_server().get("/search?q=%28&format=json").type == "application/problem+json");
}

// The page but for the two scripts that every page has, which come from files.
std::string without_our_scripts(const std::string& page) {
    static const std::regex ours("<script (type=\"module\" )?src=\"/assets/[0-9a-f]+/[a-z]+\\.js\">"
                                 "</script>");
    return std::regex_replace(page, ours, "");
}

TEST_CASE("the page shows hits, marks, counts and what was typed") {
    const auto page = shared_server().get("/search?q=%22drone+strikes%22").body;
    CHECK(page.find("value=\"&quot;drone strikes&quot;\"") != std::string::npos);
    CHECK(page.find("<mark>Drone strikes</mark>") != std::string::npos);
    CHECK(page_total(page) == "15");
    CHECK(pick_of(page, "Ukraine").count == "15");
    CHECK(pick_of(page, "Tide Post").count == "5");
    CHECK(without_our_scripts(page).find("<script") == std::string::npos);
    CHECK(page.find("style=\"") == std::string::npos); // the policy forbids it
    CHECK(page.find("href=\"https://example.org/a?n=30&amp;x=1\"") != std::string::npos);
}

TEST_CASE("copies of a report are one hit, and a link away") {
    const std::string text =
        "Artillery shelled the river crossing near the old mill for two hours, "
        "and residents of three villages were taken to shelters by bus.";
    TestServer server({make_article("c1", "Shelling", text, "2025-07-01", "Tide Post"),
                       make_article("c2", "Crossing shelled", text, "2025-07-02", "Lamp Wire"),
                       make_article("c3", "Calm", "A quiet night.", "2025-07-02", "Lamp Wire")});
    const auto json = server.get("/api/v1/search?q=").json();
    CHECK(json["total"]["value"] == 2);
    CHECK(json["total"]["articles"] == 3);
    CHECK(server.get("/api/v1/search?q=&collapse=none").json()["total"]["value"] == 3);
    const std::string page = server.get("/search?q=artillery").body;
    CHECK(page.find("2 copies: 2 sources, 1 origin") != std::string::npos);
    const std::string href = "href=\"/search?q=copies";
    const std::size_t at = page.find(href);
    REQUIRE(at != std::string::npos);
    const std::size_t begin = at + 6;
    std::string address = page.substr(begin, page.find('"', begin) - begin);
    for (std::size_t i; (i = address.find("&amp;")) != std::string::npos;) address.erase(i + 1, 4);
    CHECK(server.get(address).body.find("Crossing shelled") != std::string::npos);
}

TEST_CASE("following a facet link leads to as many articles as it says") {
    const std::string start = shared_server().get("/search?q=*").body;
    for (const char* name :
         {"Ukraine", "Kyiv", "Sudan", "Tide Post", "Lamp Wire", "English", "Volodymyr Zelenskyy"}) {
        CAPTURE(name);
        const Pick pick = pick_of(start, name);
        REQUIRE_FALSE(pick.href.empty());
        const std::string narrowed = shared_server().get(pick.href).body;
        CHECK(page_total(narrowed) == pick.count);
        CHECK(narrowed.find("class=\"chip\"") != std::string::npos);
        CHECK(total_at(pick_of(narrowed, name).href) == "32"); // the same link lets go of it
    }
}

TEST_CASE("a value picked by any of its names can be let go of") {
    const std::string page =
        shared_server().get("/search?region=%D0%A3%D0%BA%D1%80%D0%B0%D1%97%D0%BD%D0%B0").body;
    CHECK(page_total(page) == "15");
    CHECK(pick_of(page, "Ukraine").href == "/search");
}

TEST_CASE("picking a part of what is picked narrows") {
    const Pick kyiv = pick_of(shared_server().get("/search?region=ukraine").body, "Kyiv");
    REQUIRE_FALSE(kyiv.href.empty());
    CHECK(kyiv.href.find("region=ukraine") == std::string::npos);
    CHECK(total_at(kyiv.href) == kyiv.count);
}

TEST_CASE("an excluded value shows as such") {
    const std::string page = shared_server().get("/search?exclude.source=tide+post").body;
    CHECK(page_total(page) == "22");
    CHECK(page.find("class=\"chip excluded\"") != std::string::npos);
    CHECK(total_at(pick_of(page, "Tide Post").href) == "32");
}

TEST_CASE("the bars lead to the articles of their dates") {
    const std::string page = shared_server().get("/search?q=*").body;
    const std::regex bar("<a href=\"([^\"]*)\" aria-label=\"(2025-[0-9-]+): ([0-9]+)\" ");
    int bars = 0;
    for (std::sregex_iterator it(page.begin(), page.end(), bar), end; it != end; ++it, ++bars)
        CHECK(total_at(unescaped((*it)[1])) == (*it)[3].str());
    CHECK(bars == 3);
}

TEST_CASE("the forms keep the rest of the search") {
    const std::string page =
        shared_server().get("/search?q=kyiv&region=ukraine&from=2025-07&sort=newest").body;
    const std::string box = page.substr(0, page.find("</form>"));
    for (const char* kept : {"name=\"region\" value=\"ukraine\"", "name=\"from\" value=\"2025-07\"",
                             "name=\"sort\" value=\"newest\""})
        CHECK(box.find(kept) != std::string::npos);
    const std::string dates = page.substr(page.find("class=\"period\""));
    CHECK(dates.find("name=\"q\" value=\"kyiv\"") != std::string::npos);
    CHECK(dates.find("type=\"hidden\" name=\"from\"") == std::string::npos);
    CHECK(dates.find("name=\"from\" value=\"2025-07\"") != std::string::npos);
}

TEST_CASE("every article is on one page of the list") {
    std::set<std::string> seen;
    std::string next = "/search?q=*&limit=7";
    int pages = 0;
    for (; !next.empty() && pages < 20; ++pages) {
        const std::string page = shared_server().get(next).body;
        const std::regex hit("<h2[^>]*><a href=\"/article\\?id=([^\"]*)\">");
        for (std::sregex_iterator it(page.begin(), page.end(), hit), end; it != end; ++it)
            CHECK(seen.insert((*it)[1]).second);
        next = unescaped(found(page, "rel=\"next\" href=\"([^\"]*)\""));
    }
    CHECK(pages == 5);
    CHECK(seen.size() == 32);
}

TEST_CASE("nothing that comes from an article or a query reaches the page as markup") {
    const std::string encoded = percent_encoded(hostile);
    const std::string id = "evil+" + encoded;
    for (const std::string& path :
         {std::string("/search?q=markup"), "/search?q=" + encoded, "/search?q=%22" + encoded,
          "/search?q=markup&source=" + encoded, "/search?q=markup&exclude.section=" + encoded,
          "/search?q=(" + encoded, "/search?" + encoded + "=1", "/search?sort=" + encoded,
          "/search?region=" + encoded, "/search?from=" + encoded, "/article?id=" + id,
          "/article?id=" + id + "&q=markup+" + encoded, "/article?id=none" + encoded, "/" + encoded,
          "/search?q=title:" + encoded}) {
        CAPTURE(path);
        const auto answer = shared_server().get(path);
        REQUIRE(answer.type == "text/html; charset=utf-8");
        for (const char* raw : {"<script", "<img", "'x'", "\"y\"", "href=\"javascript:"})
            CHECK(without_our_scripts(answer.body).find(raw) == std::string::npos);
    }
    const std::string page = shared_server().get("/search?q=markup").body;
    CHECK(page_total(page) == "1");
    CHECK(page.find("&lt;script&gt;") != std::string::npos);
    const auto article = shared_server().get("/article?id=" + id + "&q=markup");
    CHECK(article.status == 200);
    CHECK(article.body.find("<mark>Markup</mark> &lt;script&gt;") != std::string::npos);
}

TEST_CASE("bytes that are no UTF-8 do no harm") {
    for (const char* q : {"%FF%FE", "a%C3", "%00", "%ED%A0%80+x", "%F4%90%80%80", "title:%FF",
                          "%80%28", "%80%80:x", "%28%80"}) {
        CAPTURE(q);
        const auto json = shared_server().get(std::string("/api/v1/search?q=") + q);
        CHECK((json.status == 200 || json.status == 400));
        CHECK_NOTHROW(json.json());
        const auto page = shared_server().get(std::string("/search?q=") + q);
        CHECK((page.status == 200 || page.status == 400));
        CHECK(is_valid_utf8(page.body));
    }
}

TEST_CASE("text of any script shows in its own direction") {
    const std::string page = shared_server().get("/search?q=%D8%BA%D8%B2%D8%A9").body;
    CHECK(page_total(page) == "1");
    CHECK(page.find("<h2 lang=\"ar\" dir=\"auto\">") != std::string::npos);
    CHECK(page.find("<mark>غزة</mark>") != std::string::npos);
}

TEST_CASE("an article page shows the whole text and what it is about") {
    const auto page = shared_server().get("/article?id=a2&q=drones");
    REQUIRE(page.status == 200);
    static const std::regex evidence("<span class=\"ev [^>]*>|</span>");
    const std::string text = std::regex_replace(page.body, evidence, "");
    CHECK(text.find("Russian <mark>drones</mark> struck Kyiv") != std::string::npos);
    CHECK(page.body.find("title=\"region: Kyiv (") != std::string::npos);
    CHECK(page.body.find("href=\"/search?region=kyiv\"") != std::string::npos);
    CHECK(page.body.find("href=\"/search?actor=volodymyr-zelenskyy\"") != std::string::npos);
    CHECK(shared_server().get("/article?id=nope").status == 404);
    CHECK(shared_server().get("/article").status == 400);
}

TEST_CASE("what cannot be honoured is a problem that says where and why") {
    const auto parameter = shared_server().get("/api/v1/search?colour=red");
    CHECK(parameter.status == 400);
    CHECK(parameter.type == "application/problem+json");
    CHECK(parameter.json()["parameter"] == "colour");
    CHECK(parameter.json()["status"] == 400);
    CHECK(parameter.json()["detail"].get<std::string>().find("colour") != std::string::npos);

    const auto query = shared_server().get("/api/v1/search?q=drone+%28kyiv");
    CHECK(query.status == 400);
    CHECK(query.json()["position"]["begin"] == 6);
    CHECK(!query.json()["hint"].get<std::string>().empty());

    const auto page = shared_server().get("/search?q=drone+%28kyiv");
    CHECK(page.status == 400);
    CHECK(page.body.find("drone <mark class=\"wrong\">(</mark>kyiv") != std::string::npos);
    CHECK(page.body.find("value=\"drone (kyiv\"") != std::string::npos);
}

TEST_CASE("an index that grows is seen at once") {
    const TestServer server;
    CHECK(server.get("/api/v1/search?q=zebra").json()["total"]["value"] == 0);
    write_index(server.index(), {make_article("new1", "Zebra seen", "A zebra was seen.",
                                              "2025-07-06", "Lamp Wire")});
    CHECK(server.get("/api/v1/search?q=zebra").json()["total"]["value"] == 1);
    CHECK(server.get("/healthz").json()["documents"] == 33);
}

TEST_CASE("an index without articles says so") {
    const TestServer server(std::vector<Article>{});
    const auto page = server.get("/");
    CHECK(page.status == 200);
    CHECK(page.body.find("holds no articles yet") != std::string::npos);
}

TEST_CASE("many threads search at once and agree") {
    const std::string expected =
        shared_server().get("/api/v1/search?q=drone+kyiv").json()["hits"].dump();
    std::atomic<int> wrong = 0;
    const auto search = [&](int t) {
        httplib::Client client = shared_server().client();
        client.set_keep_alive(true);
        for (int i = 0; i < 50; ++i) {
            const bool as_json = (t + i) % 2 == 0;
            const auto result =
                client.Get(as_json ? "/api/v1/search?q=drone%20kyiv" : "/search?q=drone%20kyiv");
            const bool right =
                result && result->status == 200 &&
                (as_json ? nlohmann::json::parse(result->body)["hits"].dump() == expected
                         : page_total(result->body) == "15");
            if (!right) ++wrong;
        }
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) threads.emplace_back(search, t);
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
}
