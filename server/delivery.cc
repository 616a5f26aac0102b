#include "server/delivery.h"

#include "server/retry.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iostream>
#include <random>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::int64_t longest_nap = 1000;            // ms: due times may change meanwhile
constexpr std::int64_t after_failure = 2000;          // ms: the disk is full, say
constexpr std::int64_t between_trims = 3600LL * 1000; // ms

double spread() {
    thread_local std::minstd_rand engine(std::random_device{}());
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

} // namespace

Deliveries::Deliveries(SubscriptionStore& store, Outbox& outbox, const SecretKey& key,
                       DeliveryOptions options)
    : store_(store), outbox_(outbox), key_(key), options_(std::move(options)) {}

Deliveries::~Deliveries() {
    stop();
}

void Deliveries::start() {
    std::signal(SIGPIPE, SIG_IGN); // of receivers that hang up
    workers_.emplace(options_.threads);
    thread_ = std::thread([this] { run(); });
}

void Deliveries::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    workers_.reset(); // ends when all are done
}

void Deliveries::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void Deliveries::run() {
    std::int64_t trimmed = 0;
    while (!stopping_) {
        std::int64_t wait = after_failure;
        try {
            if (now_ms() - trimmed > between_trims) {
                trimmed = now_ms();
                outbox_.trim(trimmed);
            }
            wait = hand_out();
        } catch (const std::exception& error) {
            std::cerr << fmt::format("sitrep-server: deliveries wait: {}\n", error.what());
        }
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::milliseconds(wait),
                          [&] { return stopping_ || woken_; });
        woken_ = false;
    }
}

std::int64_t Deliveries::hand_out() {
    const std::int64_t now = now_ms();
    const auto next = outbox_.next_due();
    if (!next) return longest_nap;
    if (*next > now) return std::min(*next - now, longest_nap);
    outbox_.gather_digests(now);
    constexpr std::size_t most = 1024;
    for (const Delivery& delivery : outbox_.due(now, most)) {
        const std::lock_guard lock(mutex_);
        if (!busy_.insert(delivery.subscription).second) continue;
        workers_->add([this, delivery] { deliver(delivery); });
    }
    return longest_nap; // or until one is done
}

void Deliveries::deliver(const Delivery& delivery) {
    try {
        const auto subscription = store_.find(delivery.subscription);
        if (subscription && !stopping_) {
            reach("sending");
            const AttemptResult result = attempt(*subscription, delivery);
            reach("sent");
            if (!stopping_ || result.outcome == AttemptResult::Outcome::sent)
                settle(*subscription, delivery, result);
        }
    } catch (const std::exception& error) { // it stays in the outbox as it was
        std::cerr << fmt::format("sitrep-server: a delivery waits: {}\n", error.what());
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::milliseconds(after_failure),
                          [&] { return stopping_.load(); });
    }
    {
        const std::lock_guard lock(mutex_);
        busy_.erase(delivery.subscription);
        woken_ = true;
    }
    changed_.notify_all();
}

void Deliveries::settle(const Subscription& subscription, const Delivery& delivery,
                        const AttemptResult& result) {
    using Outcome = AttemptResult::Outcome;
    if (result.outcome == Outcome::sent) return outbox_.sent(delivery, result.status);
    if (result.outcome == Outcome::gone) {
        outbox_.park(delivery, result.status, result.error);
        if (delivery.kind == "test") return;
        store_.set_state(subscription.id, SubscriptionState::gone, result.error);
        return outbox_.park_all(subscription.id, result.error);
    }
    // A test is somebody waiting for an answer: one attempt.
    if (result.outcome == Outcome::never || delivery.kind == "test")
        return outbox_.park(delivery, result.status, result.error);
    const auto due = next_attempt(delivery.created, delivery.attempts + 1, now_ms(),
                                  result.retry_after, spread());
    if (due)
        outbox_.retry(delivery, result.status, result.error, *due);
    else
        outbox_.park(delivery, result.status,
                     fmt::format("given up after {} attempts in three days; the last: {}",
                                 delivery.attempts + 1, result.error));
}

AttemptResult Deliveries::attempt(const Subscription& subscription, const Delivery& delivery) {
    const std::vector<Item> items = outbox_.items_of(delivery.id);
    switch (subscription.delivery) {
    case DeliveryKind::webhook: return send_webhook(subscription, delivery, items);
    case DeliveryKind::email: return send_email(subscription, delivery, items);
    case DeliveryKind::command: return run_command(subscription, delivery, items);
    case DeliveryKind::feed: break;
    }
    // It was changed into a feed, which has the items already.
    return {AttemptResult::Outcome::sent};
}

} // namespace sitrep
