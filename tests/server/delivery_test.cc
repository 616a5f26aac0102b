// How what is told gets to its readers.

#include "tests/server/alerts_fixture.h"

#include "server/retry.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// One delivery of one article, attempted once.
struct Attempt {
    AttemptResult result;
    Delivery delivery;
};
Attempt attempt_one(AlertSite& site, const Subscription& subscription) {
    REQUIRE(site.arrive({strike("1")}) == 1);
    const auto due = site.alerts().outbox().due(now_ms(), 10);
    REQUIRE(due.size() == 1);
    return {site.alerts().deliveries().attempt(subscription, due.front()), due.front()};
}

std::string header_of(std::string message, const std::string& name) {
    message = "\n" + message.substr(0, message.find("\n\n") + 1);
    const std::size_t begin = message.find("\n" + name + ": ");
    if (begin == message.npos) return {};
    const std::size_t value = begin + name.size() + 3;
    return message.substr(value, message.find('\n', value) - value);
}

} // namespace

TEST_CASE("signatures are those of Standard Webhooks", "[alerts]") {
    // The example of the specification's libraries.
    CHECK(webhook_signature(
              "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
              R"({"test": 2432232314})") == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("a webhook says what matched, why, and is signed", "[alerts]") {
    WebhookReceiver receiver;
    AlertSite site;
    const Subscription kyiv =
        site.subscribe("drones kyiv", Rate::every, DeliveryKind::webhook, receiver.url());
    const Attempt one = attempt_one(site, kyiv);
    CHECK(one.result.outcome == AttemptResult::Outcome::sent);
    const auto calls = receiver.calls(1);
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].id == one.delivery.id);
    CHECK(calls[0].signature == webhook_signature(site.alerts().key().webhook_secret(kyiv.id, 1),
                                                  calls[0].id, std::stoll(calls[0].timestamp),
                                                  calls[0].body));
    const auto body = calls[0].json();
    CHECK(body["type"] == "subscription.matched");
    CHECK(body["data"]["subscription"] ==
          nlohmann::json({{"id", kyiv.id}, {"name", "Test"}, {"query", "drones kyiv"}}));
    REQUIRE(body["data"]["hits"].size() == 1);
    CHECK(body["data"]["hits"][0]["id"] == "strike1");
    CHECK(body["data"]["hits"][0]["why"] == nlohmann::json({"drones", "kyiv"}));
    CHECK(body["data"]["manage"] == "http://127.0.0.1:8642/subscriptions/" + kyiv.id);
}

TEST_CASE("after a rotation both secrets sign", "[alerts]") {
    WebhookReceiver receiver;
    AlertSite site;
    const Subscription kyiv =
        site.subscribe("kyiv", Rate::every, DeliveryKind::webhook, receiver.url());
    site.alerts().store().rotate_secret(kyiv.id);
    attempt_one(site, *site.alerts().store().find(kyiv.id));
    const auto call = receiver.calls(1).at(0);
    const auto signature = [&](std::int64_t generation) {
        return webhook_signature(site.alerts().key().webhook_secret(kyiv.id, generation), call.id,
                                 std::stoll(call.timestamp), call.body);
    };
    CHECK(signature(1) != signature(2));
    CHECK(call.signature == signature(2) + " " + signature(1));
}

