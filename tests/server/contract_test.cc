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

// Those that need no state; saved searches and their notices are tested beside (subscription_api).
std::vector<const Route*> stateless_routes() {
    std::vector<const Route*> all;
    for (const Route& route : routes())
        if (route.scope != Scope::subscribe && !route.path.starts_with("/feeds/") &&
            !route.path.starts_with("/unsubscribe/"))
            all.push_back(&route);
    return all;
}

// An address of a route, with something for each {name}.
std::string address_of(const Route& route) {
    std::string path(route.path);
    for (std::size_t at = path.find('{'); at != path.npos; at = path.find('{', at)) {
        const std::size_t end = path.find('}', at);
        const std::string name = path.substr(at + 1, end - at - 1);
        path.replace(at, end + 1 - at, name == "field" ? "region" : name == "id" ? "a2" : "x");
    }
    return path;
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
        constexpr std::array<std::string_view, 8> methods{"GET",  "GET", "GET",    "GET",
                                                          "POST", "PUT", "DELETE", "HEAD"};
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
    std::vector<const Route*> routes_ = stateless_routes();
};

} // namespace

TEST_CASE("every route answers, and refuses what it does not know with a problem document") {
    const TestServer server;
    httplib::Client client = server.client();
    client.set_keep_alive(true);
    for (const Route* each : stateless_routes()) {
        const Route& route = *each;
        CAPTURE(route.method, route.path);
        CHECK(!route.help.empty());
        const std::string address = address_of(route);
        if (route.method == "GET") {
            const auto plain = ask(client, "GET", address);
            REQUIRE(plain);
            CHECK(plain->status < 500);
        }
        const auto unknown = ask(client, "PATCH", "/nowhere" + address);
        REQUIRE(unknown);
        CHECK(unknown->status == 404);
        if (route.path.starts_with("/api/") && route.method == "GET") {
            const auto odd = ask(client, "GET", address + "?no_such_parameter=1");
            REQUIRE(odd);
            CHECK((odd->status == 400 || odd->status == 404));
            CHECK(is_problem(*odd));
        }
        const auto wrong = ask(client, "OPTIONS", address);
        REQUIRE(wrong);
        CHECK(wrong->status == 405);
        CHECK_THAT(wrong->get_header_value("Allow"), Catch::Contains(std::string(route.method)));
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
    const TestServer server;
    Hostile hostile_client(20250704);
    httplib::Client client = server.client();
    client.set_keep_alive(true);
    std::size_t answered = 0;
    constexpr int requests = 3000;
    for (int i = 0; i < requests; ++i) {
        const std::string target = hostile_client.target();
        const std::string_view method = hostile_client.method();
        const std::string body = method == "POST" || method == "PUT" ? hostile_client.body() : "";
        const std::string type =
            hostile_client.below(3) == 0 ? "application/x-www-form-urlencoded" : "application/json";
        const auto result = ask(client, method, target, body, type);
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
    CHECK(server.get("/healthz").status == 200);
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
