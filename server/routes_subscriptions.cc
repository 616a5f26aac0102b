// Standing queries over the API: made, listed, changed, tried, ended.

#include "server/handlers.h"

#include "server/backtest.h"
#include "server/owner.h"
#include "server/params.h"
#include "server/problem.h"
#include "server/subscription_json.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

constexpr std::size_t most_deliveries = 200; // listed
constexpr std::size_t most_imported = 2000;  // at once: each is tried

HttpResponse json_answer(std::string body, int status = 200) {
    return {status, std::string(type_json), std::move(body)};
}

// Joins texts that are JSON already.
class JsonList {
  public:
    void add(const std::string& json) {
        if (text_.size() > 1) text_ += ',';
        text_ += json;
    }
    std::string text() const { return text_ + "]"; }

  private:
    std::string text_ = "[";
};

// What one request works with.
struct Desk {
    Alerts& alerts;
    std::string owner;
};

Desk desk(Site& site, const HttpRequest& http) {
    return {alerts_of(site), owner_of(http)};
}

Subscription own(Desk& desk, const HttpRequest& http) {
    return own_subscription(desk.alerts, http);
}

// Adds what was read, tried and found good; as JSON.
std::string add(Site& site, Desk& desk, Subscription one) {
    check_delivery(one, desk.alerts.options());
    const auto searcher = site.searchers.borrow();
    const Backtest test = backtest(*searcher, one, desk.alerts.store().searches(desk.owner));
    check_backtest(test);
    one.owner = desk.owner;
    one.since = searcher->committed();
    one = desk.alerts.store().add(std::move(one));
    const std::string secret = one.delivery == DeliveryKind::webhook
                                   ? desk.alerts.key().webhook_secret(one.id, one.secret_generation)
                                   : "";
    return subscription_json(one, searcher->gazetteer(), desk.alerts, secret, test.warning);
}

// What must be said for a subscription to be made.
void check_whole(const nlohmann::json& json) {
    for (const char* name : {"name", "query"})
        if (!json.is_object() || !json.contains(name))
            throw ParameterError(name, fmt::format("the subscription has no {}", name),
                                 R"(as in {"name": "...", "query": "..."})");
}

} // namespace

HttpResponse subscription_list_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const auto searcher = site.searchers.borrow();
    JsonList list;
    for (const Subscription& one : d.alerts.store().list(d.owner))
        list.add(subscription_json(one, searcher->gazetteer(), d.alerts));
    return json_answer("{\"subscriptions\":" + list.text() + "}");
}

HttpResponse subscription_create_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const nlohmann::json json = parse_body(http.body);
    check_whole(json);
    Subscription one;
    read_subscription(json, one, false);
    HttpResponse answer = json_answer(add(site, d, std::move(one)), 201);
    answer.headers.emplace_back(
        "Location", "/api/v1/subscriptions/" +
                        nlohmann::json::parse(answer.body)["id"].get_ref<const std::string&>());
    return answer;
}

// One after the other: what is there already stays, what cannot be is told with its reason.
HttpResponse subscription_import_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const nlohmann::json body = parse_body(http.body);
    const nlohmann::json& items =
        body.is_object() && body.contains("subscriptions") ? body["subscriptions"] : body;
    if (!items.is_array())
        throw ParameterError("subscriptions", "this is no list of subscriptions",
                             "what GET /api/v1/subscriptions gives");
    if (items.size() > most_imported)
        throw ParameterError("subscriptions", "these are too many at once",
                             fmt::format("send {} at a time", most_imported));
    const auto key = [](const Subscription& one) {
        return fmt::format("{}\n{}\n{}\n{}\n{}", one.name, one.query, name_in(rate_names, one.rate),
                           name_in(delivery_names, one.delivery), one.target);
    };
    std::set<std::string> there;
    for (const Subscription& one : d.alerts.store().list(d.owner)) there.insert(key(one));
    JsonList made;
    JsonList refused;
    std::size_t unchanged = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        Problem problem;
        try {
            check_whole(items[i]);
            Subscription one;
            read_subscription(items[i], one, true);
            if (!there.insert(key(one)).second)
                ++unchanged;
            else
                made.add(add(site, d, std::move(one)));
            continue;
        } catch (const ProblemError& error) {
            problem = error.problem;
        } catch (const SqliteError&) {
            throw;
        } catch (const Error& error) {
            problem = problem_of(error);
        }
        refused.add(fmt::format("{{\"index\":{},\"problem\":{}}}", i, problem_json(problem)));
    }
    return json_answer(fmt::format("{{\"created\":{},\"unchanged\":{},\"refused\":{}}}",
                                   made.text(), unchanged, refused.text()));
}