TEST_CASE("answers of a receiver decide what becomes of a delivery", "[alerts]") {
    using Outcome = AttemptResult::Outcome;
    struct Row {
        int status;
        const char* retry_after;
        Outcome outcome;
    };
    const Row rows[] = {
        {200, nullptr, Outcome::sent},  {204, nullptr, Outcome::sent},
        {302, nullptr, Outcome::again}, {400, nullptr, Outcome::again},
        {404, nullptr, Outcome::again}, {410, nullptr, Outcome::gone},
        {429, "120", Outcome::again},   {503, "60", Outcome::again},
    };
    for (const Row& row : rows) {
        CAPTURE(row.status);
        WebhookReceiver receiver([&](const auto&, httplib::Response& response) {
            response.status = row.status;
            if (row.retry_after) response.set_header("Retry-After", row.retry_after);
            if (row.status == 302) response.set_header("Location", "/hook");
        });
        AlertSite site;
        const Subscription kyiv =
            site.subscribe("kyiv", Rate::every, DeliveryKind::webhook, receiver.url());
        const AttemptResult result = attempt_one(site, kyiv).result;
        CHECK(result.outcome == row.outcome);
        CHECK(result.status == row.status);
        CHECK(result.retry_after == (row.retry_after
                                         ? std::optional<std::int64_t>(std::stoll(row.retry_after))
                                         : std::nullopt));
        CHECK(receiver.calls(1).size() == 1);
    }
}

