// Paging while articles arrive.

#include "tests/server/server_fixture.h"

#include "searcher/cursor.h"

#include <set>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

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
            // Before all others in any order, and one that changes how words weigh.
            const std::string n = std::to_string(page);
            write_index(
                server.index(),
                {make_article("new" + n, "Drone, drone, Kyiv " + n, "Kyiv, drone " + n + ".",
                              page % 2 == 0 ? "2026-01-01" : "2020-01-01", "New"),
                 make_article("b" + n, "Drone " + n, "Drones of another kind " + n + ".",
                              "2026-01-02", "New")});
        }
        for (const std::string& id : expected) {
            CAPTURE(id);
            CHECK(given.count(id) == 1);
        }
        for (const std::string& id : given) CHECK(given.count(id) == 1);
    }
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
