// Pages of standing queries.
#pragma once

#include "server/alerts.h"
#include "server/backtest.h"
#include "server/problem.h"
#include "server/subscription.h"

#include <optional>
#include <string>
#include <vector>

namespace sitrep {

std::string render_subscriptions(const std::vector<Subscription>& list,
                                 const std::string& form_token);

// The form for a new one, or one that is there, with what is known of it.
struct SubscriptionView {
    Subscription subscription;        // without an id: a new one
    std::optional<Backtest> backtest; // none: the query cannot be tried
    std::optional<Problem> problem;   // of what was sent
    std::string notice;               // what was done
    std::string secret;               // of a webhook, shown once
    std::string feed;                 // addresses
    std::string json_feed;
    std::vector<Delivery> deliveries;
    std::vector<Item> items;
    bool offers_email = false;
    bool offers_command = false;
    std::string form_token;
};
std::string render_subscription(const SubscriptionView& view);

std::string render_unsubscribe(const Subscription& subscription, bool is_done);

} // namespace sitrep
