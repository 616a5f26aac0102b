// A standing query: what is watched for, and how its owner is told.
#pragma once

#include "searcher/saved_searches.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sitrep {

enum class Rate : std::uint8_t { story, every, hourly, daily, weekly };
inline constexpr std::array<std::pair<std::string_view, Rate>, 5> rate_names{
    {{"story", Rate::story},
     {"every", Rate::every},
     {"hourly", Rate::hourly},
     {"daily", Rate::daily},
     {"weekly", Rate::weekly}}};

// Every subscription has a feed; `feed` has nothing else.
enum class DeliveryKind : std::uint8_t { feed, webhook, email, command };
inline constexpr std::array<std::pair<std::string_view, DeliveryKind>, 4> delivery_names{
    {{"feed", DeliveryKind::feed},
     {"webhook", DeliveryKind::webhook},
     {"email", DeliveryKind::email},
     {"command", DeliveryKind::command}}};

enum class SubscriptionState : std::uint8_t {
    active,
    broken,       // the query no longer parses
    gone,         // the webhook answered 410
    unsubscribed, // the recipient of the e-mails wants no more
};
inline constexpr std::array<std::pair<std::string_view, SubscriptionState>, 4> state_names{
    {{"active", SubscriptionState::active},
     {"broken", SubscriptionState::broken},
     {"gone", SubscriptionState::gone},
     {"unsubscribed", SubscriptionState::unsubscribed}}};

// In either direction over the tables above.
template <typename Table>
constexpr std::string_view name_in(const Table& table, decltype(Table{}.front().second) value) {
    for (const auto& [name, each] : table)
        if (each == value) return name;
    return {};
}
template <typename Table>
constexpr auto value_in(const Table& table, std::string_view name)
    -> std::optional<decltype(Table{}.front().second)> {
    for (const auto& [each, value] : table)
        if (each == name) return value;
    return std::nullopt;
}

// Times are Unix milliseconds; 0: never.
struct Subscription {
    std::string id;
    std::string owner; // the id of a key; empty where there are no keys
    std::string name;
    std::string query;
    Rate rate = Rate::story;
    DeliveryKind delivery = DeliveryKind::feed;
    std::string target; // the webhook's address, or the e-mail's
    std::string language = "en";
    bool paused = false;
    SubscriptionState state = SubscriptionState::active;
    std::string problem; // why the state is not active, for people
    std::int64_t created = 0;
    std::int64_t since = 0; // newest commit when it was made, Unix microseconds
    std::int64_t last_match = 0;
    std::int64_t last_seen = 0; // its feed or page was last looked at
    std::int64_t failures = 0;  // of deliveries, since one last succeeded
    std::int64_t secret_generation = 1;
    std::int64_t secret_rotated = 0;
    std::int64_t feed_generation = 1;
    std::int64_t digest_due = 0;

    bool is_watching() const { return !paused && state == SubscriptionState::active; }
    bool is_digest() const { return rate != Rate::story && rate != Rate::every; }
};

namespace subscription_limits {
using saved_limits::name_bytes;
using saved_limits::query_bytes;
inline constexpr std::size_t target_bytes = 2000;
} // namespace subscription_limits

// After a rotation the old secret signs too, for as long.
inline constexpr std::int64_t old_secret_ms = 24LL * 3600 * 1000;

std::int64_t now_ms();

// When the digest is due that an item of `now` goes into: the next full hour, 06:00 UTC, or Monday
// 06:00 UTC.
std::int64_t next_digest(Rate rate, std::int64_t now);

// What a client may set, checked. Throws ParameterError{name of the member}.
void check_name(const std::string& name);
void check_query_size(std::string_view query);
// http or https, a host, no user or password, no control characters.
void check_webhook(const std::string& url);
void check_address(const std::string& email);

} // namespace sitrep
