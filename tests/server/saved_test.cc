// Standing queries that do not stay what they were: periods told from today, saved searches by
// name, copies and stories.

#include "tests/server/alerts_fixture.h"

#include "server/keys.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// Reports of one event, in different words; `n` days after the first.
std::vector<Article> hospital_story() {
    const auto report = [](const char* id, const char* title, const char* text, const char* date,
                           const char* source) {
        Article article = make_article(id, title, text, date, source);
        article.lang = "en";
        return article;
    };
    return {
        report("kyiv1", "Missile strike on children's hospital in Kyiv",
               "A Russian missile hit the Okhmatdyt children's hospital in Kyiv on Monday morning "
               "while doctors were operating. Rescuers searched the rubble of the toxicology ward "
               "of the hospital for survivors.",
               "2024-07-08", "Wire One"),
        report("kyiv2", "Okhmatdyt hospital hit in wave of Russian missiles on Kyiv",
               "Doctors and volunteers cleared rubble at Okhmatdyt, Ukraine's largest children's "
               "hospital, after a missile strike. Kyiv's mayor said patients were carried out of "
               "the hospital's toxicology building.",
               "2024-07-09", "Paper Two"),
        report("kyiv3", "Rubble cleared at Okhmatdyt children's hospital in Kyiv",
               "Volunteers in Kyiv cleared the rubble of the toxicology ward of the Okhmatdyt "
               "children's hospital, which a Russian missile hit on Monday while doctors were "
               "operating.",
               "2024-07-09", "Tide Post"),
    };
}

std::string story_of(const std::filesystem::path& index, const std::string& id) {
    return Searcher(index).hit(id)->story.id;
}

Article dated(const std::string& n, const char* date) {
    Article article = strike(n);
    article.date = *parse_date(date);
    return article;
}

} // namespace

TEST_CASE("a period that is told from today moves with the day", "[alerts]") {
    AlertSite site;
    Day day = day_from_civil(2025, 7, 4);
    AlertOptions options = site.options();
    options.matcher.today = [&] { return day; };
    site.open(options);
    const Subscription week = site.subscribe("kyiv date:P7D", Rate::every);
    const Subscription since = site.subscribe("kyiv date:2025-07-04..", Rate::every);
    CHECK(site.arrive({dated("1", "2025-07-04")}) == 2);
    CHECK(site.arrive({dated("2", "2025-06-27")}) == 0); // eight days ago
    day = day_from_civil(2025, 7, 12);
    CHECK(site.arrive({dated("3", "2025-07-05")}) == 1); // `since` alone
    CHECK(site.arrive({dated("4", "2025-07-12")}) == 2); // in the future, a week before
    CHECK(site.feed(week).size() == 2);
    CHECK(site.feed(since).size() == 3);
}

TEST_CASE("of a story one report is told, later ones are counted in it", "[alerts]") {
    AlertSite site;
    const std::vector<Article> reports = hospital_story();
    const Subscription story = site.subscribe("hospital kyiv");
    const Subscription every = site.subscribe("hospital kyiv", Rate::every);
    CHECK(site.arrive({reports[0]}) == 2);
    CHECK(site.arrive({reports[1]}) == 1);
    site.open(site.options());
    CHECK(site.arrive({reports[2]}) == 1);
    REQUIRE(story_of(site.index(), "kyiv1") == story_of(site.index(), "kyiv3")); // or no test
    REQUIRE(site.feed(story).size() == 1);
    CHECK(site.feed(story).front().article == "kyiv1");
    CHECK(site.feed(story).front().reports == 3);
    CHECK(site.feed(every).size() == 3);
    CHECK(site.feed(every).front().reports == 1);
    // A higher toll is news of the same story.
    Article toll = reports[2];
    toll.id = "kyiv4";
    toll.text += " Forty people were killed.";
    CHECK(site.arrive({toll}) == 2);
    REQUIRE(site.feed(story).size() == 1);
    CHECK(site.feed(story).front().kind == "update");
}

