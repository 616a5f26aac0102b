// Webhooks after Standard Webhooks (standardwebhooks.com): what is sent and what answers mean.

#include "server/delivery.h"

#include <fmt/format.h>

namespace sitrep {

AttemptResult Deliveries::send_webhook(const Subscription& subscription, const Delivery& delivery,
                                       const std::vector<Item>& items) {
    using Outcome = AttemptResult::Outcome;
    WebhookRequest request;
    request.url = subscription.target;
    request.allow_private = options_.allow_private_targets;
    request.body = webhook_body(subscription, delivery, items, options_.links);
    const std::int64_t now = now_ms();
    const std::int64_t seconds = now / 1000;
    const auto signature = [&](std::int64_t generation) {
        return webhook_signature(key_.webhook_secret(subscription.id, generation), delivery.id,
                                 seconds, request.body);
    };
    std::string signatures = signature(subscription.secret_generation);
    if (subscription.secret_generation > 1 && now - subscription.secret_rotated < old_secret_ms)
        signatures += " " + signature(subscription.secret_generation - 1);
    request.headers = {"Content-Type: application/json",
                       "User-Agent: Sitrep/" SITREP_VERSION,
                       "Expect:", // none: the body comes at once
                       "webhook-id: " + delivery.id,
                       fmt::format("webhook-timestamp: {}", seconds),
                       "webhook-signature: " + signatures};
    const OutgoingAnswer answer = post_webhook(request, stopping_);
    AttemptResult result{Outcome::again, answer.status, answer.error, answer.retry_after};
    if (answer.status >= 200 && answer.status < 300) {
        result.outcome = Outcome::sent;
    } else if (answer.status == 410) {
        result.outcome = Outcome::gone;
        result.error = "the receiver answered 410: it wants no more";
    } else if (answer.status >= 300 && answer.status < 400) {
        result.error = fmt::format("the receiver answered {}: redirects are not followed; give "
                                   "the address that it leads to",
                                   answer.status);
    } else if (answer.status != 0) {
        result.error = fmt::format("the receiver answered {}", answer.status);
    }
    return result;
}

} // namespace sitrep
