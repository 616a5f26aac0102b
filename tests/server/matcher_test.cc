// What standing queries are told of: every matching article, once, and what changed about it.

#include "tests/server/alerts_fixture.h"

#include <sys/resource.h>

#include <csignal>

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("a standing query is told of what arrives, not of what was there", "[alerts]") {
    AlertSite site;
    const Subscription kyiv = site.subscribe("drones kyiv", Rate::every);
    const Subscription sudan = site.subscribe("region:sudan");
    CHECK(site.alerts().matcher().match_new() == 0);
    CHECK(site.arrive({strike("1"), strike("2")}) == 2);
    REQUIRE(site.feed(kyiv).size() == 2);
    CHECK(site.feed(sudan).empty());
    const auto hit = nlohmann::json::parse(site.feed(kyiv).front().hit);
    CHECK(hit["event"] == "match");
    CHECK(hit["why"] == nlohmann::json({"drones", "kyiv"}));
    CHECK(hit["snippet"]["html"].get<std::string>().find("<mark>") != std::string::npos);
    CHECK(site.alerts().matcher().match_new() == 0);
}

TEST_CASE("indexing the same again, anew or in another order tells nobody", "[alerts]") {
    AlertSite site;
    const Subscription kyiv = site.subscribe("kyiv", Rate::every);
    CHECK(site.arrive({strike("1"), strike("2")}) == 2);
    SECTION("the same inputs again") {
        CHECK(site.arrive({strike("1"), strike("2")}) == 0);
    }
    SECTION("deleted and indexed again") {
        {
            IndexWriter writer(
                site.index(),
                std::shared_ptr<const Gazetteer>(&Gazetteer::builtin(), [](const auto*) {}),
                WriterOptions{});
            REQUIRE(writer.remove("strike1"));
            writer.finish();
        }
        CHECK(site.alerts().matcher().match_new() == 0);
        CHECK(site.arrive({strike("1")}) == 0);
    }
    SECTION("a new index, in another order, while the server is down") {
        site.close();
        std::filesystem::remove_all(site.index());
        write_index(site.index(), {strike("2"), AlertSite::first_article(), strike("1")});
        CHECK(site.alerts().matcher().match_new() == 0);
        CHECK(site.arrive({strike("3")}) == 1);
    }
    SECTION("an old copy put back") {
        const auto copy = site.index().string() + ".copy";
        std::filesystem::copy(site.index(), copy, std::filesystem::copy_options::recursive);
        CHECK(site.arrive({strike("3")}) == 1);
        site.close();
        std::filesystem::remove_all(site.index());
        std::filesystem::rename(copy, site.index());
        CHECK(site.alerts().matcher().match_new() == 0);
        CHECK(site.arrive({strike("3"), strike("4")}) == 1);
    }
}

TEST_CASE("what arrives while the server is down is told when it is up", "[alerts]") {
    AlertSite site;
    const Subscription kyiv = site.subscribe("kyiv", Rate::every);
    site.close();
    write_index(site.index(), {strike("1")});
    write_index(site.index(), {strike("2")});
    CHECK(site.alerts().matcher().match_new() == 2);
}

TEST_CASE("copies of one report are told once, or each where each is wanted", "[alerts]") {
    AlertSite site;
    const std::string report =
        "KYIV, July 4 (Lamp) - Russian drones hit the Ukrainian capital in the night, setting a "
        "warehouse on fire and breaking the windows of two schools, the mayor said. Rescuers "
        "worked until the morning. Nobody was hurt, as the buildings stood empty for the summer.";
    const auto copy = [&](const char* id, const char* source) {
        return make_article(id, "Drones hit Kyiv warehouse", report, "2025-07-04", source);
    };
    const Subscription story = site.subscribe("kyiv", Rate::story);
    const Subscription every = site.subscribe("kyiv", Rate::every);
    SECTION("in one commit") {
        CHECK(site.arrive({copy("a", "Lamp Wire"), copy("b", "Tide Post")}) == 3);
    }
    SECTION("in two") {
        CHECK(site.arrive({copy("a", "Lamp Wire")}) == 2);
        CHECK(site.arrive({copy("b", "Tide Post")}) == 1);
    }
    CHECK(site.feed(story).size() == 1);
    CHECK(site.feed(every).size() == 2);
}