HttpResponse subscription_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const auto searcher = site.searchers.borrow();
    return json_answer(subscription_json(own(d, http), searcher->gazetteer(), d.alerts));
}

HttpResponse subscription_change_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    Subscription one = own(d, http);
    const Subscription before = one;
    read_subscription(parse_body(http.body), one, false);
    if (one.delivery != before.delivery || one.target != before.target)
        check_delivery(one, d.alerts.options());
    const auto searcher = site.searchers.borrow();
    std::string warning;
    const bool is_resumed = before.paused && !one.paused;
    if (one.query != before.query || one.rate != before.rate || is_resumed) {
        const Backtest test = backtest(*searcher, one, d.alerts.store().searches(d.owner));
        check_backtest(test);
        warning = test.warning;
    }
    d.alerts.store().change(one);
    d.alerts.deliveries().wake();
    // A webhook that it did not have before comes with its secret.
    const bool is_new_webhook =
        one.delivery == DeliveryKind::webhook && before.delivery != DeliveryKind::webhook;
    return json_answer(subscription_json(
        own(d, http), searcher->gazetteer(), d.alerts,
        is_new_webhook ? d.alerts.key().webhook_secret(one.id, one.secret_generation) : "",
        warning));
}

HttpResponse subscription_delete_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    d.alerts.store().remove(own(d, http).id, d.owner);
    return {204, "", ""};
}

HttpResponse subscription_test_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const Subscription one = own(d, http);
    if (one.delivery == DeliveryKind::feed)
        throw ProblemError(plain_problem(400, "a feed is not sent, so there is nothing to test",
                                         "read it at the address that the subscription gives"));
    return json_answer(delivery_json(send_test(d.alerts, one)));
}

HttpResponse subscription_backtest_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const Subscription one = own(d, http);
    const auto searcher = site.searchers.borrow();
    return json_answer(backtest_json(backtest(*searcher, one, d.alerts.store().searches(d.owner))));
}

HttpResponse query_backtest_api(Site& site, const HttpRequest& http) {
    const nlohmann::json json = parse_body(http.body);
    if (!json.is_object() || !json.contains("query"))
        throw ParameterError("query", "there is no query", R"(as in {"query": "..."})");
    Subscription one;
    read_subscription(json, one, false);
    const auto searcher = site.searchers.borrow();
    return json_answer(
        backtest_json(backtest(*searcher, one, saved_use(site, http, one.query).searches)));
}

HttpResponse subscription_deliveries_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const Subscription one = own(d, http);
    JsonList list;
    for (const Delivery& delivery : d.alerts.outbox().deliveries(one.id, most_deliveries))
        list.add(delivery_json(delivery));
    return json_answer("{\"deliveries\":" + list.text() + "}");
}

HttpResponse delivery_again_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const Subscription one = own(d, http);
    if (!d.alerts.outbox().send_again(one.id, http.path_value("delivery")))
        throw ProblemError(plain_problem(404, "there is no such delivery that is not waiting",
                                         "see the list of deliveries"));
    d.alerts.deliveries().wake();
    return json_answer("{\"state\":\"waiting\"}", 202);
}

HttpResponse subscription_renew_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    d.alerts.store().rotate_feed(own(d, http).id);
    const auto searcher = site.searchers.borrow();
    return json_answer(subscription_json(own(d, http), searcher->gazetteer(), d.alerts));
}

HttpResponse subscription_rotate_api(Site& site, const HttpRequest& http) {
    Desk d = desk(site, http);
    const Subscription one = own(d, http);
    const auto searcher = site.searchers.borrow();
    std::string secret;
    if (one.delivery == DeliveryKind::webhook) {
        d.alerts.store().rotate_secret(one.id);
        secret = d.alerts.key().webhook_secret(one.id, one.secret_generation + 1);
    } else {
        d.alerts.store().rotate_feed(one.id);
    }
    return json_answer(subscription_json(own(d, http), searcher->gazetteer(), d.alerts, secret));
}

} // namespace sitrep
