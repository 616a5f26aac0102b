// Keys, articles from other programs, and what looks after a server.

#include "tests/server/server_fixture.h"

#include "schema/error.h"
#include "server/keys.h"

#include <algorithm>
#include <array>
#include <fstream>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

struct Posted {
    int status = 0;
    nlohmann::json json;
    httplib::Headers headers;
};

Posted post_articles(const TestServer& server, const std::string& body,
                     const std::string& type = "application/json") {
    httplib::Client client = server.client();
    client.set_read_timeout(30);
    const auto result = client.Post("/api/v1/articles", body, type);
    REQUIRE(result);
    return {result->status, nlohmann::json::parse(result->body), result->headers};
}

std::vector<std::string> statuses(const nlohmann::json& answer) {
    std::vector<std::string> all;
    for (const auto& result : answer["results"]) all.push_back(result["status"]);
    return all;
}

} // namespace

TEST_CASE("articles that are posted are found at once, and posting them again changes nothing") {
    const TestServer server;
    const std::string batch = R"([
{"id":"n1","title":"Drones over Odesa","text":"Drones struck Odesa.","date":"2025-07-06"},
{"id":"n2","text":"Shelling of Nikopol went on.","date":"2025-07-06"},
{"url":"x"}])";
    const auto first = post_articles(server, batch);
    CHECK(first.status == 207);
    CHECK(statuses(first.json) == std::vector<std::string>{"added", "added", "rejected"});
    CHECK(first.json["results"][0]["line"] == 2);
    CHECK(first.json["results"][0]["id"] == "n1");
    CHECK(first.json["results"][2]["line"] == 4);
    CHECK(first.json["added"] == 2);
    CHECK(server.get("/api/v1/search?q=odesa").json()["total"]["value"] == 1);
    const auto again = post_articles(server, batch);
    CHECK(statuses(again.json) == std::vector<std::string>{"unchanged", "unchanged", "rejected"});
    const auto changed = post_articles(
        server,
        "{\"id\":\"n1\",\"title\":\"Drones over Odesa\",\"text\":\"Two were shot down.\"}\n\n"
        "{\"id\":\"n3\",\"text\":\"Talks in Muscat.\"}\n",
        "application/jsonl");
    CHECK(changed.status == 200);
    CHECK(statuses(changed.json) == std::vector<std::string>{"updated", "added"});
    CHECK(changed.json["results"][1]["line"] == 3);
    CHECK(server.get("/api/v1/articles/n1").json()["version"] == 2);
    CHECK(server.get("/api/v1/search?q=").json()["index"]["documents"] == 35);
}

TEST_CASE("a body without articles says what is wrong") {
    struct Row {
        const char* body;
        const char* type;
        int status;
    };
    const Row rows[] = {
        {"", "application/json", 400},
        {"  \n", "application/json", 400},
        {"nonsense", "application/json", 400},
        {"\x1f\x8b\x08", "application/json", 400}, // packed: of no known length
        {"{\"text\":\"a\"}", "text/csv", 415},
        {"{\"text\":", "application/json", 422},
        {"[]", "application/json", 400},
        {"{\"text\":\"\xff\"}", "application/json", 422},
    };
    const TestServer server;
    for (const Row& row : rows) {
        CAPTURE(row.body);
        const auto answer = post_articles(server, row.body, row.type);
        CHECK(answer.status == row.status);
        CHECK(answer.headers.find("Content-Type")->second == "application/problem+json");
    }
}

