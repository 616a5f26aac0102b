// Paging while articles arrive.

#include "tests/server/server_fixture.h"

#include "searcher/cursor.h"

#include <regex>
#include <set>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// Two articles that come before all others in any order, and change how words weigh.
void add_articles(const TestServer& server, int page) {
    const std::string n = std::to_string(page);
    write_index(server.index(),
                {make_article("new" + n, "Drone, drone, Kyiv " + n, "Kyiv, drone " + n + ".",
                              page % 2 == 0 ? "2026-01-01" : "2020-01-01", "New"),
                 make_article("b" + n, "Drone " + n, "Drones of another kind " + n + ".",
                              "2026-01-02", "New")});
}

// Ids of the articles that a page or feed lists, and the address of the one behind it.
struct ListedPart {
    std::vector<std::string> ids;
    std::string next;
};

ListedPart part_of(const TestServer::Answer& answer) {
    ListedPart part;
    const auto each = [&](const std::string& pattern, const auto& see) {
        const std::regex regex(pattern);
        for (std::sregex_iterator at(answer.body.begin(), answer.body.end(), regex), end; at != end;
             ++at)
            see((*at)[1].str());
    };
    const auto add_id = [&](const std::string& id) { part.ids.push_back(id); };
    const auto set_next = [&](std::string link) {
        for (std::size_t at = 0; (at = link.find("&amp;", at)) != link.npos;)
            link.replace(at, 5, "&");
        part.next = link.substr(link.find("/", link.starts_with("http") ? 8 : 0));
    };
    if (answer.type.starts_with("application/feed+json")) {
        const auto json = answer.json();
        for (const auto& item : json["items"]) add_id(item["_sitrep"]["id"]);
        if (json.contains("next_url")) set_next(json["next_url"]);
    } else if (answer.type.starts_with("application/atom+xml")) {
        each("<entry>\\s*<id>urn:x-sitrep:article:([^<]*)<", add_id);
        each("<link rel=\"next\"[^>]*href=\"([^\"]*)\"", set_next);
    } else {
        each("<h2[^>]*><a href=\"/article\\?id=([^&\"]*)", add_id);
        each("<a rel=\"next\" href=\"([^\"]*)\"", set_next);
    }
    return part;
}

} // namespace

TEST_CASE("a cursor is its hits, and nothing else is a cursor") {
    const std::vector<std::uint64_t> seen{0, 1, 0xffffffffffULL, 0x123456789aULL};
    CHECK(decode_cursor(encode_cursor(seen)) == seen);
    CHECK(decode_cursor("") == std::vector<std::uint64_t>{});
    for (const char* bad : {"a", "0123456", "zzzzzzzz", "00000000 ", "АБВГ"})
        CHECK_FALSE(decode_cursor(bad));
    CHECK_FALSE(decode_cursor(std::string((most_seen + 1) * 8, '0')));
}

TEST_CASE("pages by cursor neither repeat nor skip while articles arrive") {
    for (const char* search : {"q=drone+kyiv", "q=kyiv&sort=newest", "q=&sort=oldest",
                               "q=kyiv+OR+khartoum&collapse=none"}) {
        CAPTURE(search);
        TestServer server;
        const std::string address = std::string("/api/v1/search?facets=none&limit=4&") + search;
        std::set<std::string> expected; // what was there at the beginning
        const auto all = server.get(std::string("/api/v1/search?limit=100&") + search).json();
        for (const auto& hit : all["hits"]) expected.insert(hit["id"].get<std::string>());
        std::multiset<std::string> given;
        std::string cursor;
        for (int page = 0; page < 100; ++page) {
            const auto json =
                server.get(address + (cursor.empty() ? "" : "&cursor=" + cursor)).json();
            for (const auto& hit : json["hits"]) given.insert(hit["id"].get<std::string>());
            if (json["next"].is_null()) break;
            cursor = json["next"];
            if (page >= 4) continue;
            add_articles(server, page);
        }
        for (const std::string& id : expected) {
            CAPTURE(id);
            CHECK(given.count(id) == 1);
        }
        for (const std::string& id : given) CHECK(given.count(id) == 1);
    }
}

