// Every route of the table keeps the contract: it answers, its errors are problem documents, the
// page and the API agree, and nothing that a client sends is a fault of the server's.

#include "tests/server/server_fixture.h"

#include "server/params.h"
#include "server/routes.h"

#include <random>
#include <regex>
#include <set>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// A server with a saved search, and what stands for each {name} of its routes.
struct WatchedSite {
    WatchedSite() : server(small_corpus(), 16, AlertOptions{}), client(server.client()) {
        client.set_keep_alive(true);
        const auto made =
            client.Post("/api/v1/subscriptions",
                        R"({"name": "contract", "query": "kyiv drone", "delivery": {"feed": {}}})",
                        "application/json");
        REQUIRE(made);
        REQUIRE(made->status == 201);
        const auto json = nlohmann::json::parse(made->body);
        subscription = json["id"];
        const std::string feed = json["feed"]; // http://HOST/feeds/ID/TOKEN/feed.atom
        const std::size_t end = feed.rfind('/');
        const std::size_t begin = feed.rfind('/', end - 1) + 1;
        token = feed.substr(begin, end - begin);
    }

    // An address of a route that answers.
    std::string address_of(const Route& route) const {
        std::string path(route.path);
        const bool is_article = path.starts_with("/api/v1/articles");
        const std::pair<std::string_view, std::string> values[] = {
            {"{id}", is_article ? "a2" : subscription},
            {"{token}", token},
            {"{file}", "feed.atom"},
            {"{delivery}", "none"},
            {"{field}", "region"},
            {"{version}", "0"},
            {"{name}", "style.css"}};
        for (const auto& [name, value] : values)
            if (const std::size_t at = path.find(name); at != path.npos)
                path.replace(at, name.size(), value);
        return path;
    }

    TestServer server;
    httplib::Client client;
    std::string subscription;
    std::string token;
};

// What a route asks for at least.
std::string needed_query(const Route& route) {
    if (route.path == "/story") return "?id=" + group_id("a1");
    return route.path == "/article" || route.path == "/versions" ? "?id=a2" : "";
}

httplib::Result ask(httplib::Client& client, std::string_view method, const std::string& target,
                    const std::string& body = {}, const std::string& type = {}) {
    httplib::Request request;
    request.method = method;
    request.path = target;
    if (!body.empty()) {
        request.body = body;
        request.set_header("Content-Type", type);
    }
    return client.send(request);
}

bool is_problem(const httplib::Response& response) {
    if (response.get_header_value("Content-Type") != "application/problem+json") return false;
    const auto json = nlohmann::json::parse(response.body, nullptr, false);
    return json.is_object() && json["status"] == response.status && json["title"].is_string() &&
           !json["title"].get<std::string>().empty() && json["detail"].is_string();
}

// Nothing that was sent comes back as markup.
const std::string marker = "<q9\"'&>";

class Hostile {
  public:
    explicit Hostile(std::uint32_t seed) : random_(seed) {}

    std::string target() {
        const Route& route = *routes_[below(routes_.size())];
        std::string path;
        for (std::size_t i = 0; i < route.path.size(); ++i) {
            if (route.path[i] != '{') {
                path += route.path[i];
                continue;
            }
            path += encoded(value());
            i = route.path.find('}', i);
        }
        if (below(20) == 0) path += "/" + encoded(value());
        std::string query;
        for (std::size_t n = below(5); n > 0; --n)
            query += (query.empty() ? "?" : "&") + name() + "=" + encoded(value());
        return path + query;
    }
    std::string_view method() {
        constexpr std::array<std::string_view, 9> methods{"GET", "GET",   "GET",    "GET", "POST",
                                                          "PUT", "PATCH", "DELETE", "HEAD"};
        return methods[below(methods.size())];
    }
    std::string body() {
        switch (below(5)) {
        case 0: return value();
        case 1: return "{\"" + name() + "\":" + nlohmann::json(clean()).dump() + "}";
        case 2: return "[" + std::string(below(2000), '[');
        case 3: return "{\"q\":{\"a\":[" + value();
        default: return name() + "=" + encoded(value());
        }
    }
    std::size_t below(std::size_t limit) { return random_() % limit; }

