// Whose request it is, and what is theirs.
#pragma once

#include "server/alerts.h"
#include "server/message.h"
#include "server/routes.h"

#include <string>

namespace sitrep {

// The id of the key that a request came with; empty where the server has no keys.
std::string owner_of(const HttpRequest& request);

// Throws ProblemError{503} where the server keeps no state.
Alerts& alerts_of(Site& site);

// The subscription of the path's {id}. Throws ProblemError{404} where it is nobody's or somebody
// else's.
Subscription own_subscription(Alerts& alerts, const HttpRequest& request);

// Sends a test and waits for what comes of it, some seconds at most.
Delivery send_test(Alerts& alerts, const Subscription& subscription);

} // namespace sitrep
