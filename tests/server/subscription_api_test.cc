// Standing queries over HTTP: the API, the pages, the feeds.

#include "tests/server/alerts_fixture.h"

#include "server/url.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

AlertOptions open_options() {
    AlertOptions options;
    options.delivery.allow_private_targets = true;
    options.delivery.threads = 4;
    return options;
}

struct Site {
    explicit Site(AlertOptions options = open_options())
        : server(small_corpus(), 16, std::move(options)), client(server.client()) {
        client.set_read_timeout(30);
    }

    TestServer server;
    httplib::Client client;

    nlohmann::json send(const std::string& method, const std::string& path, const std::string& body,
                        int status) {
        httplib::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        if (!body.empty()) request.set_header("Content-Type", "application/json");
        const auto answer = client.send(request);
        CAPTURE(method, path, body);
        REQUIRE(answer);
        CAPTURE(answer->body);
        CHECK(answer->status == status);
        return answer->body.empty() ? nlohmann::json() : nlohmann::json::parse(answer->body);
    }
    nlohmann::json subscribe(const nlohmann::json& body) {
        return send("POST", "/api/v1/subscriptions", body.dump(), 201);
    }
    // Of an absolute address of this server.
    httplib::Result get(const std::string& address, const httplib::Headers& headers = {}) {
        return client.Get(address.substr(address.find('/', 8)).c_str(), headers);
    }
};

std::string form(const std::vector<Parameter>& values) {
    return to_query_string(values);
}

std::string token_of(const std::string& page) {
    const std::string before = "name=\"token\" value=\"";
    const std::size_t at = page.find(before);
    REQUIRE(at != page.npos);
    return page.substr(at + before.size(), page.find('"', at + before.size()) - at - before.size());
}

constexpr const char* form_type = "application/x-www-form-urlencoded";

} // namespace

TEST_CASE("a subscription is made as the contract says, and reads back", "[alerts]") {
    WebhookReceiver receiver;
    Site site;
    const auto made = site.subscribe({{"name", "Kyiv"},
                                      {"query", "drones region:ukraine"},
                                      {"rate", "every"},
                                      {"delivery", {{"webhook", {{"url", receiver.url()}}}}},
                                      {"paused", false}});
    const std::string path = "/api/v1/subscriptions/" + made["id"].get<std::string>();
    CHECK(made["parsed"] == "drones region:ukraine");
    CHECK(made["warnings"].empty());
    CHECK(made["secret"].get<std::string>().starts_with("whsec_"));
    CHECK(made["feed"].get<std::string>().starts_with("http://127.0.0.1:"));
    auto read = site.send("GET", path, "", 200);
    CHECK(!read.contains("secret")); // shown once
    CHECK(read["delivery"]["webhook"]["url"] == receiver.url());
    CHECK(read["rate"] == "every");
    const auto list = site.send("GET", "/api/v1/subscriptions", "", 200);
    CHECK(list["subscriptions"] == nlohmann::json::array({read}));
    CHECK(site.send("PATCH", path, R"({"paused": true, "name": "K"})", 200)["paused"] == true);
    CHECK(site.send("GET", path, "", 200)["name"] == "K");
    const auto rotated = site.send("POST", path + "/rotate", "", 200);
    CHECK(rotated["secret"] != made["secret"]);
    const auto test = site.send("POST", path + "/test", "", 200);
    CHECK(test["state"] == "sent");
    const auto call = receiver.calls(1).at(0);
    CHECK(call.json()["type"] == "subscription.test");
    CHECK(call.signature.find(webhook_signature(rotated["secret"].get<std::string>(), call.id,
                                                std::stoll(call.timestamp), call.body)) !=
          std::string::npos);
    const auto deliveries = site.send("GET", path + "/deliveries", "", 200)["deliveries"];
    REQUIRE(deliveries.size() == 1);
    site.send("POST", path + "/deliveries/" + call.id + "/send", "", 202);
    CHECK(receiver.calls(2).at(1).id == call.id);
    site.send("DELETE", path, "", 204);
    site.send("GET", path, "", 404);
    site.send("DELETE", path, "", 404);
}