TEST_CASE("a failed delivery is sent again under its id, a refused one ends the subscription",
          "[alerts]") {
    int answers = 0;
    WebhookReceiver receiver([&](const auto&, httplib::Response& response) {
        response.status = ++answers == 1 ? 500 : answers == 2 ? 200 : 410;
    });
    AlertSite site;
    const Subscription kyiv =
        site.subscribe("kyiv", Rate::every, DeliveryKind::webhook, receiver.url());
    REQUIRE(site.arrive({strike("1")}) == 1);
    Outbox& outbox = site.alerts().outbox();
    const auto state = [&](const char* wanted) {
        for (int i = 0; i < 200; ++i) {
            const auto list = outbox.deliveries(kyiv.id, 10);
            if (list.front().state == wanted && list.front().attempts > 0) return list.front();
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return outbox.deliveries(kyiv.id, 10).front();
    };
    // The subscription is told after the delivery.
    const auto subscription = [&](const auto& wanted) {
        for (int i = 0; i < 200 && !wanted(*site.alerts().store().find(kyiv.id)); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return wanted(*site.alerts().store().find(kyiv.id));
    };
    site.alerts().start();
    const Delivery failed = state("waiting");
    CHECK(failed.status == 500);
    CHECK(failed.error == "the receiver answered 500");
    CHECK(failed.due > now_ms());
    CHECK(subscription([](const Subscription& s) { return s.failures == 1; }));
    outbox.retry(failed, 500, "", now_ms()); // without the wait
    site.alerts().deliveries().wake();
    CHECK(state("sent").finished > 0);
    CHECK(subscription([](const Subscription& s) { return s.failures == 0; }));
    const auto calls = receiver.calls(2);
    REQUIRE(calls.size() == 2);
    CHECK(calls[0].id == calls[1].id);
    CHECK(calls[0].body == calls[1].body);
    REQUIRE(outbox.send_again(kyiv.id, failed.id));
    site.alerts().deliveries().wake();
    CHECK(state("parked").status == 410);
    CHECK(subscription([](const Subscription& s) { return s.state == SubscriptionState::gone; }));
    site.alerts().stop();
}

TEST_CASE("what breaks between sending and keeping that is sent again under its id", "[alerts]") {
    WebhookReceiver receiver;
    AlertSite site;
    AlertOptions options = site.options();
    std::atomic<int> breaks = 0;
    options.delivery.at_point = [&](const std::string& point) {
        if (point == "sent" && breaks++ == 0) throw std::runtime_error("the disk is full");
    };
    site.open(options);
    const Subscription kyiv =
        site.subscribe("kyiv", Rate::every, DeliveryKind::webhook, receiver.url());
    REQUIRE(site.arrive({strike("1")}) == 1);
    site.alerts().start();
    const auto calls = receiver.calls(2);
    REQUIRE(calls.size() == 2);
    CHECK(calls[0].id == calls[1].id);
    CHECK(calls[0].body == calls[1].body);
    site.alerts().stop();
}

TEST_CASE("webhooks reach no address that is not public", "[alerts]") {
    WebhookReceiver receiver;
    AlertSite site;
    AlertOptions options = site.options();
    options.delivery.allow_private_targets = false;
    site.open(options);
    std::string by_name = receiver.url();
    by_name.replace(by_name.find("127.0.0.1"), 9, "localhost"); // known when it is resolved
    const Subscription kyiv = site.subscribe("kyiv", Rate::every, DeliveryKind::webhook, by_name);
    const AttemptResult result = attempt_one(site, kyiv).result;
    CHECK(result.outcome == AttemptResult::Outcome::again);
    CHECK(result.error.find("not a public address") != std::string::npos);
    CHECK(receiver.calls(0).empty());
    for (const char* url :
         {"http://127.0.0.1/", "https://10.1.2.3:8443/x", "http://[::1]/", "http://0x7f000001/",
          "http://2130706433/", "http://[::ffff:10.0.0.1]/", "http://[2002:a00:1::]/",
          "http://[2001:0:1::1]/", "http://169.254.169.254/latest", "http://100.64.0.1/",
          "http://LocalHost:80/", "http://a.localhost./", "http://0.0.0.0/", "http://224.0.0.1/",
          "http://127.1/"}) {
        CAPTURE(url);
        CHECK(is_private_literal(url));
    }
    for (const char* url : {"http://example.org/", "https://1.1.1.1/", "http://[2606:4700::1]/"}) {
        CAPTURE(url);
        CHECK_FALSE(is_private_literal(url));
    }
}

TEST_CASE("an answer without end or content ends in time and counts by its status", "[alerts]") {
    WebhookReceiver receiver([](const auto&, httplib::Response& response) {
        response.status = 200;
        response.set_content(std::string(1 << 20, 'x'), "text/plain");
    });
    AlertSite site;
    const Subscription kyiv =
        site.subscribe("kyiv", Rate::every, DeliveryKind::webhook, receiver.url());
    CHECK(attempt_one(site, kyiv).result.outcome == AttemptResult::Outcome::sent);
}

TEST_CASE("retries wait longer and longer, for three days", "[alerts]") {
    constexpr std::int64_t second = 1000;
    constexpr std::int64_t hour = 3600 * second;
    struct Row {
        std::int64_t attempts, age;
        std::optional<std::int64_t> retry_after;
        double spread;
        std::optional<std::int64_t> wait;
    };
    const Row rows[] = {
        {1, 0, {}, 0, 5 * second},
        {1, 0, {}, 1, 6250},
        {2, 0, {}, 0, 30 * second},
        {1, 0, 600, 0, 600 * second},
        {1, 0, 1'000'000, 0, 24 * hour},
        {3, 0, 1, 0, 120 * second},
        {50, 0, {}, 0, 12 * hour},
        {50, 71 * hour, {}, 0, hour}, // the last
        {50, 72 * hour, {}, 0, std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.attempts, row.age, row.spread);
        const std::int64_t now = 1'000'000'000'000;
        const auto due =
            next_attempt(now - row.age, row.attempts, now, row.retry_after, row.spread);
        REQUIRE(due.has_value() == row.wait.has_value());
        if (due) CHECK(*due - now == *row.wait);
    }
}

TEST_CASE("an e-mail says in text and HTML what matched and how to stop it", "[alerts]") {
    MailReceiver receiver;
    AlertSite site;
    AlertOptions options = site.options();
    options.delivery.mail = {receiver.url(), "sitrep@example.org", "", ""};
    site.open(options);
    const Subscription kyiv =
        site.subscribe("drones kyiv", Rate::every, DeliveryKind::email, "desk@example.net");
    Article article = strike("1");
    article.title = "Drones hit Kyiv\r\nBcc: all@example.org <script>";
    REQUIRE(site.arrive({article}) == 1);
    const Delivery due = site.alerts().outbox().due(now_ms(), 1).at(0);
    const AttemptResult result = site.alerts().deliveries().attempt(kyiv, due);
    CHECK(result.error == "");
    CHECK(result.outcome == AttemptResult::Outcome::sent);
    const auto message = receiver.messages(1).at(0);
    CHECK(message.from == "<sitrep@example.org>");
    CHECK(message.to == "<desk@example.net>");
    CHECK(header_of(message.data, "Message-ID") == "<" + due.id + "@example.org>");
    CHECK(header_of(message.data, "Subject").starts_with("[Test] Drones hit Kyiv"));
    CHECK(header_of(message.data, "Bcc").empty());
    const std::string stop = "http://127.0.0.1:8642/unsubscribe/" + kyiv.id + "/" +
                             site.alerts().key().unsubscribe_token(kyiv.id);
    CHECK(header_of(message.data, "List-Unsubscribe") == "<" + stop + ">");
    CHECK(header_of(message.data, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");
    std::string body = message.data; // quoted-printable: soft line breaks out
    for (std::size_t at; (at = body.find("=\n")) != body.npos;) body.erase(at, 2);
    CHECK(body.find("multipart/alternative") != body.npos);
    CHECK(body.find("matched: drones, kyiv") != body.npos);
    CHECK(body.find("Stop these e-mails: " + stop) != body.npos);
    CHECK(body.find("<mark>") != body.npos);
    CHECK(body.find("&lt;script&gt;") != body.npos);
}

TEST_CASE("a digest gathers what came and goes out when it is due", "[alerts]") {
    WebhookReceiver receiver;
    AlertSite site;
    const Subscription kyiv =
        site.subscribe("kyiv", Rate::hourly, DeliveryKind::webhook, receiver.url());
    CHECK(site.arrive({strike("1")}) == 1);
    CHECK(site.arrive({talks()}) == 1);
    Outbox& outbox = site.alerts().outbox();
    outbox.gather_digests(now_ms());
    CHECK(outbox.due(now_ms(), 10).empty());
    const std::int64_t later = now_ms() + 3600LL * 1000;
    CHECK(*outbox.next_due() <= later);
    outbox.gather_digests(later);
    outbox.gather_digests(later);
    const auto due = outbox.due(later, 10);
    REQUIRE(due.size() == 1);
    CHECK(due.front().items == 2);
    CHECK(site.alerts().deliveries().attempt(kyiv, due.front()).outcome ==
          AttemptResult::Outcome::sent);
    CHECK(receiver.calls(1).at(0).json()["data"]["hits"].size() == 2);
}

TEST_CASE("digests are due at round times", "[alerts]") {
    const auto at = [](const char* text) { return parse_date(text)->wall_seconds() * 1000; };
    struct Row {
        Rate rate;
        const char* now;
        const char* due;
    };
    const Row rows[] = {
        {Rate::hourly, "2025-07-04T10:20:30", "2025-07-04T11:00:00"},
        {Rate::hourly, "2025-07-04T11:00:00", "2025-07-04T12:00:00"},
        {Rate::daily, "2025-07-04T05:59:00", "2025-07-04T06:00:00"},
        {Rate::daily, "2025-07-04T06:00:00", "2025-07-05T06:00:00"},
        {Rate::weekly, "2025-07-04T10:00:00", "2025-07-07T06:00:00"}, // a Friday; a Monday
    };
    for (const Row& row : rows)
        CHECK(iso_time(next_digest(row.rate, at(row.now))) == std::string(row.due) + "Z");
}

TEST_CASE("a program is given the notification, and fails as it says", "[alerts]") {
    std::string error;
    const std::atomic<bool> stop = false;
    CHECK(run_program("/bin/true", std::string(1 << 20, 'x'), {}, error, stop) == 0);
    CHECK(run_program("/bin/false", "", {}, error, stop) == 1);
    CHECK(error.empty());
    CHECK(run_program("/nowhere/none", "", {}, error, stop) == -1);
    CHECK(error.find("cannot run") != error.npos);
}
