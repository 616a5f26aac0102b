// Saved searches as they are kept: by name, for an owner, for several programs at once.

#include "searcher/saved_searches.h"

#include "schema/error.h"
#include "tests/searcher/fixture.h"

#include <thread>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

constexpr Day wednesday = 20278; // 2025-07-09

struct Place {
    TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "index.state";
    State state{file, State::User::command};

    std::optional<std::string> find(std::string_view name, std::string owner = "") {
        return saved_searches(state, std::move(owner))(name);
    }
};

ParsedQuery parse(std::string_view query, std::string_view name = "",
                  const SavedSearches& saved = {}) {
    return parse_to_save(query, name, Gazetteer::builtin(), wednesday, saved);
}

// Adds one as the server does, which takes several of one name.
void add(State& state, const char* id, const char* name, const char* query) {
    state.transaction([&](SqliteDatabase& db) {
        db.run("INSERT INTO subscription(id, owner, name, name_key, query, rate, delivery, target, "
               "language, paused, state, problem, created, since, failures, secret_generation, "
               "feed_generation) VALUES (?, '', ?, ?, ?, 'story', 'feed', '', 'en', 0, 'active', "
               "'', 1, 0, 0, 1, 1)",
               id, name, name, query);
    });
}

} // namespace

TEST_CASE("a saved search is found by its name, whatever its case", "[saved]") {
    Place place;
    CHECK(!place.find("drones"));
    CHECK(!save_search(place.state, "", "Drones", "drone OR shahed", 7));
    CHECK(place.find("Drones") == "drone OR shahed");
    CHECK(place.find("dronés") == "drone OR shahed");
    CHECK(place.find(" DRONES ") == "drone OR shahed");
    CHECK(!place.find("drone"));
    CHECK(save_search(place.state, "", "drones", "drone", 7)); // in its place
    CHECK(place.find("Drones") == "drone");
    const auto list = list_saved(place.state, "");
    REQUIRE(list.size() == 1);
    CHECK(list[0].name == "drones");
    CHECK(list[0].state == "paused");
    CHECK(forget_search(place.state, "", "DRONES"));
    CHECK(!forget_search(place.state, "", "DRONES"));
    CHECK(!place.find("drones"));
}

TEST_CASE("what somebody else saved is not there", "[saved]") {
    Place place;
    save_search(place.state, "anna", "mine", "kyiv", 0);
    CHECK(place.find("mine", "anna") == "kyiv");
    CHECK(!place.find("mine"));
    CHECK(!place.find("mine", "bob"));
    CHECK(list_saved(place.state, "bob").empty());
    CHECK(!forget_search(place.state, "bob", "mine"));
    save_search(place.state, "bob", "mine", "sumy", 0);
    CHECK(place.find("mine", "anna") == "kyiv");
}

TEST_CASE("a name that several have is no name", "[saved]") {
    Place place;
    add(place.state, "a", "east", "kharkiv");
    add(place.state, "b", "east", "kharkiv");
    CHECK(place.find("east") == "kharkiv"); // both ask for the same
    add(place.state, "c", "north", "sumy");
    add(place.state, "d", "north", "chernihiv");
    const std::string query = "tank search:north";
    try {
        parse(query, "", saved_searches(place.state, ""));
        FAIL_CHECK("was read");
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::query);
        CHECK(error.message == "several saved searches are called \"north\"");
        CHECK(query.substr(error.begin, error.end - error.begin) == "search:north");
    }
    CHECK_THROWS_AS(save_search(place.state, "", "north", "x", 0), Error);
}

TEST_CASE("what cannot be the name or the text of a saved search is refused", "[saved]") {
    Place place;
    for (const std::string& name : {std::string(), std::string(" "), std::string("a\nb"),
                                    std::string("\xff"), std::string(201, 'a')})
        CHECK_THROWS_AS(save_search(place.state, "", name, "x", 0), Error);
    CHECK_THROWS_AS(save_search(place.state, "", "a", std::string(5000, 'x'), 0), Error);
    CHECK(list_saved(place.state, "").empty());
}