  private:
    // But for the stream that waits for matches.
    static std::vector<const Route*> all_routes() {
        std::vector<const Route*> all;
        for (const Route& route : routes())
            if (route.path != "/events") all.push_back(&route);
        return all;
    }
    std::string name() {
        switch (below(6)) {
        case 0: return encoded(value());
        case 1: return "exclude." + std::string(fields[below(fields.size())].name);
        case 2: return std::string(fields[below(fields.size())].name);
        default: return std::string(own_parameters[below(own_parameters.size())].name);
        }
    }
    std::string value() {
        static const std::vector<std::string> values{"",
                                                     "*",
                                                     "kyiv",
                                                     marker,
                                                     "-1",
                                                     "0",
                                                     "99999999999999999999",
                                                     "1e9",
                                                     "((((((",
                                                     "a OR",
                                                     "\"",
                                                     "region:",
                                                     "region:" + marker,
                                                     "date:2025-13",
                                                     "date:P7D",
                                                     "killed:5..1",
                                                     "title:a*",
                                                     "a*",
                                                     "abc*",
                                                     "/re/",
                                                     "NEAR/5",
                                                     "a NEAR/99999999999 b",
                                                     "\xff\xfe",
                                                     std::string("a\0b", 3),
                                                     "../../etc/passwd",
                                                     "json",
                                                     "html",
                                                     "csv",
                                                     "jsonl",
                                                     "atom",
                                                     "geojson",
                                                     "jsonfeed",
                                                     "true",
                                                     "newest",
                                                     "copies",
                                                     "2025-07",
                                                     "today",
                                                     "none",
                                                     "region,actor:20",
                                                     "region:0",
                                                     "a2",
                                                     "sudan",
                                                     "-kyiv",
                                                     "\r\nSet-Cookie: a=b",
                                                     "{{q}}",
                                                     "%",
                                                     "%zz",
                                                     "\xd0\x9a\xd0\xb8\xd1\x97\xd0\xb2",
                                                     std::string(300, 'a'),
                                                     std::string(600, '(')};
        if (below(8) == 0) return clean() + values[below(values.size())];
        return values[below(values.size())];
    }
    std::string clean() {
        std::string text;
        for (std::size_t n = below(12); n > 0; --n)
            text += static_cast<char>(' ' + static_cast<char>(below(95)));
        return text;
    }
    // Sometimes as it is, so that the server sees what is no address at all.
    std::string encoded(const std::string& text) {
        std::string out;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            const bool plain = std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_';
            char hex[4];
            std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned>(byte));
            out += plain ? std::string(1, c) : std::string(hex);
        }
        return out;
    }

    std::mt19937 random_;
    std::vector<const Route*> routes_ = all_routes();
};

} // namespace

TEST_CASE("every route answers, and refuses what it does not know with a problem document") {
    WatchedSite site;
    for (const Route& route : routes()) {
        CAPTURE(route.method, route.path);
        CHECK(!route.help.empty());
        const std::string address = site.address_of(route);
        if (route.method == "GET" && route.path != "/events") {
            const auto plain = ask(site.client, "GET", address + needed_query(route));
            REQUIRE(plain);
            CAPTURE(plain->body);
            CHECK(plain->status == (route.path.starts_with("/unsubscribe/") ? 404 : 200));
        }
        const auto unknown = ask(site.client, "PATCH", "/nowhere" + address);
        REQUIRE(unknown);
        CHECK(unknown->status == 404);
        // Feed readers and browsers may add to the address of a file.
        const bool is_strict = !route.is_page && !route.path.starts_with("/assets/") &&
                               !route.path.starts_with("/feeds/");
        if (is_strict && route.method == "GET") {
            const auto odd = ask(site.client, "GET", address + "?no_such_parameter=1");
            REQUIRE(odd);
            CAPTURE(odd->body);
            CHECK(odd->status == 400);
            CHECK(is_problem(*odd));
        }
        const auto wrong = ask(site.client, "OPTIONS", address);
        REQUIRE(wrong);
        CHECK(wrong->status == 405);
        CHECK_THAT(wrong->get_header_value("Allow"), Catch::Contains(std::string(route.method)));
    }
}

TEST_CASE("every route refuses a body that makes no sense, and changes nothing") {
    WatchedSite site;
    for (const Route& route : routes()) {
        if (route.method == "GET") continue;
        CAPTURE(route.method, route.path);
        for (const char* body : {"{\"name", "[[[[", "\xff\xfe=%zz&=", "7"}) {
            CAPTURE(body);
            const auto answer =
                ask(site.client, route.method, site.address_of(route), body,
                    route.is_page ? "application/x-www-form-urlencoded" : "application/json");
            REQUIRE(answer);
            CAPTURE(answer->body);
            CHECK(answer->status >= 400);
            CHECK(answer->status < 500);
            if (!route.is_page) CHECK(is_problem(*answer));
        }
    }
    const auto list = ask(site.client, "GET", "/api/v1/subscriptions");
    REQUIRE(list);
    const auto json = nlohmann::json::parse(list->body)["subscriptions"];
    REQUIRE(json.size() == 1);
    CHECK(json[0]["name"] == "contract");
}

TEST_CASE("a server that keeps no state says so at the routes of saved searches") {
    httplib::Client client = shared_server().client();
    for (const Route& route : routes()) {
        if (route.scope != Scope::subscribe || route.method != "GET") continue;
        CAPTURE(route.path);
        std::string path(route.path);
        for (std::size_t at = path.find('{'); at != path.npos; at = path.find('{'))
            path.replace(at, path.find('}') + 1 - at, "x");
        const auto answer = ask(client, "GET", path);
        REQUIRE(answer);
        CAPTURE(answer->body);
        CHECK(answer->status == 404);
        if (!route.is_page) CHECK(is_problem(*answer));
    }
}

