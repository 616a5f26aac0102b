// E-mail: handed to the mail server of the configuration.

#include "server/delivery.h"

#include <fmt/format.h>

namespace sitrep {

AttemptResult Deliveries::send_email(const Subscription& subscription, const Delivery& delivery,
                                     const std::vector<Item>& items) {
    using Outcome = AttemptResult::Outcome;
    if (options_.mail.url.empty())
        return {Outcome::again, 0, "this server has no mail server to send with (--smtp)"};
    const std::string unsubscribe =
        options_.links.unsubscribe(subscription.id, key_.unsubscribe_token(subscription.id));
    const OutgoingAnswer answer =
        send_mail(options_.mail,
                  notification_mail(subscription, delivery, items, options_.links, unsubscribe,
                                    options_.mail.from),
                  stopping_);
    AttemptResult result{Outcome::again, answer.status, answer.error};
    if (answer.error.empty())
        result.outcome = Outcome::sent;
    else if (answer.status >= 500) // "permanent negative": the same mail will not be taken
        result.outcome = Outcome::never;
    return result;
}

} // namespace sitrep
