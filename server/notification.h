// What a subscriber gets to read: a webhook's body, an e-mail, a feed. Each says which query it is
// about, what of the query matched, and how to end it.
#pragma once

#include "server/outbox.h"
#include "server/outgoing.h"
#include "server/subscription.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Addresses of the server's own, as its readers reach it.
struct SiteLinks {
    std::string base; // "http://127.0.0.1:8642/"

    std::string article(std::string_view id, std::string_view query) const;
    std::string subscription(std::string_view id) const; // where it is changed and ended
    std::string unsubscribe(std::string_view id, std::string_view token) const;
    std::string feed(std::string_view id, std::string_view token, std::string_view file) const;
};
inline constexpr std::string_view atom_file = "feed.atom";
inline constexpr std::string_view json_feed_file = "feed.json";

// The webhook contract; the same for every attempt. JSON.
std::string webhook_body(const Subscription& subscription, const Delivery& delivery,
                         const std::vector<Item>& items, const SiteLinks& links);

// `unsubscribe`: the address that ends it with one click. `sender`: the From address.
Mail notification_mail(const Subscription& subscription, const Delivery& delivery,
                       const std::vector<Item>& items, const SiteLinks& links,
                       const std::string& unsubscribe, const std::string& sender);

// `self`: the feed's own address. Entries keep their id when their story has news.
std::string atom_feed(const Subscription& subscription, const std::vector<Item>& items,
                      const SiteLinks& links, const std::string& self);
std::string json_feed(const Subscription& subscription, const std::vector<Item>& items,
                      const SiteLinks& links, const std::string& self);

// "2025-07-04T12:00:00Z"
std::string iso_time(std::int64_t ms);

} // namespace sitrep