TEST_CASE("many clients post at once, and all is indexed") {
    const TestServer server;
    std::vector<std::thread> threads;
    std::atomic<int> added = 0;
    for (int t = 0; t < 6; ++t)
        threads.emplace_back([&, t] {
            httplib::Client client = server.client();
            client.set_read_timeout(60);
            for (int i = 0; i < 3; ++i) {
                const auto result = client.Post(
                    "/api/v1/articles",
                    nlohmann::json{{"id", std::to_string(t) + "/" + std::to_string(i)},
                                   {"text", "Many drones, number " + std::to_string(t * 10 + i)}}
                        .dump(),
                    "application/json");
                if (result && result->status == 200) ++added;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(added == 18);
    CHECK(server.get("/api/v1/search?q=many+drones").json()["total"]["articles"] == 18);
}

TEST_CASE("while another process writes to the index, posting has to wait") {
    ServerOptions options;
    options.intake_patience = std::chrono::milliseconds(50);
    const TestServer server(small_corpus(), 4, options);
    const std::string article = R"({"id":"n1","text":"Talks."})";
    {
        const std::shared_ptr<const Gazetteer> gazetteer(&Gazetteer::builtin(), [](const auto*) {});
        const IndexWriter other(server.index(), gazetteer, {});
        const auto answer = post_articles(server, article);
        CHECK(answer.status == 503);
        CHECK(answer.headers.find("Retry-After")->second == "5");
        CHECK(server.get("/api/v1/search?q=").status == 200);
    }
    CHECK(post_articles(server, article).status == 200);
}

TEST_CASE("keys allow what their scopes say") {
    TemporaryDirectory directory;
    const auto file = directory.path() / "keys";
    const std::string reader = add_key(file, "reader", {Scope::search});
    const std::string pipe = add_key(file, "pipe", {Scope::index, Scope::subscribe});
    const std::string boss = add_key(file, "boss", {Scope::admin});
    CHECK_THROWS_AS(add_key(file, "boss", {Scope::search}), Error);
    CHECK_THROWS_AS(add_key(file, "a b", {Scope::search}), Error);
    using Answer = Keys::Answer;
    Keys keys(file);
    struct Row {
        std::string authorization;
        Scope scope;
        Answer answer;
    };
    const Row rows[] = {
        {"", Scope::open, Answer::yes},
        {"", Scope::search, Answer::unknown_key},
        {"Bearer nonsense", Scope::search, Answer::unknown_key},
        {"Bearer " + reader, Scope::search, Answer::yes},
        {"bearer  " + reader, Scope::search, Answer::yes},
        {"Bearer " + reader, Scope::index, Answer::forbidden},
        {"Bearer " + pipe, Scope::index, Answer::yes},
        {"Bearer " + pipe, Scope::search, Answer::forbidden},
        {"Bearer " + boss, Scope::index, Answer::yes},
        {"Basic !!!", Scope::search, Answer::unknown_key},
        {"Basic", Scope::search, Answer::unknown_key},
        {reader, Scope::search, Answer::unknown_key},
    };
    for (const Row& row : rows) {
        CAPTURE(row.authorization);
        CHECK(keys.allow(row.authorization, row.scope) == row.answer);
    }
    CHECK(keys.name_of("Bearer " + pipe) == "pipe");
    std::ifstream stream(file);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    CHECK(text.find(reader) == std::string::npos);
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::others_all) ==
          std::filesystem::perms::none);
    remove_key(file, "reader");
    CHECK_THROWS_AS(remove_key(file, "reader"), Error);
    keys.reload();
    CHECK(keys.allow("Bearer " + reader, Scope::search) == Answer::unknown_key);
    std::ofstream(file) << "nonsense\n";
    CHECK_THROWS_AS(keys.reload(), Error);
    CHECK(keys.allow("Bearer " + pipe, Scope::index) == Answer::yes); // the old ones stay
}

TEST_CASE("a server with keys asks for them") {
    TemporaryDirectory directory;
    ServerOptions options;
    options.keys = directory.path() / "keys";
    const std::string reader = add_key(options.keys, "reader", {Scope::search});
    const TestServer server(small_corpus(), 4, options);
    const auto refused = server.get("/api/v1/search?q=kyiv");
    CHECK(refused.status == 401);
    CHECK(refused.type == "application/problem+json");
    CHECK(refused.headers.find("WWW-Authenticate")->second == "Bearer realm=\"Sitrep\"");
    CHECK_THAT(server.get("/search?q=kyiv").headers.find("WWW-Authenticate")->second,
               Catch::StartsWith("Basic "));
    CHECK(server.get("/api/v1/search?q=kyiv", {{"Authorization", "Bearer " + reader}}).status ==
          200);
    CHECK(server.get("/metrics", {{"Authorization", "Bearer " + reader}}).status == 403);
    CHECK(server.get("/healthz").status == 200);
    httplib::Client client = server.client();
    client.set_basic_auth("anyone", reader);
    CHECK(client.Get("/search?q=kyiv")->status == 200);
    CHECK(client.Post("/api/v1/articles", "{\"text\":\"x\"}", "application/json")->status == 403);
    options.open = {Scope::search};
    const TestServer open(small_corpus(), 4, options);
    CHECK(open.get("/search?q=kyiv").status == 200);
    CHECK(open.get("/metrics").status == 401);
}

TEST_CASE("a saved search is for the key that made it, and for no other") {
    TemporaryDirectory directory;
    ServerOptions options;
    options.keys = directory.path() / "keys";
    options.alerts.emplace();
    options.alerts->state = directory.path() / "state";
    const std::string mine = add_key(options.keys, "mine", {Scope::search, Scope::subscribe});
    const std::string other = add_key(options.keys, "other", {Scope::search, Scope::subscribe});
    const TestServer server(small_corpus(), 4, options);
    httplib::Client client = server.client();
    const httplib::Headers as_me{{"Authorization", "Bearer " + mine}};
    const httplib::Headers as_other{{"Authorization", "Bearer " + other}};
    const auto made = client.Post("/api/v1/subscriptions", as_me,
                                  R"({"name":"Kyiv","query":"kyiv drone","delivery":{"feed":{}}})",
                                  "application/json");
    REQUIRE(made);
    REQUIRE(made->status == 201);
    const std::string path =
        "/api/v1/subscriptions/" + nlohmann::json::parse(made->body)["id"].get<std::string>();
    CHECK(server.get(path, as_me).status == 200);
    CHECK(server.get(path, as_other).status == 404);
    CHECK_THAT(server.get("/api/v1/subscriptions", as_me).body, Catch::Contains("kyiv drone"));
    CHECK_THAT(server.get("/api/v1/subscriptions", as_other).body, !Catch::Contains("kyiv drone"));
    CHECK(client.Delete(path, as_other)->status == 404);
}

TEST_CASE("behind a proxy the server answers for the name of the proxy, and links to it") {
    ServerOptions options;
    options.public_url = "https://sitrep.example.org";
    const TestServer server(small_corpus(), 4, options);
    const httplib::Headers proxied{{"Host", "sitrep.example.org"},
                                   {"Origin", "https://sitrep.example.org"}};
    CHECK(server.get("/search?q=kyiv", proxied).status == 200);
    CHECK_THAT(server.get("/feed.atom?q=kyiv", proxied).body,
               Catch::Contains("href=\"https://sitrep.example.org/feed.atom?q=kyiv\""));
    CHECK(server.get("/", {{"Host", "sitrep.example.com"}}).status == 421);
    CHECK(server.get("/", {{"Origin", "https://evil.example"}}).status == 403);
}

TEST_CASE("metrics count requests by route, and say how the index is") {
    const TestServer server;
    server.get("/api/v1/search?q=kyiv");
    server.get("/api/v1/search?q=%28");
    server.get("/none");
    server.get("/api/v1/articles/a2");
    const std::array<std::string, 7> lines{
        "sitrep_requests_total{path=\"/api/v1/search\",method=\"GET\",status=\"2xx\"} 1\n",
        "sitrep_requests_total{path=\"/api/v1/search\",method=\"GET\",status=\"4xx\"} 1\n",
        "sitrep_requests_total{path=\"\",method=\"\",status=\"4xx\"} 1\n",
        "sitrep_requests_total{path=\"/api/v1/articles/{id}\",method=\"GET\",status=\"2xx\"} 1\n",
        "sitrep_request_seconds_count{path=\"/api/v1/search\",method=\"GET\"} 2\n",
        "sitrep_index_documents 32\n",
        "sitrep_index_age_seconds "};
    std::string text;
    const auto is_there = [&](const std::string& line) { return text.find(line) != text.npos; };
    // A request is counted once its answer has been sent, each on a thread of its own.
    for (int i = 0; i < 100 && !std::all_of(lines.begin(), lines.end(), is_there); ++i)
        text = server.get("/metrics").body;
    for (const std::string& line : lines) CHECK_THAT(text, Catch::Contains(line));
    CHECK(server.get("/readyz").json()["status"] == "ok");
}

TEST_CASE("where commits are followed, a post is found when it answers, and all else soon after") {
    ServerOptions options;
    options.follow = std::chrono::milliseconds(20);
    const TestServer server(small_corpus(), 16, options);
    httplib::Client client = server.client();
    const auto total = [&](const std::string& query) {
        return server.get("/api/v1/search?limit=0&facets=region&q=" + query)
            .json()["total"]["value"]
            .get<int>();
    };
    for (int i = 1; i <= 5; ++i) {
        const nlohmann::json article{{"id", "post" + std::to_string(i)},
                                     {"text", "Zeppelin number " + std::to_string(i) + " landed."}};
        const auto answer = client.Post("/api/v1/articles", article.dump(), "application/json");
        REQUIRE(answer);
        CHECK(answer->status == 200);
        CHECK(total("zeppelin") == i);
    }
    // By another program; and its merge takes away the shards that were being read.
    for (int i = 1; i <= 5; ++i) {
        write_index(server.index(), {make_article("other" + std::to_string(i), "Airship",
                                                  "An airship, and of its own kind: " +
                                                      std::string(20, static_cast<char>('a' + i)),
                                                  "2025-07-04", "Other")});
        for (int look = 0; look < 1000 && total("airship") < i; ++look)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        CHECK(total("airship") == i);
    }
    CHECK(total("kyiv") == 15);
}
