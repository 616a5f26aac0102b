// Subscriptions as they are kept.

#include "tests/server/alerts_fixture.h"

#include "server/params.h"

#include <fstream>

#include <catch2/catch.hpp>
#include <sqlite3.h>
#include <sys/stat.h>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("a subscription is kept as it was given, for its owner alone", "[alerts]") {
    AlertSite site;
    SubscriptionStore& store = site.alerts().store();
    Subscription one;
    one.owner = "k1";
    one.name = "Дрони";
    one.query = "drone OR \"дрон\"";
    one.rate = Rate::weekly;
    one.delivery = DeliveryKind::email;
    one.target = "a@example.org";
    one = store.add(one);
    CHECK(one.id.starts_with("sub_"));
    site.open(site.options());
    SubscriptionStore& again = site.alerts().store();
    const auto kept = again.find(one.id, "k1");
    REQUIRE(kept);
    CHECK(kept->name == one.name);
    CHECK(kept->query == one.query);
    CHECK(kept->rate == Rate::weekly);
    CHECK(kept->delivery == DeliveryKind::email);
    CHECK(kept->target == one.target);
    CHECK(!again.find(one.id, "k2"));
    CHECK(again.list("k2").empty());
    CHECK(!again.remove(one.id, "k2"));
    Subscription stolen = *kept;
    stolen.owner = "k2";
    CHECK(!again.change(stolen));
    CHECK(again.remove(one.id, "k1"));
    CHECK(again.list("k1").empty());
}

TEST_CASE("the state is private, used by one server, and of this version", "[alerts]") {
    AlertSite site;
    const std::string state = site.options().state;
    site.alerts();
    for (const std::string& file : {state, state + ".key", state + "-wal"}) {
        struct stat info {};
        REQUIRE(::stat(file.c_str(), &info) == 0);
        CHECK((info.st_mode & 077) == 0);
    }
    CHECK_THROWS_WITH(Alerts(site.index(), site.options()),
                      Catch::Matchers::StartsWith("another server uses the state"));
    site.close();
    const auto change = [&](const char* sql) {
        sqlite3* database = nullptr;
        sqlite3_open(state.c_str(), &database);
        REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
    };
    change("PRAGMA user_version = 99");
    CHECK_THROWS_WITH(site.alerts(), Catch::Matchers::Contains("is of a newer Sitrep"));
    change("PRAGMA application_id = 7");
    CHECK_THROWS_WITH(site.alerts(), Catch::Matchers::Contains("of another program"));
    std::ofstream(state, std::ios::trunc)
        << "this is no database, and long enough to tell so: " << std::string(4096, 'x');
    CHECK_THROWS_AS(site.alerts(), Error);
}

TEST_CASE("secrets differ by purpose, subscription and generation, and stay", "[alerts]") {
    AlertSite site;
    const SecretKey& key = site.alerts().key();
    const std::string secret = key.webhook_secret("sub_a", 1);
    CHECK(secret.starts_with("whsec_"));
    CHECK(secret != key.webhook_secret("sub_a", 2));
    CHECK(secret != key.webhook_secret("sub_b", 1));
    CHECK(key.feed_token("sub_a", 1) != key.unsubscribe_token("sub_a"));
    site.open(site.options());
    CHECK(site.alerts().key().webhook_secret("sub_a", 1) == secret);
}

TEST_CASE("targets that make no sense are refused", "[alerts]") {
    for (const char* url :
         {"", "ftp://example.org/", "http://", "http:///x", "http://:80/",
          "http://u:p@example.org/", "http://example.org/a b", "http://example.org/\r\nx: y",
          "javascript:alert(1)", "http://example.org/#x", "example.org"}) {
        CAPTURE(url);
        CHECK_THROWS_AS(check_webhook(url), ParameterError);
    }
    for (const char* url : {"http://example.org", "https://example.org:8443/hook?x=1",
                            "http://[2606:4700::1]/", "HTTPS://EXAMPLE.ORG/"}) {
        CAPTURE(url);
        CHECK_NOTHROW(check_webhook(url));
    }
    for (const char* to : {"", "a", "@b.org", "a@", "a@.org", "a b@c.org", "a@b.org\r\nBcc: x@y.z",
                           "<a@b.org>", "a@b.org,c@d.org", "\"a\"@b.org", "a@b@c.org"}) {
        CAPTURE(to);
        CHECK_THROWS_AS(check_address(to), ParameterError);
    }
    for (const char* to : {"a@b.org", "first.last+tag@sub.example.org", "root@localhost"}) {
        CAPTURE(to);
        CHECK_NOTHROW(check_address(to));
    }
    CHECK_THROWS_AS(check_name("  "), ParameterError);
    CHECK_THROWS_AS(check_name("a\nb"), ParameterError);
    CHECK_THROWS_AS(check_name(std::string(201, 'x')), ParameterError);
    CHECK_THROWS_AS(check_name("\xff"), ParameterError);
    CHECK_THROWS_AS(check_name("\u00AD"), ParameterError); // as if not there: never found again
    CHECK_NOTHROW(check_name("Київ"));
}

TEST_CASE("what matters of an update", "[alerts]") {
    struct Row {
        Facts before, after;
        const char* told; // as described; empty: nothing
    };
    const Row rows[] = {
        {{"A", "2", "", {}}, {"A", "2", "", {}}, ""},
        {{"Strike on Kyiv", "", "", {}}, {"Strike on KYIV!", "", "", {}}, ""},
        {{"A", "2", "", {}}, {"A", "5", "", {}}, "killed: 5, was 2"},
        {{"A", "", "", {}}, {"A", "", "3..4", {}}, "injured: 3..4, was not said"},
        {{"A", "", "", {"iran"}}, {"A", "", "", {"iran", "iraq"}}, "actors: iran, iraq, was iran"},
        {{"A", "", "", {}}, {"B", "", "", {}}, "title: B, was A"},
        {{"A", "", "", {}, false}, {"A", "", "", {}, true}, "retracted"},
    };
    for (const Row& row : rows) {
        const auto found = changes(row.before, row.after);
        CHECK((found.empty() ? "" : describe(found.front())) == row.told);
        CHECK(parse_facts(facts_json(row.after)) == row.after);
    }
    const Facts told{"A", "2..5", "", {}};
    CHECK(higher_toll(told, {"B", "3", "", {}}).empty());
    CHECK(describe(higher_toll(told, {"B", "6", "", {}}).at(0)) == "killed: 6, was 2..5");
}
