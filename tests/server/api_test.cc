// The API beyond a plain search: bodies, exports, articles, facets.

#include "tests/server/server_fixture.h"

#include "server/routes.h"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

TestServer::Answer post(const std::string& path, const std::string& body,
                        const std::string& type = "application/json") {
    httplib::Client client = shared_server().client();
    const auto result = client.Post(path, body, type);
    if (!result) return {};
    return {result->status, result->get_header_value("Content-Type"), result->body,
            result->headers};
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> all;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        all.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return all;
}

} // namespace

TEST_CASE("a path is matched part by part") {
    struct Row {
        const char* pattern;
        const char* path;
        const char* value; // null: it does not match
    };
    const Row rows[] = {
        {"/a/{id}", "/a/b", "b"},
        {"/a/{id}", "/a/https%3A%2F%2Fx.org%2Fy+z%3Fn=1", "https://x.org/y+z?n=1"},
        {"/a/{id}", "/%61/b", "b"},
        {"/a/{id}", "/a/", nullptr},
        {"/a/{id}", "/a", nullptr},
        {"/a/{id}", "/a/b/c", nullptr},
        {"/a/{id}", "/a/b/", nullptr},
        {"/a/{id}/c", "/a/b%2Fc/c", "b/c"},
        {"/a/{id}/c", "/a/b/d", nullptr},
        {"/a/{id}", "//a/b", nullptr},
    };
    for (const Row& row : rows) {
        CAPTURE(row.pattern, row.path);
        const auto values = match_path(row.pattern, row.path);
        REQUIRE(values.has_value() == (row.value != nullptr));
        if (row.value)
            CHECK(values->at(0) == std::pair<std::string_view, std::string>("id", row.value));
    }
}

TEST_CASE("a search by POST is the search by GET of the same names") {
    struct Row {
        const char* body;
        const char* query;
    };
    const Row rows[] = {
        {R"({"q":"drone kyiv"})", "q=drone+kyiv"},
        {R"({"region":["ukraine","sudan"],"limit":5,"offset":2})",
         "region=ukraine&region=sudan&limit=5&offset=2"},
        {R"({"exclude":{"region":"ukraine"},"sort":"oldest"})",
         "exclude.region=ukraine&sort=oldest"},
        {R"({"exclude.region":["ukraine"],"q":null,"collapse":"none"})",
         "exclude.region=ukraine&collapse=none"},
        {R"({"facets":["region","source:3"],"facet_size":{"region":2}})",
         "facets=region,source:3&facet_size.region=2"},
        {R"({"facets":[]})", "facets=none"},
        {"{}", ""},
    };
    const auto comparable = [](nlohmann::json json) {
        json.erase("took_ms");
        return json;
    };
    for (const Row& row : rows) {
        CAPTURE(row.body);
        const auto posted = post("/api/v1/search", row.body);
        REQUIRE(posted.status == 200);
        CHECK(comparable(posted.json()) ==
              comparable(shared_server().get(std::string("/api/v1/search?") + row.query).json()));
    }
    CHECK(post("/api/v1/search", "q=kyiv&limit=1", "application/x-www-form-urlencoded")
              .json()["hits"]
              .size() == 1);
}

