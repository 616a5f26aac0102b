#include "server/page_subscriptions.h"

#include "searcher/render_describe.h"
#include "server/notification_parts.h"
#include "server/page_parts.h"

#include <array>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t shown_items = 20;

constexpr std::array<std::pair<Rate, std::string_view>, 5> rate_labels{
    {{Rate::story, "each story once, and what changes about it"},
     {Rate::every, "every article"},
     {Rate::hourly, "once an hour, gathered"},
     {Rate::daily, "once a day, gathered"},
     {Rate::weekly, "once a week, gathered"}}};
constexpr std::array<std::pair<DeliveryKind, std::string_view>, 4> delivery_labels{
    {{DeliveryKind::feed, "feed alone"},
     {DeliveryKind::email, "e-mail"},
     {DeliveryKind::webhook, "webhook"},
     {DeliveryKind::command, "program of the server"}}};

template <typename Table>
std::string label_of(const Table& table, decltype(Table{}.front().first) value) {
    for (const auto& [each, label] : table)
        if (each == value) return std::string(label);
    return {};
}

std::string state_text(const Subscription& one) {
    if (one.state != SubscriptionState::active)
        return fmt::format("{}: {}", name_in(state_names, one.state), one.problem);
    if (one.paused) return "paused";
    return one.failures > 0 ? fmt::format("watching; {} deliveries failed", one.failures)
                            : "watching";
}

std::string day_and_time(std::int64_t ms) {
    return ms == 0 ? "" : iso_time(ms).substr(0, 16).replace(10, 1, " ") + " UTC";
}

TemplateData frame(std::string_view title, const std::string& token) {
    TemplateData page = page_frame(title, page_request(""));
    page.set("form_token", token);
    return page;
}

TemplateData rate_options(Rate chosen) {
    TemplateData list(TemplateData::type::list);
    for (const auto& [rate, label] : rate_labels) {
        TemplateData item;
        item.set("value", std::string(name_in(rate_names, rate)));
        item.set("label", std::string(label));
        item.set("chosen", rate == chosen);
        list << item;
    }
    return list;
}

TemplateData delivery_options(const SubscriptionView& view) {
    TemplateData list(TemplateData::type::list);
    for (const auto& [kind, label] : delivery_labels) {
        const bool is_chosen = kind == view.subscription.delivery;
        if (kind == DeliveryKind::email && !view.offers_email && !is_chosen) continue;
        if (kind == DeliveryKind::command && !view.offers_command && !is_chosen) continue;
        TemplateData item;
        item.set("value", std::string(name_in(delivery_names, kind)));
        item.set("label", std::string(label));
        item.set("chosen", is_chosen);
        list << item;
    }
    return list;
}

TemplateData backtest_data(const SubscriptionView& view) {
    if (!view.backtest) return false;
    const Backtest& test = *view.backtest;
    TemplateData data;
    data.set("from", test.from);
    data.set("to", test.to);
    data.set("matches", grouped_number(test.matches));
    data.set("a_day", fmt::format("{:.1f}", test.a_day()));
    data.set("most", grouped_number(test.most));
    data.set("warning", text_or_none(test.refusal.empty() ? test.warning : test.refusal));
    return data;
}

TemplateData delivery_list(const SubscriptionView& view) {
    TemplateData list(TemplateData::type::list);
    for (const Delivery& one : view.deliveries) {
        TemplateData item;
        item.set("id", one.id);
        item.set("kind", one.kind);
        item.set("state", one.state);
        item.set("hits", fmt::format("{}", one.items));
        item.set("attempts", fmt::format("{}", one.attempts));
        item.set("created", day_and_time(one.created));
        item.set("error", text_or_none(one.error));
        item.set("may_send", one.state != "waiting");
        list << item;
    }
    return list;
}

TemplateData item_list(const SubscriptionView& view) {
    TemplateData list(TemplateData::type::list);
    for (std::size_t i = 0; i < std::min(view.items.size(), shown_items); ++i) {
        const NotifiedHit hit = read_hit(view.items[i]);
        TemplateData item;
        item.set("href", article_address(hit.id, view.subscription.query));
        item.set("title", hit.title);
        item.set("origin", origin_line(hit));
        item.set("snippet_html", hit.snippet_html);
        item.set("why", text_or_none(why_line(hit)));
        item.set("news", text_or_none(news_line(hit)));
        item.set("told", day_and_time(view.items[i].created));
        list << item;
    }
    return list;
}

TemplateData problem_data(const std::optional<Problem>& problem) {
    if (!problem) return false;
    TemplateData data;
    data.set("title", problem->title);
    data.set("detail", problem->detail);
    data.set("hint", text_or_none(problem->hint));
    return data;
}

} // namespace

std::string render_subscriptions(const std::vector<Subscription>& subscriptions,
                                 const std::string& form_token) {
    TemplateData page = frame("Saved searches - Sitrep", form_token);
    TemplateData list(TemplateData::type::list);
    for (const Subscription& one : subscriptions) {
        TemplateData item;
        item.set("href", "/subscriptions/" + one.id);
        item.set("name", one.name);
        item.set("query", one.query);
        item.set("clause", saved_clause(one.name));
        item.set("search_href", search_address(page_request(one.query)));
        item.set("rate", label_of(rate_labels, one.rate));
        item.set("delivery", label_of(delivery_labels, one.delivery));
        item.set("state", state_text(one));
        item.set("is_bad", one.state != SubscriptionState::active || one.failures > 0);
        item.set("last_match", text_or_none(day_and_time(one.last_match)));
        list << item;
    }
    page.set("none", subscriptions.empty());
    page.set("subscriptions", list);
    return render_template("subscriptions", page);
}

std::string render_subscription(const SubscriptionView& view) {
    const Subscription& one = view.subscription;
    const bool is_new = one.id.empty();
    TemplateData page = frame((is_new ? "Notify me" : one.name) + " - Sitrep", view.form_token);
    page.set("heading", is_new ? "Notify me" : one.name);
    page.set("is_new", is_new);
    page.set("action", is_new ? "/subscriptions" : "/subscriptions/" + one.id);
    page.set("name", one.name);
    page.set("query", one.query);
    page.set("search_href", search_address(page_request(one.query)));
    page.set("target", one.target);
    page.set("rates", rate_options(one.rate));
    page.set("deliveries_offered", delivery_options(view));
    page.set("state", is_new ? TemplateData(false) : TemplateData(state_text(one)));
    page.set("is_bad", one.state != SubscriptionState::active || one.failures > 0);
    page.set("paused", one.paused);
    page.set("can_test", !is_new && one.delivery != DeliveryKind::feed);
    page.set("is_webhook", one.delivery == DeliveryKind::webhook);
    page.set("problem", problem_data(view.problem));
    page.set("notice", text_or_none(view.notice));
    page.set("secret", text_or_none(view.secret));
    page.set("feed", text_or_none(view.feed));
    page.set("json_feed", view.json_feed);
    page.set("backtest", backtest_data(view));
    page.set("deliveries", delivery_list(view));
    page.set("has_deliveries", !view.deliveries.empty());
    page.set("items", item_list(view));
    page.set("has_items", !view.items.empty());
    return render_template("subscription", page);
}

std::string render_unsubscribe(const Subscription& one, bool is_done) {
    TemplateData page = frame("Stop these e-mails - Sitrep", "");
    page.set("name", one.name);
    page.set("done", is_done);
    return render_template("unsubscribe", page);
}

} // namespace sitrep
