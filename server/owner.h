// Whose request it is, and what is theirs.
#pragma once

#include "server/alerts.h"
#include "server/message.h"
#include "server/routes.h"

#include <string>
#include <string_view>

namespace sitrep {

// The id of the key that a request came with; empty where the server has no keys.
std::string owner_of(const HttpRequest& request);

// Whose saved searches search:NAME means in a query, and what tells answers of other days apart
// that they are part of. None where the query names none, and for those who are nobody: without a
// key where there are keys.
struct SavedUse {
    SavedSearches searches;
    std::uint64_t revision = 0;
};
SavedUse saved_use(Site& site, const HttpRequest& request, std::string_view query);

// Throws ProblemError{503} where the server keeps no state.
Alerts& alerts_of(Site& site);

// The subscription of the path's {id}. Throws ProblemError{404} where it is nobody's or somebody
// else's.
Subscription own_subscription(Alerts& alerts, const HttpRequest& request);

// Sends a test and waits for what comes of it, some seconds at most.
Delivery send_test(Alerts& alerts, const Subscription& subscription);

} // namespace sitrep