TEST_CASE("all reports of a story in one commit are told once", "[alerts]") {
    AlertSite site;
    const Subscription story = site.subscribe("hospital kyiv");
    CHECK(site.arrive(hospital_story()) == 1);
    CHECK(site.feed(story).front().reports == 3);
}

TEST_CASE("standing queries for a story or copies find what a search finds", "[alerts]") {
    AlertSite site;
    const std::vector<Article> reports = hospital_story();
    site.arrive({reports[0]});
    const std::string story = story_of(site.index(), "kyiv1");
    const Subscription told = site.subscribe("story:" + story, Rate::every);
    const Subscription copies =
        site.subscribe("copies:" + Searcher(site.index()).hit("kyiv1")->copies.id, Rate::every);
    CHECK(site.arrive({reports[1], strike("1")}) == 1);
    CHECK(site.feed(told).front().article == "kyiv2");
    Article copy = reports[0];
    copy.id = "copy";
    copy.source = "Lamp Wire";
    CHECK(site.arrive({copy}) == 2);
    CHECK(site.feed(copies).front().article == "copy");
    SearchRequest request;
    request.query = "story:" + story;
    CHECK(Searcher(site.index()).search(request).total == 3);
}

TEST_CASE("a story goes on under every id that it had, when two become one", "[alerts]") {
    AlertSite site;
    std::vector<Article> reports = hospital_story();
    const Subscription told = site.subscribe("hospital kyiv");
    // Each founds a story of its own; whichever they are one with later, each id must find all.
    CHECK(site.arrive({reports[0]}) == 1);
    const std::string first = story_of(site.index(), "kyiv1");
    const Subscription by_first = site.subscribe("story:" + first, Rate::every);
    site.arrive({reports[2]});
    site.arrive({reports[1]});
    Searcher searcher(site.index());
    const auto ids = searcher.group_ids(FieldId::story, first);
    REQUIRE(!ids.empty());
    CHECK(std::find(ids.begin(), ids.end(), first) != ids.end());
    CHECK(site.feed(by_first).size() == 2);
    CHECK(site.feed(told).size() == 1);
}

TEST_CASE("a standing query follows the saved searches that it names", "[alerts]") {
    AlertSite site;
    site.alerts();
    State command(site.options().state, State::User::command); // as sitrep-search has it
    save_search(command, "", "Places", "sudan", 0);
    const Subscription drones = site.subscribe("drones search:places", Rate::every);
    CHECK(site.arrive({strike("1")}) == 0);
    save_search(command, "", "places", "sudan OR kyiv", 0);
    CHECK(site.arrive({strike("2")}) == 1);
    const auto hit = nlohmann::json::parse(site.feed(drones).front().hit);
    CHECK(hit["why"] == nlohmann::json({"drones", "kyiv"}));
    SECTION("one that is gone breaks it, until it is there again") {
        REQUIRE(forget_search(command, "", "places"));
        CHECK(site.arrive({strike("3")}) == 0);
        const auto broken = site.alerts().store().find(drones.id);
        CHECK(broken->state == SubscriptionState::broken);
        CHECK(broken->problem == "there is no saved search \"places\"");
        save_search(command, "", "places", "kyiv", 0);
        CHECK(site.arrive({strike("4")}) == 1);
    }
    SECTION("one of somebody else is not meant") {
        forget_search(command, "", "places");
        save_search(command, "anna", "places", "kyiv", 0);
        CHECK(site.arrive({strike("3")}) == 0);
    }
    SECTION("one that comes to name itself breaks it") {
        save_search(command, "", "places", "kyiv search:places", 0);
        CHECK(site.arrive({strike("3")}) == 0);
        CHECK(site.alerts().store().find(drones.id)->problem.find("names itself") !=
              std::string::npos);
    }
}

TEST_CASE("what the command line saves waits in the server until it is resumed", "[alerts]") {
    AlertSite site;
    site.alerts();
    State command(site.options().state, State::User::command);
    save_search(command, "", "kyiv", "kyiv", 0);
    const auto list = site.alerts().store().list("");
    REQUIRE(list.size() == 1);
    CHECK(list[0].paused);
    CHECK(site.arrive({strike("1")}) == 0);
    site.alerts().store().set_paused(list[0].id, false);
    CHECK(site.arrive({strike("2")}) == 1);
    CHECK(site.feed(list[0]).front().article == "strike2");
}