TEST_CASE("a saved search does not name itself, by way of others either", "[saved]") {
    Place place;
    const SavedSearches saved = saved_searches(place.state, "");
    save_search(place.state, "", "b", "drone OR search:c", 0);
    save_search(place.state, "", "c", "search:d tank", 0);
    save_search(place.state, "", "d", "kyiv", 0);
    CHECK(parse("search:b", "a", saved).parsed == "drone OR (kyiv tank)");
    struct Row {
        const char* name;
        const char* query;
        const char* way;
        const char* place;
    };
    for (const Row& row : {Row{"d", "x search:b", "b > c > d > b", "search:b"},
                           Row{"D", "search:d", "d > d", "search:d"},
                           Row{"c", "tank -search:c", "c > c", "search:c"}}) {
        INFO(row.name);
        try {
            parse(row.query, row.name, saved);
            FAIL_CHECK("was read");
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::query);
            CHECK(error.message.find(row.way) != std::string::npos);
            CHECK(error.hint == "take search: out of one of them");
            CHECK(std::string(row.query).substr(error.begin, error.end - error.begin) == row.place);
        }
    }
}

TEST_CASE("a saved search is about the present", "[saved]") {
    Place place;
    const SavedSearches saved = saved_searches(place.state, "");
    for (const char* query : {"kyiv versions:all", "versions:all", "VERSIONS:all kyiv"})
        CHECK_THROWS_WITH(parse(query), Catch::Contains("versions:all"));
    CHECK_NOTHROW(parse("kyiv versions:current"));
    save_search(place.state, "", "past", "kyiv versions:all", 0); // by another Sitrep, say
    CHECK_THROWS_WITH(parse("search:past", "", saved), Catch::Contains("versions:all"));
    save_search(place.state, "", "now", "kyiv", 0);
    CHECK(parse_query("search:now versions:all", Gazetteer::builtin(), wednesday, {}, saved)
              .all_versions);
    SearchRequest request;
    request.query = "kyiv";
    request.as_of = "2025-07-04";
    CHECK_THROWS_WITH(query_of(request, Gazetteer::builtin()), Catch::Contains("of the past"));
}

TEST_CASE("a query is relative where its periods are told from today", "[saved]") {
    struct Row {
        const char* query;
        bool is_relative;
    };
    for (const Row& row : {Row{"kyiv", false}, Row{"date:2025-07", false}, Row{"date:P7D", true},
                           Row{"date:P1W kyiv", true}, Row{"kyiv -(x date:yesterday)", true},
                           Row{"date:2025-07-01..today", true}, Row{"happened:P1M", true},
                           Row{"indexed:>=yesterday", true}, Row{"killed:5..", false},
                           Row{"today", false}, Row{"date:..2024", false}}) {
        INFO(row.query);
        CHECK(parse(row.query).relative == row.is_relative);
    }
    Place place;
    save_search(place.state, "", "week", "date:P7D", 0);
    CHECK(parse("kyiv search:week", "", saved_searches(place.state, "")).relative);
}

TEST_CASE("a search with filters is one query", "[saved]") {
    struct Row {
        const char* query;
        std::vector<Selection> selections;
        std::optional<std::string> from, to;
        const char* whole;
    };
    const Selection here{FieldId::region, {"ukraine"}, {}};
    for (const Row& row : {
             Row{"drone OR tank", {}, {}, {}, "drone OR tank"},
             Row{"drone OR tank", {here}, {}, {}, "(drone OR tank) region:ukraine"},
             Row{"drone", {here}, "P7D", {}, "drone region:ukraine date:P7D.."},
             Row{"*", {here}, {}, "2025-07", "region:ukraine date:..2025-07"},
             Row{"", {{FieldId::source, {"a b", "c"}, {}}}, {}, {}, "(source:\"a b\" OR source:c)"},
             Row{"x", {{FieldId::actor, {}, {"hezbollah"}}}, {}, {}, "x -actor:hezbollah"},
         }) {
        SearchRequest request;
        request.query = row.query;
        request.selections = row.selections;
        request.from = row.from;
        request.to = row.to;
        const std::string whole = query_of(request, Gazetteer::builtin());
        CHECK(whole == row.whole);
        CHECK_NOTHROW(parse(whole));
    }
}