TEST_CASE("what is wrong with a query is told with its place, wherever a query is taken") {
    for (const char* address :
         {"/api/v1/search?q=", "/feed.atom?q=", "/feed.json?q=", "/api/v1/facets/region?q=",
          "/api/v1/search?format=csv&q=", "/api/v1/search?format=geojson&q="}) {
        CAPTURE(address);
        const auto answer = shared_server().get(std::string(address) + "kyiv+(drone");
        CHECK(answer.status == 400);
        REQUIRE(answer.type == "application/problem+json");
        CHECK(answer.json()["title"] == "Invalid query");
        CHECK(answer.json()["position"]["begin"] == 5);
        CHECK(answer.json()["position"]["end"] == 6);
    }
}

TEST_CASE("all forms of a search find as many articles") {
    for (const std::string query :
         {"q=kyiv", "q=", "q=region:sudan&source=lamp+wire", "q=drone+OR+talks&from=2025-07",
          "q=kyiv+-drone", "q=markup", "exclude.region=ukraine&q=*"}) {
        CAPTURE(query);
        const auto json = shared_server().get("/api/v1/search?" + query).json();
        const std::string total = json["total"]["value"].dump();
        std::smatch found;
        const std::string page = shared_server().get("/search?" + query).body;
        REQUIRE(std::regex_search(page, found, std::regex("class=\"total\">([0-9,]+)<")));
        CHECK(found[1].str() == total);
        CHECK(shared_server().get("/feed.json?" + query).json()["_opensearch"]["total_results"] ==
              json["total"]["value"]);
        CHECK(shared_server().get("/api/v1/search?format=geojson&" + query).json()["total"] ==
              json["total"]["value"]);
        const std::string lines =
            shared_server().get("/api/v1/search?format=jsonl&collapse=copies&" + query).body;
        CHECK(std::to_string(std::count(lines.begin(), lines.end(), '\n')) == total);
    }
}

TEST_CASE("nothing that a client sends is a fault of the server's") {
    WatchedSite site;
    Hostile hostile_client(20250704);
    std::size_t answered = 0;
    constexpr int requests = 3000;
    for (int i = 0; i < requests; ++i) {
        const std::string target = hostile_client.target();
        const std::string_view method = hostile_client.method();
        const std::string body = method == "POST" || method == "PUT" ? hostile_client.body() : "";
        const std::string type =
            hostile_client.below(3) == 0 ? "application/x-www-form-urlencoded" : "application/json";
        const auto result = ask(site.client, method, target, body, type);
        if (!result) continue; // the client itself would not send it
        ++answered;
        CAPTURE(i, method, target, body);
        if (result->status >= 500) FAIL(result->status << " " << result->body);
        const std::string content = result->get_header_value("Content-Type");
        if (result->status >= 400 && content.find("html") == std::string::npos && method != "HEAD")
            CHECK(is_problem(*result));
        if (content.find("html") != std::string::npos || content.find("xml") != std::string::npos)
            CHECK(result->body.find("<q9") == std::string::npos);
        CHECK_FALSE(result->has_header("Set-Cookie"));
    }
    CHECK(answered > requests * 9 / 10);
    CHECK(site.server.get("/healthz").status == 200);
}

TEST_CASE("the reference has every route with its parameters") {
    const auto answer = shared_server().get("/api/v1");
    CHECK(answer.type == "application/json");
    const auto json = answer.json();
    CHECK(json["openapi"] == "3.1.0");
    for (const Route& route : routes()) {
        CAPTURE(route.path);
        std::string method(route.method);
        for (char& c : method) c = static_cast<char>(std::tolower(c));
        REQUIRE(json["paths"].contains(std::string(route.path)));
        const auto& operation = json["paths"][std::string(route.path)][method];
        CHECK(operation["summary"] == route.help);
        std::set<std::string> names;
        if (operation.contains("parameters"))
            for (const auto& parameter : operation["parameters"])
                CHECK(names
                          .insert(parameter["name"].get<std::string>() +
                                  (parameter["in"] == "path" ? "{}" : ""))
                          .second);
        for (const ParameterInfo& info : route.parameters)
            if (info.name.find(".FIELD") == info.name.npos)
                CHECK(names.contains(std::string(info.name)));
    }
    const auto page = shared_server().get("/api/v1", {{"Accept", "text/html,*/*;q=0.8"}});
    CHECK(page.type == "text/html; charset=utf-8");
    CHECK_THAT(page.body, Catch::Contains("POST /api/v1/articles"));
    CHECK(shared_server().get("/api/v1?format=html").type == "text/html; charset=utf-8");
    CHECK(shared_server().get("/api/v1?format=csv").status == 400);
}
