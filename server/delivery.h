// Takes what is due from the outbox to those who asked for it, again and again until it arrives or
// three days have passed.
#pragma once

#include "server/notification.h"
#include "server/outbox.h"
#include "server/outgoing.h"
#include "server/secret_key.h"
#include "server/subscription_store.h"
#include "server/workers.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

namespace sitrep {

struct DeliveryOptions {
    SiteLinks links;
    MailServer mail;
    std::string command;                // a program of this machine; empty: none
    bool allow_private_targets = false; // of webhooks
    unsigned threads = 16;
    // For tests of what a crash leaves: called at "sending" and "sent", before and after the
    // receiver was spoken to.
    std::function<void(const char* point)> at_point{};
};

// What came of one attempt.
struct AttemptResult {
    enum class Outcome : std::uint8_t {
        sent,
        again, // may work later
        never, // will not work: parked at once
        gone,  // the receiver wants no more
    };
    Outcome outcome = Outcome::again;
    std::int64_t status = 0;
    std::string error{};
    std::optional<std::int64_t> retry_after{}; // seconds
};

class Deliveries {
  public:
    Deliveries(SubscriptionStore& store, Outbox& outbox, const SecretKey& key,
               DeliveryOptions options);
    ~Deliveries();
    Deliveries(const Deliveries&) = delete;
    Deliveries& operator=(const Deliveries&) = delete;

    // Starts the threads. What is being sent when stop() is called is broken off and sent again
    // after the next start, under its old id.
    void start();
    void stop();
    // There may be something to send.
    void wake();

    // One attempt, now.
    AttemptResult attempt(const Subscription& subscription, const Delivery& delivery);

  private:
    void run();
    // Hands out what is due; milliseconds until there may be more.
    std::int64_t hand_out();
    void deliver(const Delivery& delivery);
    void settle(const Subscription& subscription, const Delivery& delivery,
                const AttemptResult& result);
    AttemptResult send_webhook(const Subscription& subscription, const Delivery& delivery,
                               const std::vector<Item>& items);
    AttemptResult send_email(const Subscription& subscription, const Delivery& delivery,
                             const std::vector<Item>& items);
    AttemptResult run_command(const Subscription& subscription, const Delivery& delivery,
                              const std::vector<Item>& items);
    void reach(const char* point) const {
        if (options_.at_point) options_.at_point(point);
    }

    SubscriptionStore& store_;
    Outbox& outbox_;
    const SecretKey& key_;
    const DeliveryOptions options_;

    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    std::set<std::string> busy_; // subscriptions: one delivery at a time each
    std::optional<Workers> workers_;
    std::thread thread_;
};

// Feeds a program `input` and waits for it, 30 seconds at most; its exit code, or -1.
int run_program(const std::string& program, const std::string& input,
                const std::vector<std::string>& environment, std::string& error,
                const std::atomic<bool>& stop);

} // namespace sitrep
