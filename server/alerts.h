// Standing queries as a whole: what is watched for, matching, delivery.
#pragma once

#include "server/delivery.h"
#include "server/matcher.h"

#include <filesystem>
#include <string>

namespace sitrep {

struct AlertOptions {
    std::filesystem::path state; // the SQLite file; its key lies beside it (FILE.key)
    DeliveryOptions delivery;
    MatcherOptions matcher;
};

// Throws Error{usage} for what makes no sense; completes what is said in short.
void check_alert_options(AlertOptions& options);

class Alerts {
  public:
    // Opens or creates the state. Throws Error{usage} or Error{index}. Nothing is matched or sent
    // before start().
    Alerts(const std::filesystem::path& index, AlertOptions options);

    void start();
    void stop();
    // Answers that go on must end.
    void begin_stop() { stopping_ = true; }
    bool is_stopping() const { return stopping_; }

    SubscriptionStore& store() { return store_; }
    Outbox& outbox() { return outbox_; }
    const SecretKey& key() const { return key_; }
    Deliveries& deliveries() { return deliveries_; }
    Matcher& matcher() { return matcher_; }
    const DeliveryOptions& options() const { return options_.delivery; }

  private:
    std::atomic<bool> stopping_ = false;
    AlertOptions options_;
    State state_;
    SecretKey key_;
    SubscriptionStore store_;
    Outbox outbox_;
    Deliveries deliveries_;
    Matcher matcher_;
};

} // namespace sitrep
