// Subscriptions as the API speaks of them.
#pragma once

#include "searcher/parse.h"
#include "server/alerts.h"
#include "server/subscription.h"

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace sitrep {

// Takes what a client may set from a JSON object into `subscription`; what it does not say stays.
// Members that only the server sets are errors, unless `is_copy`: then it is an export that comes
// back, and they are passed over. Throws ParameterError.
void read_subscription(const nlohmann::json& json, Subscription& subscription, bool is_copy);

// Throws ParameterError where the server cannot deliver so.
void check_delivery(const Subscription& subscription, const DeliveryOptions& options);

// What of a subscription only those may read who own it. `secret`: shown once; or empty.
std::string subscription_json(const Subscription& subscription, const Gazetteer& gazetteer,
                              Alerts& alerts, const std::string& secret = {},
                              const std::string& warning = {});

std::string delivery_json(const Delivery& delivery);

// Throws ParameterError for what is not JSON, or nested too deep.
nlohmann::json parse_body(std::string_view body);

} // namespace sitrep