TEST_CASE("an update is told where something that matters changed, and says what", "[alerts]") {
    AlertSite site;
    const Subscription kyiv = site.subscribe("kyiv");
    CHECK(site.arrive({strike("1", "Two people were killed.")}) == 1);
    Article same = strike("1", "Two people were killed.");
    same.text += " More to follow.";
    CHECK(site.arrive({same}) == 0);
    CHECK(site.arrive({strike("1", "Five people were killed.")}) == 1);
    const auto feed = site.feed(kyiv);
    REQUIRE(feed.size() == 1); // its entry is the same
    const auto hit = nlohmann::json::parse(feed.front().hit);
    CHECK(hit["event"] == "update");
    CHECK(hit["changed"] == nlohmann::json::parse(R"([{"what":"killed","from":"2","to":"5"}])"));
    // Back to a version that was told before: no news.
    CHECK(site.arrive({strike("1", "Two people were killed.")}) == 0);
}

TEST_CASE("what is paused, deleted or broken is told nothing", "[alerts]") {
    AlertSite site;
    Subscription paused = site.subscribe("kyiv");
    site.alerts().store().set_paused(paused.id, true);
    const Subscription broken = site.subscribe("kyiv AND (");
    const Subscription fine = site.subscribe("kyiv");
    CHECK(site.arrive({strike("1")}) == 1);
    const auto kept = site.alerts().store().find(broken.id);
    REQUIRE(kept);
    CHECK(kept->state == SubscriptionState::broken);
    CHECK(!kept->problem.empty());
    site.alerts().store().set_paused(paused.id, false);
    Subscription mended = *kept;
    mended.query = "kyiv";
    CHECK(site.alerts().store().change(mended));
    REQUIRE(site.alerts().store().remove(fine.id, ""));
    CHECK(site.arrive({strike("2")}) == 2);
    CHECK(site.alerts().store().find(broken.id)->state == SubscriptionState::active);
}

TEST_CASE("while the state cannot be written, matching waits and nothing is skipped", "[alerts]") {
    AlertSite site;
    const Subscription kyiv = site.subscribe("kyiv");
    write_index(site.index(), {strike("1")});
    SECTION("locked by another program") {
        sqlite3* other = nullptr;
        REQUIRE(sqlite3_open(site.options().state.c_str(), &other) == SQLITE_OK);
        REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
        CHECK_THROWS_AS(site.alerts().matcher().match_new(), SqliteError);
        sqlite3_close(other);
    }
    SECTION("a full disk") {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit full{4096, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &full);
        CHECK_THROWS_AS(site.alerts().matcher().match_new(), SqliteError);
        ::setrlimit(RLIMIT_FSIZE, &before);
    }
    CHECK(site.feed(kyiv).empty());
    CHECK(site.alerts().matcher().match_new() == 1);
    CHECK(site.feed(kyiv).size() == 1);
}

TEST_CASE("a crash between finding and keeping loses and repeats nothing", "[alerts]") {
    AlertSite site;
    const Subscription kyiv = site.subscribe("kyiv", Rate::every);
    std::vector<Article> many; // several parts
    for (int i = 0; i < 450; ++i) many.push_back(strike(std::to_string(i)));
    write_index(site.index(), many);
    struct Crash {};
    for (int crash = 0; crash < 3; ++crash) {
        AlertOptions options = site.options();
        int parts = 0;
        options.matcher.at_point = [&](const std::string& point) {
            if (point == "entering" && parts++ == crash) throw Crash{};
        };
        site.open(options);
        CHECK_THROWS_AS(site.alerts().matcher().match_new(), Crash);
    }
    site.open(site.options());
    site.alerts().matcher().match_new();
    CHECK(site.feed(kyiv).size() == 450);
    CHECK(site.alerts().outbox().items_after("", kyiv.id, 0, 1000).size() == 450);
}

TEST_CASE("a retraction is told to those who were told of the article", "[alerts]") {
    AlertSite site;
    const Subscription kyiv = site.subscribe("kyiv", Rate::every);
    const Subscription sudan = site.subscribe("region:sudan");
    REQUIRE(site.arrive({strike("1"), strike("2")}) == 2);
    {
        IndexWriter writer(
            site.index(),
            std::shared_ptr<const Gazetteer>(&Gazetteer::builtin(), [](const auto*) {}),
            WriterOptions{});
        REQUIRE(writer.retract("strike1", "the \"footage\" is old"));
        writer.finish();
    }
    CHECK(site.alerts().matcher().match_new() == 1);
    CHECK(site.alerts().matcher().match_new() == 0);
    const auto feed = site.feed(kyiv);
    REQUIRE(feed.size() == 2);
    CHECK(feed.front().kind == "retraction");
    const auto hit = nlohmann::json::parse(feed.front().hit);
    CHECK(hit["id"] == "strike1");
    CHECK(hit["event"] == "retraction");
    CHECK(hit["reason"] == "the \"footage\" is old");
    CHECK(site.feed(sudan).empty());
    site.open(site.options());
    CHECK(site.alerts().matcher().match_new() == 0);
}
