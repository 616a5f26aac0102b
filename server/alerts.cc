#include "server/alerts.h"

namespace sitrep {
namespace {

// What is matched goes out at once.
MatcherOptions waking(MatcherOptions options, Deliveries& deliveries) {
    if (!options.on_items) options.on_items = [&deliveries] { deliveries.wake(); };
    return options;
}

} // namespace

std::filesystem::path usual_state(const std::filesystem::path& index) {
    std::filesystem::path plain = index.lexically_normal();
    if (!plain.has_filename()) plain = plain.parent_path(); // "sitrep.db/"
    return plain.string() + ".state";
}

Alerts::Alerts(const std::filesystem::path& index, AlertOptions options)
    : options_(std::move(options)), state_(options_.state), key_(options_.state.string() + ".key"),
      store_(state_), outbox_(state_), deliveries_(store_, outbox_, key_, options_.delivery),
      matcher_(index, store_, outbox_, waking(options_.matcher, deliveries_)) {}

void Alerts::start() {
    deliveries_.start();
    matcher_.start();
}

void Alerts::stop() {
    matcher_.stop();
    deliveries_.stop();
}

} // namespace sitrep