TEST_CASE("what makes no sense as a subscription is refused with the reason", "[alerts]") {
    Site site(AlertOptions{});
    struct Row {
        const char* body;
        const char* says; // within detail or title
    };
    const Row rows[] = {
        {"", "not JSON"},
        {"[]", "no name"},
        {"{", "not JSON"},
        {R"({"name": "a"})", "no query"},
        {R"({"query": "a"})", "no name"},
        {R"({"name": "a", "query": "x", "extra": 1})", "no such member"},
        {R"({"name": "a", "query": "x", "id": "sub_1"})", "no such member"},
        {R"({"name": "a", "query": 7})", "query is not a text"},
        {R"({"name": "", "query": "x"})", "needs a name"},
        {R"({"name": "a\nb", "query": "x"})", "cannot be the name"},
        {R"({"name": "a", "query": "x AND ("})", ""},
        {R"({"name": "a", "query": "nosuch:x"})", ""},
        {R"({"name": "a", "query": "*"})", "matches everything"},
        {R"({"name": "a", "query": ""})", "matches everything"},
        {R"({"name": "a", "query": "-zebra"})", "matches everything"},
        {R"({"name": "a", "query": "x", "rate": "often"})", "not a rate"},
        {R"({"name": "a", "query": "x", "paused": 1})", "true or false"},
        {R"({"name": "a", "query": "x", "language": "xx"})", "language"},
        {R"({"name": "a", "query": "x", "delivery": {}})", "no way of delivery"},
        {R"({"name": "a", "query": "x", "delivery": {"pigeon": {}}})", "no way of delivery"},
        {R"({"name": "a", "query": "x", "delivery": {"webhook": {}}})", "no way of delivery"},
        {R"({"name": "a", "query": "x", "delivery": {"webhook": {"url": "ftp://x/"}}})", "http"},
        {R"({"name": "a", "query": "x", "delivery": {"webhook": {"url": "http://10.0.0.1/"}}})",
         "not a public one"},
        {R"({"name": "a", "query": "x", "delivery": {"email": {"to": "a@b.org"}}})",
         "sends no e-mail"},
        {R"({"name": "a", "query": "x", "delivery": {"command": {}}})", "runs no program"},
    };
    for (const Row& row : rows) {
        const auto problem = site.send("POST", "/api/v1/subscriptions", row.body, 400);
        CHECK(problem["detail"].get<std::string>().find(row.says) != std::string::npos);
    }
    site.send("POST", "/api/v1/subscriptions", std::string(5000, '['), 400);
    CHECK(site.send("GET", "/api/v1/subscriptions", "", 200)["subscriptions"].empty());
}

TEST_CASE("a backtest says how many a day there would have been", "[alerts]") {
    Site site;
    const auto test = site.send("POST", "/api/v1/subscriptions/backtest",
                                R"({"query": "drones kyiv", "rate": "every"})", 200);
    CHECK(test["to"] == "2025-07-05"); // the newest article's day
    CHECK(test["matches"] == 15);
    CHECK(test["counts"] == nlohmann::json::parse(R"([{"day":"2025-06-10","count":7},
                                                      {"day":"2025-07-04","count":8}])"));
    CHECK(test["per_day"]["most"] == 8);
    CHECK(test["refused"].is_null());
    CHECK(site.send("POST", "/api/v1/subscriptions/backtest", R"({"query": "*"})", 200)["refused"]
              .is_string());
    const auto made = site.subscribe({{"name", "a"}, {"query", "kyiv"}});
    CHECK(site.send("GET", "/api/v1/subscriptions/" + made["id"].get<std::string>() + "/backtest",
                    "", 200)["matches"] == 2); // stories
}

TEST_CASE("an export comes back by import, once", "[alerts]") {
    Site site;
    site.subscribe({{"name", "a"}, {"query", "kyiv"}, {"rate", "daily"}});
    site.subscribe({{"name", "b"}, {"query", "khartoum"}, {"paused", true}});
    const std::string list = site.send("GET", "/api/v1/subscriptions", "", 200).dump();
    Site other;
    CHECK(other.send("POST", "/api/v1/subscriptions/import", list, 200)["created"].size() == 2);
    const auto again = other.send("POST", "/api/v1/subscriptions/import", list, 200);
    CHECK(again["created"].empty());
    CHECK(again["unchanged"] == 2);
    const auto copies = other.send("GET", "/api/v1/subscriptions", "", 200)["subscriptions"];
    CHECK(copies[0]["rate"] == "daily");
    CHECK(copies[1]["paused"] == true);
    const auto mixed = other.send("POST", "/api/v1/subscriptions/import",
                                  R"([{"name": "c", "query": "x"}, {"name": "d"}, 7])", 200);
    CHECK(mixed["created"].size() == 1);
    CHECK(mixed["refused"].size() == 2);
    CHECK(mixed["refused"][0]["index"] == 1);
}

TEST_CASE("what arrives is told by webhook, feed and event, while the server runs", "[alerts]") {
    WebhookReceiver receiver;
    Site site;
    const auto made = site.subscribe({{"name", "Kyiv & more"},
                                      {"query", "drones kyiv"},
                                      {"delivery", {{"webhook", {{"url", receiver.url()}}}}}});
    Article article = strike("1");
    article.title = "Drones hit Kyiv " + hostile;
    write_index(site.server.index(), {article});
    const auto call = receiver.calls(1).at(0).json();
    CHECK(call["data"]["hits"][0]["id"] == "strike1");
    const std::string feed = made["feed"];
    const auto atom = site.get(feed);
    REQUIRE(atom);
    CHECK(atom->status == 200);
    CHECK(atom->get_header_value("Content-Type") == "application/atom+xml; charset=utf-8");
    CHECK(atom->body.find("<title>Kyiv &amp; more</title>") != std::string::npos);
    CHECK(atom->body.find("<script>") == std::string::npos);
    CHECK(site.get(feed, {{"If-None-Match", atom->get_header_value("ETag")}})->status == 304);
    const auto json = nlohmann::json::parse(site.get(made["json_feed"])->body);
    REQUIRE(json["items"].size() == 1);
    CHECK(json["items"][0]["_sitrep"]["hit"]["why"] == nlohmann::json({"drones", "kyiv"}));
    std::string wrong = feed;
    char& last = wrong[wrong.rfind('/') - 1]; // of the token
    last = last == 'x' ? 'y' : 'x';
    CHECK(site.get(wrong)->status == 404);
    std::string events;
    site.client.Get("/events?after=0", [&](const char* data, std::size_t size) {
        events.append(data, size);
        return events.find("\n\nid:") == events.npos || !events.ends_with("\n\n");
    });
    CHECK(events.find("event: match\ndata: {\"subscription\":\"" + made["id"].get<std::string>() +
                      "\",\"hit\":{") != events.npos);
}

TEST_CASE("saved searches are kept by pages alone, with forms of ours alone", "[alerts]") {
    Site site;
    const auto fresh = site.client.Get("/subscriptions/new?q=drones&region=ukraine");
    REQUIRE(fresh);
    CHECK(fresh->body.find(">drones region:ukraine</textarea>") != std::string::npos);
    CHECK(fresh->body.find("it would have matched") != std::string::npos);
    CHECK(fresh->get_header_value("Referrer-Policy") == "same-origin");
    const std::string token = token_of(fresh->body);
    const auto values = [&](const std::string& with, const std::string& query) {
        return form({{"token", with},
                     {"name", "Drones <b>"},
                     {"query", query},
                     {"rate", "story"},
                     {"delivery", "feed"},
                     {"action", "save"}});
    };
    CHECK(site.client.Post("/subscriptions", values("", "kyiv"), form_type)->status == 403);
    CHECK(site.client.Post("/subscriptions", values("x", "kyiv"), form_type)->status == 403);
    CHECK(site.client.Post("/subscriptions", values(token, "kyiv"), "text/plain")->status == 415);
    CHECK(site.client
              .Post("/subscriptions", {{"Origin", "https://evil.example"}}, values(token, "kyiv"),
                    form_type)
              ->status == 403);
    const auto wrong = site.client.Post("/subscriptions", values(token, "kyiv ("), form_type);
    CHECK(wrong->status == 400);
    CHECK(wrong->body.find(">kyiv (</textarea>") != std::string::npos);
    CHECK(site.client.Post("/subscriptions", values(token, "*"), form_type)->status == 400);
    const auto made = site.client.Post("/subscriptions", values(token, "kyiv"), form_type);
    REQUIRE(made);
    CHECK(made->status == 201);
    CHECK(made->body.find("Drones &lt;b&gt;") != std::string::npos);
    const auto list = site.client.Get("/subscriptions");
    const std::size_t at = list->body.find("/subscriptions/sub_");
    REQUIRE(at != std::string::npos);
    const std::string path = list->body.substr(at, list->body.find('"', at) - at);
    const auto act = [&](const std::string& action) {
        return site.client.Post(path.c_str(), form({{"token", token}, {"action", action}}),
                                form_type);
    };
    CHECK(act("pause")->body.find("Paused.") != std::string::npos);
    CHECK(site.client.Get(path.c_str())->body.find("value=\"resume\"") != std::string::npos);
    CHECK(act("resume")->status == 200);
    CHECK(act("nonsense")->status == 400);
    CHECK(act("renew")->status == 200);
    CHECK(act("delete")->status == 303);
    CHECK(site.client.Get(path.c_str())->status == 404);
}

TEST_CASE("the recipient of e-mails ends them without a key", "[alerts]") {
    MailReceiver mails;
    AlertOptions options = open_options();
    options.delivery.mail = {mails.url(), "sitrep@example.org", "", ""};
    Site site(options);
    const auto made = site.subscribe({{"name", "Kyiv"},
                                      {"query", "kyiv"},
                                      {"delivery", {{"email", {{"to", "desk@example.net"}}}}}});
    write_index(site.server.index(), {strike("1")});
    std::string data = mails.messages(1).at(0).data;
    const std::size_t begin = data.find("List-Unsubscribe: <") + 19;
    const std::string address = data.substr(begin, data.find('>', begin) - begin);
    const std::string api = "/api/v1/subscriptions/" + made["id"].get<std::string>();
    const auto asked = site.get(address);
    REQUIRE(asked);
    CHECK(asked->status == 200);
    CHECK(asked->body.find("Stop them") != std::string::npos);
    CHECK(site.send("GET", api, "", 200)["state"] == "active"); // asking changes nothing
    const std::string path = address.substr(address.find('/', 8));
    CHECK(site.client.Post((path + "x").c_str(), "List-Unsubscribe=One-Click", form_type)->status ==
          404);
    CHECK(site.client.Post(path.c_str(), "List-Unsubscribe=One-Click", form_type)->status == 200);
    const auto ended = site.send("GET", api, "", 200);
    CHECK(ended["state"] == "unsubscribed");
    CHECK(ended["watching"] == false);
}
