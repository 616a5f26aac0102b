// Standing queries for people: forms that work without JavaScript. A form carries a token that only
// a page of ours can know, so that no page from elsewhere can send one.

#include "server/handlers.h"

#include "server/backtest.h"
#include "server/owner.h"
#include "server/page_subscriptions.h"
#include "server/params.h"
#include "server/problem.h"
#include "server/subscription_json.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::int64_t day_ms = 24LL * 3600 * 1000;
constexpr std::size_t shown_deliveries = 30;
constexpr std::size_t shown_items = 20;

HttpResponse page(std::string body, int status = 200) {
    // Browsers name the origin of a form only where addresses may be told.
    return {status,
            std::string(type_html),
            std::move(body),
            {{"Cache-Control", "no-store"}, {"Referrer-Policy", "same-origin"}}};
}

HttpResponse see(const std::string& address) {
    return {303, std::string(type_html), "", {{"Location", address}}};
}

std::string form_token(const Alerts& alerts) {
    return alerts.key().form_token(now_ms() / day_ms);
}

// What a form sent. Throws ProblemError{403} for one that is not of ours, or older than a day.
class Form {
  public:
    Form(const Alerts& alerts, const HttpRequest& http) : values_(parse_query_string(http.body)) {
        if (http.content_type != "application/x-www-form-urlencoded")
            throw ProblemError(plain_problem(415, "this address takes what its form sends",
                                             "programs use /api/v1/subscriptions"));
        const std::int64_t day = now_ms() / day_ms;
        const std::string token = text("token");
        if (!equals_in_constant_time(token, alerts.key().form_token(day)) &&
            !equals_in_constant_time(token, alerts.key().form_token(day - 1)))
            throw ProblemError(plain_problem(403, "this form is too old, or of another page",
                                             "load the page again and send it once more"));
    }
    std::string text(std::string_view name) const {
        for (const Parameter& value : values_)
            if (value.name == name) return value.value;
        return {};
    }

  private:
    std::vector<Parameter> values_;
};

SubscriptionView view_of(Alerts& alerts, Subscription one) {
    SubscriptionView view;
    view.form_token = form_token(alerts);
    view.offers_email = !alerts.options().mail.url.empty();
    view.offers_command = !alerts.options().command.empty();
    if (!one.id.empty()) {
        const SiteLinks& links = alerts.options().links;
        const std::string token = alerts.key().feed_token(one.id, one.feed_generation);
        view.feed = links.feed(one.id, token, atom_file);
        view.json_feed = links.feed(one.id, token, json_feed_file);
        view.deliveries = alerts.outbox().deliveries(one.id, shown_deliveries);
        view.items = alerts.outbox().feed(one.id, shown_items);
    }
    view.subscription = std::move(one);
    return view;
}

// How often it would have told something; what is wrong with it otherwise.
void try_query(Site& site, const SavedSearches& saved, SubscriptionView& view) {
    try {
        const auto searcher = site.searchers.borrow();
        view.backtest = backtest(*searcher, view.subscription, saved);
    } catch (const Error& error) {
        if (is_ours(error)) throw;
        if (!view.problem) view.problem = problem_of(error);
    }
}

// Takes the fields of a form. Throws ParameterError.
void read_form(const Form& form, Subscription& one) {
    one.name = form.text("name");
    one.query = form.text("query");
    one.rate = value_in(rate_names, form.text("rate")).value_or(Rate::story);
    one.delivery = value_in(delivery_names, form.text("delivery")).value_or(DeliveryKind::feed);
    const bool has_target =
        one.delivery == DeliveryKind::webhook || one.delivery == DeliveryKind::email;
    one.target = has_target ? form.text("target") : "";
    check_name(one.name);
    check_query_size(one.query);
    if (one.delivery == DeliveryKind::webhook) check_webhook(one.target);
    if (one.delivery == DeliveryKind::email) check_address(one.target);
}

// Reads and tries what a form says. False: it cannot be so, and `view` says why.
bool accept(Site& site, const HttpRequest& http, const Form& form, const Subscription& before,
            SubscriptionView& view) {
    Alerts& alerts = alerts_of(site);
    Subscription& one = view.subscription;
    try {
        read_form(form, one);
        if (one.delivery != before.delivery || one.target != before.target)
            check_delivery(one, alerts.options());
    } catch (const ParameterError& error) {
        view.problem = problem_of(error);
    }
    try_query(site, alerts.store().searches(owner_of(http)), view);
    if (!view.problem && view.backtest && !view.backtest->refusal.empty())
        view.problem = Problem{400, "This cannot be a saved search", view.backtest->refusal};
    return !view.problem;
}

} // namespace

HttpResponse subscriptions_page(Site& site, const HttpRequest& http) {
    Alerts& alerts = alerts_of(site);
    return page(render_subscriptions(alerts.store().list(owner_of(http)), form_token(alerts)));
}