namespace {

// A server with keys, or without, and requests to it.
struct Http {
    explicit Http(ServerOptions options = {}) : server(small_corpus(), 16, with_alerts(options)) {}
    static ServerOptions with_alerts(ServerOptions options) {
        options.alerts.emplace();
        options.alerts->delivery.allow_private_targets = true;
        return options;
    }

    TestServer server;

    std::pair<int, nlohmann::json> send(const std::string& method, const std::string& path,
                                        const nlohmann::json& body = {},
                                        const std::string& key = "") {
        httplib::Request request;
        request.method = method;
        request.path = path;
        if (!body.is_null()) request.body = body.dump();
        if (!body.is_null()) request.set_header("Content-Type", "application/json");
        if (!key.empty()) request.set_header("Authorization", "Bearer " + key);
        httplib::Client client = server.client();
        const auto answer = client.send(request);
        REQUIRE(answer);
        return {answer->status,
                answer->body.empty() ? nlohmann::json() : nlohmann::json::parse(answer->body)};
    }
};

} // namespace

TEST_CASE("search:NAME is searched for over HTTP, in whatever is asked", "[alerts]") {
    Http http;
    const nlohmann::json body{{"name", "East Side"}, {"query", "kyiv OR sumy"}};
    const auto [status, made] = http.send("POST", "/api/v1/subscriptions", body);
    REQUIRE(status == 201);
    const std::string path = "/api/v1/subscriptions/" + made["id"].get<std::string>();
    const std::string address = "/api/v1/search?q=drones+search:%22east+side%22";
    const auto answer = http.server.get(address);
    CHECK(answer.status == 200);
    CHECK(answer.json()["total"]["value"] == 15);
    CHECK(answer.json()["query"]["parsed"] == "drones (kyiv OR sumy)");
    const auto tag = answer.headers.find("ETag")->second;
    CHECK(http.server.get(address, {{"If-None-Match", tag}}).status == 304);
    CHECK(http.send("PATCH", path, {{"query", "sumy"}}).first == 200);
    CHECK(http.server.get(address, {{"If-None-Match", tag}}).status == 200); // another answer
    CHECK(http.server.get(address).json()["total"]["value"] == 0);
    CHECK(http.send("PATCH", path, {{"query", "kyiv"}}).first == 200);
    CHECK(http.server.get("/api/v1/articles/a2/why?q=search:%22east+side%22").json()["found"] ==
          true);
    CHECK(http.server.get("/api/v1/facets/region?q=search:%22east+side%22").status == 200);
    CHECK(http.server.get("/search?q=search:%22east+side%22").body.find("15") != std::string::npos);
    CHECK(http.server.get("/article?id=a2&q=search:%22east+side%22").body.find("<mark") !=
          std::string::npos);
    CHECK(http.server.get("/feed.atom?q=search:%22east+side%22").status == 200);
    CHECK(http.server.get("/api/v1/search?q=search:%22east+side%22&format=jsonl")
              .body.find("\"a2\"") != std::string::npos);
    const auto none = http.server.get("/api/v1/search?q=search:nosuch");
    CHECK(none.status == 400);
    CHECK(none.body.find("there is no saved search") != std::string::npos);
}

