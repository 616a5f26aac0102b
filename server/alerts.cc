#include "server/alerts.h"

#include "searcher/render_feed.h"

namespace sitrep {
namespace {

// What is matched goes out at once.
MatcherOptions waking(MatcherOptions options, Deliveries& deliveries) {
    if (!options.on_items) options.on_items = [&deliveries] { deliveries.wake(); };
    return options;
}

} // namespace

void check_alert_options(AlertOptions& options) {
    DeliveryOptions& delivery = options.delivery;
    MailServer& mail = delivery.mail;
    if (!mail.url.empty()) {
        if (!mail.url.starts_with("smtp://") && !mail.url.starts_with("smtps://"))
            throw Error(ErrorKind::usage, "--smtp names no mail server",
                        "as in smtp://localhost:25 or smtps://mail.example.org:465");
        try {
            check_address(mail.from);
        } catch (const Error&) {
            throw Error(ErrorKind::usage, "e-mails need a sender",
                        "--mail-from sitrep@example.org");
        }
    }
    std::string& base = delivery.links.base;
    if (base.empty()) return;
    if (!is_web_address(base) || base.find_first_of("?#") != base.npos)
        throw Error(ErrorKind::usage, "--public-url is no address",
                    "as in https://sitrep.example.org/");
    if (!base.ends_with('/')) base += '/';
}

Alerts::Alerts(const std::filesystem::path& index, AlertOptions options)
    : options_(std::move(options)), state_(options_.state, State::User::server),
      key_(options_.state.string() + ".key"), store_(state_), outbox_(state_),
      deliveries_(store_, outbox_, key_, options_.delivery),
      matcher_(index, store_, outbox_, waking(options_.matcher, deliveries_)) {}

void Alerts::start() {
    deliveries_.start();
    matcher_.start();
}

void Alerts::stop() {
    begin_stop();
    matcher_.stop();
    deliveries_.stop();
}

} // namespace sitrep