TEST_CASE("programs that open, read and write one state at once lose nothing", "[saved]") {
    TemporaryDirectory directory;
    const std::filesystem::path file = directory.path() / "index.state";
    constexpr int programs = 6;
    constexpr int searches = 10;
    std::vector<std::string> faults(programs);
    std::vector<std::thread> threads;
    for (int p = 0; p < programs; ++p)
        threads.emplace_back([&, p] {
            try {
                State state(file, p == 0 ? State::User::server : State::User::command);
                for (int i = 0; i < searches; ++i) {
                    save_search(state, "", std::to_string(p) + "-" + std::to_string(i), "x", 0);
                    save_search(state, "", "shared", std::to_string(i), 0);
                    list_saved(state, "");
                }
            } catch (const Error& error) {
                faults[static_cast<std::size_t>(p)] = error.message;
            }
        });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& fault : faults) CHECK(fault.empty());
    State state(file, State::User::command);
    CHECK(list_saved(state, "").size() == programs * searches + 1);
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::others_read) ==
          std::filesystem::perms::none);
}

TEST_CASE("a command works beside a server, a second server does not", "[saved]") {
    Place place;
    State server(place.file, State::User::server);
    CHECK_THROWS_WITH(State(place.file, State::User::server), Catch::Contains("another server"));
    const auto before = server.others_revision();
    CHECK(server.others_revision() == before);
    save_search(place.state, "", "a", "x", 0);
    CHECK(server.others_revision() != before);
    CHECK(saved_searches(server, "")("a") == "x");
}

TEST_CASE("a state of an older Sitrep is brought up to this one, not under its server", "[saved]") {
    Place place;
    add(place.state, "a", "Łódź", "lodz");
    place.state.read([](SqliteDatabase& db) {
        db.execute("DROP INDEX subscription_by_name; DROP INDEX notified_by_story;"
                   "DROP INDEX notified_by_subject; ALTER TABLE notified DROP COLUMN story;"
                   "ALTER TABLE subscription DROP COLUMN name_key; PRAGMA user_version = 2");
    });
    SECTION("a command does it where there is no server") {
        State again(place.file, State::User::command);
        CHECK(saved_searches(again, "")("lodz") == "lodz");
    }
    SECTION("beside a server it does not") {
        State server(place.file, State::User::server);
        server.read([](SqliteDatabase& db) { db.execute("PRAGMA user_version = 2"); });
        CHECK_THROWS_WITH(State(place.file, State::User::command),
                          Catch::Contains("a server of an older Sitrep"));
    }
}

TEST_CASE("a saved search is written as a query names it", "[saved]") {
    Place place;
    for (const char* name :
         {"drones", "my east", "a:b", "say \"so\"", "(x)", "-x", "or", "OR", "Київ"}) {
        INFO(name);
        save_search(place.state, "", name, "zebra", 0);
        CHECK(parse(saved_clause(name), "", saved_searches(place.state, "")).parsed == "zebra");
        CHECK(forget_search(place.state, "", name));
    }
}

TEST_CASE("a database of another program is left as it is", "[saved]") {
    TemporaryDirectory directory;
    const auto file = directory.path() / "other.sqlite";
    SqliteDatabase other(file, SqliteDatabase::Open::create, std::chrono::seconds(1));
    other.execute("CREATE TABLE mine(a)");
    CHECK_THROWS_WITH(State(file, State::User::command), Catch::Contains("of another program"));
    Statement mode = other.query("PRAGMA journal_mode");
    REQUIRE(mode.step());
    CHECK(mode.text(0) == "delete");
    const std::string query = "kyiv search:a";
    try {
        parse_query(query, Gazetteer::builtin(), wednesday, {}, saved_searches(file));
        FAIL_CHECK("was read");
    } catch (const Error& error) { // nothing of the query is wrong
        CHECK(error.kind == ErrorKind::usage);
        CHECK(error.end == 0);
    }
}