TEST_CASE("what a saved search cannot be is refused over HTTP with its place", "[alerts]") {
    Http http;
    const std::string path = "/api/v1/subscriptions";
    REQUIRE(http.send("POST", path, {{"name", "b"}, {"query", "kyiv search:a"}}).first == 400);
    const auto [status, a] = http.send("POST", path, {{"name", "a"}, {"query", "kyiv"}});
    REQUIRE(status == 201);
    REQUIRE(http.send("POST", path, {{"name", "b"}, {"query", "drones search:a"}}).first == 201);
    const std::string one = path + "/" + a["id"].get<std::string>();
    const auto [cycle, problem] = http.send("PATCH", one, {{"query", "kyiv search:b"}});
    CHECK(cycle == 400);
    CHECK(problem["detail"].get<std::string>().find("names itself") != std::string::npos);
    CHECK(problem["position"]["begin"] == 5);
    CHECK(problem["position"]["end"] == 13);
    CHECK(http.send("GET", one).second["query"] == "kyiv");
    const auto [past, why] = http.send("PATCH", one, {{"query", "kyiv versions:all"}});
    CHECK(past == 400);
    CHECK(why["detail"] == "a saved search cannot ask for versions:all");
    CHECK(http.server.get("/subscriptions/new?q=kyiv&as_of=2025-07-04").status == 400);
    const auto offers = [&](const char* address) {
        return http.server.get(address).body.find("/subscriptions/new") != std::string::npos;
    };
    CHECK(offers("/search?q=kyiv"));
    CHECK(!offers("/search?q=kyiv&as_of=2035-07-04"));
    CHECK(!offers("/search?q=kyiv+versions:all"));
}

TEST_CASE("a saved search is watched only where it may be", "[alerts]") {
    Http http;
    { // as sitrep-search saves it: anything that can be read
        State command(http.server.index().parent_path() / "state", State::User::command);
        save_search(command, "", "all", "*", 0);
    }
    const auto list = http.send("GET", "/api/v1/subscriptions").second["subscriptions"];
    REQUIRE(list.size() == 1);
    CHECK(list[0]["paused"] == true);
    const std::string one = "/api/v1/subscriptions/" + list[0]["id"].get<std::string>();
    CHECK(http.send("PATCH", one, {{"paused", false}}).first == 400);
    CHECK(http.send("PATCH", one, {{"query", "kyiv"}, {"paused", false}}).first == 200);
}

TEST_CASE("the secret address of any feed is renewed over the API", "[alerts]") {
    Http http;
    const auto made = http.send("POST", "/api/v1/subscriptions",
                                {{"name", "hook"},
                                 {"query", "kyiv"},
                                 {"delivery", {{"webhook", {{"url", "http://127.0.0.1:9/"}}}}}})
                          .second;
    const std::string path = "/api/v1/subscriptions/" + made["id"].get<std::string>();
    const auto part = [](const std::string& address) {
        return address.substr(address.find('/', 8));
    };
    const std::string before = part(made["feed"]);
    CHECK(http.server.get(before).status == 200);
    const auto [status, renewed] = http.send("POST", path + "/renew");
    CHECK(status == 200);
    CHECK(renewed["feed"] != made["feed"]);
    CHECK(!renewed.contains("secret"));
    CHECK(http.server.get(before).status == 404);
    CHECK(http.server.get(part(renewed["feed"])).status == 200);
}

TEST_CASE("nobody finds by name what somebody else saved", "[alerts]") {
    TemporaryDirectory directory;
    ServerOptions options;
    options.keys = directory.path() / "keys";
    options.open = {Scope::search};
    const std::string anna = add_key(options.keys, "anna", {Scope::search, Scope::subscribe});
    const std::string bob = add_key(options.keys, "bob", {Scope::search, Scope::subscribe});
    Http http(options);
    {
        State command(http.server.index().parent_path() / "state", State::User::command);
        save_search(command, "", "local", "kyiv", 0);
    }
    REQUIRE(http.send("POST", "/api/v1/subscriptions", {{"name", "mine"}, {"query", "kyiv"}}, anna)
                .first == 201);
    const auto status = [&](const char* name, const std::string& key) {
        return http.send("GET", std::string("/api/v1/search?q=search:") + name, {}, key).first;
    };
    CHECK(status("mine", anna) == 200);
    CHECK(status("mine", bob) == 400);
    CHECK(status("mine", "") == 400);
    CHECK(status("local", anna) == 400);
    CHECK(status("local", "") == 400); // nobody is not the command line's owner
    CHECK(http.send("POST", "/api/v1/subscriptions",
                    {{"name", "his"}, {"query", "drones search:mine"}}, bob)
              .first == 400);
    CHECK(http.send("GET", "/api/v1/search?q=kyiv", {}, "").first == 200);
}
