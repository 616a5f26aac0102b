#include "server/owner.h"

#include "server/problem.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace sitrep {

std::string owner_of(const HttpRequest& request) {
    return request.key;
}

SavedUse saved_use(Site& site, const HttpRequest& request, std::string_view query) {
    const bool is_somebody = !request.key.empty() || request.is_local;
    if (!names_saved(query) || site.alerts == nullptr || !is_somebody) return {};
    SubscriptionStore& store = site.alerts->store();
    return {store.searches(owner_of(request)), store.revision()};
}

Alerts& alerts_of(Site& site) {
    if (site.alerts == nullptr)
        throw ProblemError(
            plain_problem(404, "this server keeps no subscriptions", "start it with --state FILE"));
    return *site.alerts;
}

Subscription own_subscription(Alerts& alerts, const HttpRequest& request) {
    if (auto found = alerts.store().find(request.path_value("id"), owner_of(request)))
        return *std::move(found);
    throw ProblemError(plain_problem(404, "there is no such subscription of yours",
                                     "the list is at /api/v1/subscriptions"));
}

Delivery send_test(Alerts& alerts, const Subscription& subscription) {
    constexpr std::chrono::milliseconds look_up{50};
    constexpr int most_looks = 340; // a little longer than an attempt may take
    const std::string id = alerts.outbox().add_test(subscription.id);
    alerts.deliveries().wake();
    Delivery found;
    for (int look = 0; look < most_looks; ++look) {
        for (Delivery& delivery : alerts.outbox().deliveries(subscription.id, 20))
            if (delivery.id == id) found = std::move(delivery);
        if (found.state != "waiting" || alerts.is_stopping()) break;
        std::this_thread::sleep_for(look_up);
    }
    return found;
}

} // namespace sitrep
