#include "server/notification.h"

#include "searcher/render_json_writer.h"
#include "server/facts.h"
#include "server/notification_parts.h"
#include "server/url.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

std::string member(const nlohmann::json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

} // namespace

std::string SiteLinks::article(std::string_view id, std::string_view query) const {
    std::vector<Parameter> parameters{{"id", std::string(id)}};
    if (!query.empty()) parameters.push_back({"q", std::string(query)});
    return base + "article?" + to_query_string(parameters);
}

std::string SiteLinks::subscription(std::string_view id) const {
    return fmt::format("{}subscriptions/{}", base, id);
}

std::string SiteLinks::unsubscribe(std::string_view id, std::string_view token) const {
    return fmt::format("{}unsubscribe/{}/{}", base, id, token);
}

std::string SiteLinks::feed(std::string_view id, std::string_view token,
                            std::string_view file) const {
    return fmt::format("{}feeds/{}/{}/{}", base, id, token, file);
}

std::string iso_time(std::int64_t ms) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(static_cast<std::time_t>(ms / 1000)));
}

NotifiedHit read_hit(const Item& item) {
    NotifiedHit hit;
    hit.kind = item.kind;
    hit.id = item.article;
    const auto json = nlohmann::json::parse(item.hit, nullptr, false);
    if (!json.is_object()) return hit;
    hit.title = member(json, "title");
    hit.source = member(json, "source");
    hit.published = member(json, "published");
    hit.url = member(json, "url");
    if (hit.title.empty()) hit.title = "(no title)";
    if (const auto snippet = json.find("snippet"); snippet != json.end()) {
        hit.snippet_html = member(*snippet, "html");
        for (const auto& fragment : snippet->value("fragments", nlohmann::json::array())) {
            if (!hit.snippet.empty()) hit.snippet += " … ";
            for (const auto& run : fragment) hit.snippet += member(run, "text");
        }
    }
    hit.why = json.value("why", std::vector<std::string>{});
    for (const auto& change : json.value("changed", nlohmann::json::array()))
        hit.news.push_back(
            describe({member(change, "what"), member(change, "from"), member(change, "to")}));
    // Of the story when it was told, or since.
    hit.reports = static_cast<std::uint64_t>(item.reports);
    for (const auto& [group, count] : {std::pair{"copies", "count"}, {"story", "reports"}})
        if (const auto found = json.find(group); found != json.end() && found->is_object())
            hit.reports = std::max(hit.reports, found->value(count, std::uint64_t{1}));
    return hit;
}

std::string news_line(const NotifiedHit& hit) {
    if (hit.news.empty()) return {};
    return fmt::format("{}: {}", hit.kind, fmt::join(hit.news, "; "));
}

std::string why_line(const NotifiedHit& hit) {
    return hit.why.empty() ? "" : fmt::format("matched: {}", fmt::join(hit.why, ", "));
}

std::string origin_line(const NotifiedHit& hit) {
    std::string line = hit.source;
    if (!hit.published.empty()) line += (line.empty() ? "" : ", ") + hit.published.substr(0, 10);
    if (hit.reports > 1) line += fmt::format("{}{} reports", line.empty() ? "" : ", ", hit.reports);
    return line;
}

std::string webhook_body(const Subscription& subscription, const Delivery& delivery,
                         const std::vector<Item>& items, const SiteLinks& links) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.member("type", delivery.kind == "test" ? "subscription.test" : "subscription.matched");
        json.member("timestamp", iso_time(delivery.created));
        json.key("data").object([&] {
            json.key("subscription").object([&] {
                json.member("id", subscription.id);
                json.member("name", subscription.name);
                json.member("query", subscription.query);
            });
            json.key("hits").array([&] {
                for (const Item& item : items) json.raw(item.hit);
            });
            json.member("manage", links.subscription(subscription.id));
        });
    });
    return out;
}

} // namespace sitrep
