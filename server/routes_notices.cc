// What readers of a subscription ask for without a key: its feeds, by a token of their own, and
// the end of its e-mails; and what happens, as it happens, for the owner.

#include "server/handlers.h"

#include "searcher/render_json_writer.h"
#include "server/owner.h"
#include "server/page_subscriptions.h"
#include "server/params.h"
#include "server/problem.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <map>
#include <thread>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_entries = 100;      // of a feed
constexpr std::int64_t seen_again_ms = 60'000; // a look is noted once a minute

[[noreturn]] void throw_no_such_address() {
    // The same for a wrong token and a subscription that is none.
    throw ProblemError(plain_problem(404, "there is nothing at this address",
                                     "the subscription was deleted, or its address renewed"));
}

// A slot of the streams that may be open at once.
class OpenStream {
  public:
    explicit OpenStream(std::atomic<int>& open) : open_(open) { ++open_; }
    ~OpenStream() { --open_; }
    OpenStream(const OpenStream&) = delete;
    OpenStream& operator=(const OpenStream&) = delete;

  private:
    std::atomic<int>& open_;
};

std::string event_text(const Item& item) {
    std::string data;
    JsonWriter json(data);
    json.object([&] {
        json.member("subscription", item.subscription);
        json.key("hit").raw(item.hit);
    });
    return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", item.id, item.kind, data);
}

} // namespace

HttpResponse subscription_feed(Site& site, const HttpRequest& http) {
    Alerts& alerts = alerts_of(site);
    const auto one = alerts.store().find(http.path_value("id"));
    const std::string& file = http.path_value("file");
    const std::string token =
        one ? alerts.key().feed_token(one->id, one->feed_generation) : std::string("none");
    if (!equals_in_constant_time(token, http.path_value("token")) || !one ||
        (file != atom_file && file != json_feed_file))
        throw_no_such_address();
    if (now_ms() - one->last_seen > seen_again_ms) alerts.store().note_seen(one->id);
    const SiteLinks& links = alerts.options().links;
    const std::string self = links.feed(one->id, token, file);
    const std::vector<Item> items = alerts.outbox().feed(one->id, most_entries);
    std::int64_t reports = 0; // later ones of a story are counted in what was told of it
    for (const Item& item : items) reports += item.reports;
    const std::string tag =
        fmt::format("\"{}-{}-{:x}\"", items.empty() ? 0 : items.front().id, reports,
                    std::hash<std::string>{}(one->name + one->query + self));
    if (http.if_none_match.find(tag) != std::string::npos) return {304, "", "", {{"ETag", tag}}};
    if (file == atom_file)
        return {200,
                "application/atom+xml; charset=utf-8",
                atom_feed(*one, items, links, self),
                {{"ETag", tag}}};
    return {200,
            "application/feed+json; charset=utf-8",
            json_feed(*one, items, links, self),
            {{"ETag", tag}}};
}

namespace {

Subscription unsubscribing(Alerts& alerts, const HttpRequest& http) {
    const std::string& id = http.path_value("id");
    const auto one = alerts.store().find(id);
    if (!equals_in_constant_time(alerts.key().unsubscribe_token(id), http.path_value("token")) ||
        !one)
        throw_no_such_address();
    return *one;
}

} // namespace

// A mail program may fetch every link of a mail: asking alone changes nothing.
HttpResponse unsubscribe_page(Site& site, const HttpRequest& http) {
    const Subscription one = unsubscribing(alerts_of(site), http);
    return {200,
            std::string(type_html),
            render_unsubscribe(one, one.state == SubscriptionState::unsubscribed),
            {{"Referrer-Policy", "same-origin"}}};
}

// The button of that page, and the one click of RFC 8058.
HttpResponse unsubscribe(Site& site, const HttpRequest& http) {
    Alerts& alerts = alerts_of(site);
    const Subscription one = unsubscribing(alerts, http);
    constexpr const char* why = "the recipient unsubscribed from the e-mails";
    alerts.store().set_state(one.id, SubscriptionState::unsubscribed, why);
    alerts.outbox().park_all(one.id, why);
    return {200, std::string(type_html), render_unsubscribe(one, true)};
}

namespace {

constexpr int most_streams = 16;
constexpr std::chrono::seconds longest_stream{25}; // then the client comes again by itself
constexpr std::chrono::milliseconds look_up{100};
constexpr int looks_a_sign_of_life = 50;
std::atomic<int> open_streams = 0;

// Where a client goes on; what it does not say, or says wrong: from now.
std::int64_t event_to_follow(const std::string& last, Alerts& alerts) {
    std::int64_t after = 0;
    const auto [stop, error] = std::from_chars(last.data(), last.data() + last.size(), after);
    const bool is_one =
        !last.empty() && error == std::errc{} && after >= 0 && stop == last.data() + last.size();
    return is_one ? after : alerts.outbox().newest_item();
}

void write_events(Alerts& alerts, const std::string& owner, const std::string& subscription,
                  std::int64_t after, const WriteBody& write) {
    const OpenStream slot(open_streams);
    const auto end = std::chrono::steady_clock::now() + longest_stream;
    if (!write("retry: 1000\n\n") || !write({})) return;
    for (int look = 1; std::chrono::steady_clock::now() < end && !alerts.is_stopping(); ++look) {
        constexpr std::size_t at_once = 100;
        const auto items = alerts.outbox().items_after(owner, subscription, after, at_once);
        for (const Item& item : items) {
            after = item.id;
            if (!write(event_text(item))) return;
        }
        if (look % looks_a_sign_of_life == 0 && !write(":\n\n")) return;
        if (!write({})) return;
        if (items.size() < at_once) std::this_thread::sleep_for(look_up);
    }
}

} // namespace

HttpResponse events(Site& site, const HttpRequest& http) {
    Alerts& alerts = alerts_of(site);
    const Parameters parameters(http.query, event_parameters);
    const std::string& subscription = parameters.text("subscription");
    const std::string owner = owner_of(http);
    if (!subscription.empty() && !alerts.store().find(subscription, owner))
        throw ProblemError(plain_problem(404, "there is no such subscription of yours"));
    if (open_streams.load() >= most_streams) {
        ProblemError busy(plain_problem(503, "too many clients follow events", "try again later"));
        busy.headers.emplace_back("Retry-After", "10");
        throw busy;
    }
    const std::int64_t after = event_to_follow(
        http.last_event_id.empty() ? parameters.text("after") : http.last_event_id, alerts);
    HttpResponse response;
    response.type = "text/event-stream";
    response.headers = {{"Cache-Control", "no-store"}};
    response.stream = [&alerts, owner, subscription, after](const WriteBody& write) {
        write_events(alerts, owner, subscription, after, write);
    };
    return response;
}

} // namespace sitrep