TEST_CASE("pages for people and feeds lead on by cursor") {
    for (const std::string first : {"/search?q=kyiv&limit=4", "/search?q=*&limit=5&view=timeline",
                                    "/feed.atom?q=kyiv&limit=4", "/feed.json?q=kyiv&limit=4",
                                    "/api/v1/search?format=atom&q=kyiv&limit=4"}) {
        CAPTURE(first);
        const TestServer server;
        std::multiset<std::string> given;
        std::set<std::string> expected;
        std::string all = first;
        all.replace(all.find("limit="), 7, "limit=100");
        for (const std::string& id : part_of(server.get(all)).ids) expected.insert(id);
        REQUIRE(expected.size() >= 15);
        int page = 0;
        for (std::string at = first; !at.empty() && page < 30; ++page) {
            CAPTURE(at);
            const ListedPart part = part_of(server.get(at));
            CHECK(!part.ids.empty());
            given.insert(part.ids.begin(), part.ids.end());
            at = part.next;
            if (page < 3) add_articles(server, page);
        }
        CHECK(page < 30);
        for (const std::string& id : expected) {
            CAPTURE(id);
            CHECK(given.count(id) == 1);
        }
        for (const std::string& id : given) CHECK(given.count(id) == 1);
    }
}

TEST_CASE("from a page reached by cursor numbers jump and the one before is a link away") {
    const std::string first = "/search?q=kyiv&limit=4";
    const std::string second = part_of(shared_server().get(first)).next;
    CHECK_THAT(second, Catch::Contains("cursor="));
    const auto page = shared_server().get(second);
    CHECK_THAT(page.body, Catch::Contains("<a rel=\"prev\" href=\"/search?q=kyiv&amp;limit=4\""));
    CHECK_THAT(page.body, Catch::Contains("aria-current=\"page\">2<"));
    CHECK_THAT(page.body, Catch::Contains("href=\"/search?q=kyiv&amp;limit=4&amp;offset=8\">3<"));
    const std::string third = part_of(page).next;
    const auto back = shared_server().get(third);
    CHECK_THAT(back.body, Catch::Contains("<a rel=\"prev\" href=\"/search?q=kyiv&amp;limit=4&amp;"
                                          "cursor="));
    CHECK_THAT(back.body, Catch::Contains("aria-current=\"page\">3<"));
    // Filters, orders and views begin anew.
    CHECK(back.body.find("cursor=", back.body.find("rel=\"next\"") + 200) == std::string::npos);
    const auto feed = shared_server().get("/feed.json?q=kyiv&limit=4").json();
    const std::string behind = feed["next_url"];
    const auto next = shared_server().get(behind.substr(behind.find('/', 8))).json();
    CHECK(next["_opensearch"]["start_index"] == 5);
    CHECK(next["feed_url"] == behind);
}

TEST_CASE("a cursor begins where the page before it ended") {
    const auto first = shared_server().get("/api/v1/search?q=kyiv&limit=10").json();
    const auto second =
        shared_server()
            .get("/api/v1/search?q=kyiv&limit=10&cursor=" + first["next"].get<std::string>())
            .json();
    const auto by_offset = shared_server().get("/api/v1/search?q=kyiv&limit=10&offset=10").json();
    REQUIRE(second["hits"].size() == 5);
    CHECK(second["hits"] == by_offset["hits"]);
    CHECK(second["total"] == first["total"]);
    CHECK(second["next"].is_null());
    CHECK(shared_server().get("/api/v1/search?q=kyiv&cursor=xyz").json()["parameter"] == "cursor");
    CHECK(shared_server()
              .get("/api/v1/search?q=kyiv&offset=5&cursor=" + first["next"].get<std::string>())
              .status == 400);
}