TEST_CASE("a body that is no search says what is wrong with it") {
    struct Row {
        const char* body;
        const char* detail;
    };
    const Row rows[] = {
        {"", "no valid JSON"},
        {"{\"q\":", "no valid JSON at byte 6"},
        {"[1]", "no JSON object"},
        {R"({"limit":1.5})", "limit cannot be a fraction"},
        {R"({"q":{"a":1}})", "q cannot be an object"},
        {R"({"region":[["a"]]})", "region cannot be an array"},
        {R"({"regoin":"a"})", "unknown parameter \"regoin\""},
        {R"({"limit":-1})", "limit cannot be \"-1\""},
        {R"({"q":"(a"})", "parenthesis"},
        {"{\"q\":\"\xff\"}", "no valid JSON"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.body);
        const auto answer = post("/api/v1/search", row.body);
        CHECK(answer.status == 400);
        CHECK(answer.type == "application/problem+json");
        CHECK_THAT(answer.json()["detail"].get<std::string>(), Catch::Contains(row.detail));
    }
    CHECK(post("/api/v1/search", "<q/>", "text/xml").status == 415);
}

TEST_CASE("exports give every hit, and as many as are asked for") {
    const auto all = shared_server().get("/api/v1/search?format=jsonl&q=");
    CHECK(all.type.starts_with("application/jsonl"));
    REQUIRE(lines(all.body).size() == 32);
    const auto first = nlohmann::json::parse(lines(all.body).front());
    CHECK(first["text"].get<std::string>().size() > 10);
    CHECK_FALSE(first.contains("why"));
    CHECK(lines(shared_server().get("/search?format=jsonl&q=kyiv&limit=4&offset=13").body).size() ==
          2);
    const auto explained = shared_server().get("/api/v1/search?format=jsonl&q=kyiv&explain=true");
    CHECK(nlohmann::json::parse(lines(explained.body).front())["why"] ==
          nlohmann::json::array({"kyiv"}));
    const auto csv = shared_server().get("/api/v1/search?format=csv&q=kyiv");
    CHECK(csv.type.starts_with("text/csv"));
    CHECK(lines(csv.body).size() == 16);
    CHECK(lines(shared_server().get("/api/v1/search?format=csv&q=nosuchword").body).size() == 1);
    const auto wrong = shared_server().get("/api/v1/search?format=csv&q=%28");
    CHECK(wrong.status == 400);
    CHECK(wrong.json()["position"]["begin"] == 0);
}

TEST_CASE("an article is given as an export has it, with its evidence") {
    const auto answer = shared_server().get("/api/v1/articles/a2");
    REQUIRE(answer.status == 200);
    const auto json = answer.json();
    CHECK(json["id"] == "a2");
    CHECK(json["text"].get<std::string>().starts_with("Russian drones struck Kyiv"));
    REQUIRE(!json["mentions"].empty());
    CHECK(!json["mentions"][0]["evidence"].empty());
    httplib::Client client = shared_server().client();
    std::string id = "evil " + hostile;
    const auto evil = client.Get("/api/v1/articles/evil%20%3Cscript%3Ealert('x')%3C%2Fscript%3E%22"
                                 "%3E%3Cimg%20src=x%20onerror=%22y%22%3E&amp;");
    REQUIRE(evil);
    CHECK(nlohmann::json::parse(evil->body)["id"] == id);
    CHECK(shared_server().get("/api/v1/articles/none").status == 404);
    CHECK(shared_server().get("/api/v1/articles/none").type == "application/problem+json");
    CHECK(shared_server().get("/api/v1/articles/a2?x=1").status == 400);
}

TEST_CASE("values of a facet are found by a word of any of their names") {
    const auto values = [](const std::string& address) {
        std::vector<std::string> ids;
        const auto answer = shared_server().get("/api/v1/facets/" + address);
        REQUIRE(answer.status == 200);
        CAPTURE(answer.body);
        const auto json = answer.json(); // lives as long as the loop
        for (const auto& value : json["values"])
            ids.push_back(value["id"].get<std::string>() + " " + value["count"].dump());
        return ids;
    };
    using Ids = std::vector<std::string>;
    CHECK(values("region?prefix=ukr") == Ids{"ukraine 15"});
    CHECK(values("region?prefix=%D0%BA%D0%B8%D1%97%D0%B2") == Ids{"kyiv 15", "kyiv-city 15"});
    CHECK(values("actor?prefix=support") == Ids{"rapid-support-forces 15"}); // Rapid Support Forces
    CHECK(values("source?prefix=ti") == Ids{"tide post 10"});
    CHECK(values("source?prefix=post&q=kyiv") == Ids{"tide post 5"});
    CHECK(values("source?prefix=ost").empty());
    CHECK(values("source?limit=1&exclude.source=tide+post") == Ids{"lamp wire 20"});
    CHECK(values("date?prefix=2025-06") == Ids{"2025-06 15", "2025-06-10 15"});
    CHECK(shared_server().get("/api/v1/facets/killed").status == 404);
    CHECK(shared_server().get("/api/v1/facets/region?q=%28").json()["position"]["begin"] == 0);
}

TEST_CASE("an article's page lists what the API calls similar, and what they share") {
    const auto json = shared_server().get("/api/v1/articles/a2/similar?limit=6").json();
    REQUIRE(json["hits"].size() > 0);
    const std::string page = shared_server().get("/article?id=a2").body;
    const std::size_t list = page.find("<h2>Similar articles</h2>");
    REQUIRE(list != page.npos);
    std::size_t at = list;
    for (const auto& hit : json["hits"]) { // in the same order
        CHECK(!hit["shared"].empty());
        at = page.find("/article?id=" + hit["id"].get<std::string>() + "\"", at);
        REQUIRE(at != page.npos);
    }
    CHECK(page.find("shares <bdi>", list) != page.npos);
}

TEST_CASE("a text that was broken into lines of some width is shown in its paragraphs") {
    const auto paragraphs = [](const std::string& text) {
        const TestServer server({make_article("one", "Title", text, "2025-07-04", "Wire")});
        const std::string page = server.get("/article?id=one").body;
        const std::size_t begin = page.find("<div class=\"text\"");
        std::size_t count = 0;
        for (std::size_t at = begin; (at = page.find("<p dir=", at)) < page.find("</div>", begin);
             ++at)
            ++count;
        return count;
    };
    const std::string wrapped = "KYIV, July 4 - The ministry of defence said on\n"
                                "Friday that two bridges across the river had been\n"
                                "closed. Nobody was hurt.\n"
                                "It gave no reason for the closure, and said that\n"
                                "more would be known after the commission had met\n"
                                "in the capital.";
    CHECK(paragraphs(wrapped) == 2);
    CHECK(paragraphs(wrapped + "\n\n" + wrapped) == 4);
    CHECK(paragraphs("Two bridges were closed.\nNobody was hurt.\nMore is not known.\nThe end.") ==
          4);
    CHECK(paragraphs("One line\nand another") == 2);
}