// From any search: what it asks for, as one query.
HttpResponse new_subscription_page(Site& site, const HttpRequest& http) {
    Alerts& alerts = alerts_of(site);
    SearchParameters search = parse_search(parse_query_string(http.query), page_defaults());
    search.request.saved = alerts.store().searches(owner_of(http));
    Subscription one;
    {
        const auto searcher = site.searchers.borrow();
        one.query = query_of(search.request, searcher->gazetteer());
    }
    one.name = one.query.substr(0, 60);
    make_valid_utf8(one.name);
    SubscriptionView view = view_of(alerts, std::move(one));
    if (ranks(view.subscription.query)) try_query(site, search.request.saved, view);
    return page(render_subscription(view));
}

HttpResponse create_subscription(Site& site, const HttpRequest& http) {
    Alerts& alerts = alerts_of(site);
    const Form form(alerts, http);
    SubscriptionView view = view_of(alerts, {});
    if (!accept(site, http, form, {}, view)) return page(render_subscription(view), 400);
    Subscription one = view.subscription;
    one.owner = owner_of(http);
    one.since = site.searchers.borrow()->committed();
    one = alerts.store().add(std::move(one));
    const auto test = view.backtest;
    view = view_of(alerts, one);
    view.backtest = test;
    view.notice = "Saved. You will be told of what comes in from now on.";
    if (one.delivery == DeliveryKind::webhook)
        view.secret = alerts.key().webhook_secret(one.id, one.secret_generation);
    return page(render_subscription(view), 201);
}

HttpResponse subscription_page(Site& site, const HttpRequest& http) {
    Alerts& alerts = alerts_of(site);
    SubscriptionView view = view_of(alerts, own_subscription(alerts, http));
    if (now_ms() - view.subscription.last_seen > 60'000)
        alerts.store().note_seen(view.subscription.id);
    try_query(site, alerts.store().searches(owner_of(http)), view);
    return page(render_subscription(view));
}

namespace {

std::string test_notice(const Delivery& test) {
    if (test.state == "sent") return "The test arrived.";
    return test.error.empty() ? "The test is on its way." : "The test failed: " + test.error;
}

// What a button of the page asks for, other than to save or delete.
void act(Site& site, const Form& form, const std::string& action, const Subscription& one,
         SubscriptionView& view) {
    Alerts& alerts = alerts_of(site);
    if (action == "resume") // it may have been saved without a thought of being told
        check_backtest(backtest(*site.searchers.borrow(), one, alerts.store().searches(one.owner)));
    if (action == "pause" || action == "resume") {
        Subscription changed = one;
        changed.paused = action == "pause";
        alerts.store().change(changed);
        alerts.deliveries().wake();
        view.notice = action == "pause" ? "Paused." : "Watching again.";
    } else if (action == "test" && one.delivery != DeliveryKind::feed) {
        view.notice = test_notice(send_test(alerts, one));
    } else if (action == "rotate" && one.delivery == DeliveryKind::webhook) {
        alerts.store().rotate_secret(one.id);
        view.secret = alerts.key().webhook_secret(one.id, one.secret_generation + 1);
        view.notice = "The old secret signs too for one more day.";
    } else if (action == "renew") {
        alerts.store().rotate_feed(one.id);
        view.notice = "The feed has a new address; the old one leads nowhere.";
    } else if (action == "send") {
        if (alerts.outbox().send_again(one.id, form.text("delivery_id"))) {
            alerts.deliveries().wake();
            view.notice = "It is sent again.";
        }
    } else {
        throw ProblemError(plain_problem(400, "the form asks for nothing that is known"));
    }
}

} // namespace

HttpResponse change_subscription(Site& site, const HttpRequest& http) {
    Alerts& alerts = alerts_of(site);
    const Form form(alerts, http);
    const Subscription one = own_subscription(alerts, http);
    const std::string action = form.text("action");
    if (action == "delete") {
        alerts.store().remove(one.id, one.owner);
        return see("/subscriptions");
    }
    SubscriptionView done;
    if (action == "save") {
        SubscriptionView view = view_of(alerts, one);
        if (!accept(site, http, form, one, view)) return page(render_subscription(view), 400);
        alerts.store().change(view.subscription);
        alerts.deliveries().wake();
        done.notice = "Saved.";
        if (view.subscription.delivery == DeliveryKind::webhook &&
            one.delivery != DeliveryKind::webhook)
            done.secret = alerts.key().webhook_secret(one.id, one.secret_generation);
    } else {
        act(site, form, action, one, done);
    }
    SubscriptionView view = view_of(alerts, own_subscription(alerts, http));
    view.notice = done.notice;
    view.secret = done.secret;
    try_query(site, alerts.store().searches(one.owner), view);
    return page(render_subscription(view));
}

} // namespace sitrep
