// Subscriptions as they are kept in the state.
#pragma once

#include "searcher/saved_searches.h"
#include "server/subscription.h"

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Thread-safe. `owner` is asked everywhere: what belongs to somebody else is not there.
class SubscriptionStore {
  public:
    explicit SubscriptionStore(State& state) : state_(state) {}

    // Gives it an id and the time. Throws Error{limit} when the owner has too many.
    Subscription add(Subscription subscription);
    std::optional<Subscription> find(std::string_view id) const; // of whatever owner
    std::optional<Subscription> find(std::string_view id, std::string_view owner) const;
    std::vector<Subscription> list(std::string_view owner) const; // oldest first
    // What the owner may change: name, query, rate, delivery, target, language, paused. A change
    // makes a subscription that was broken, gone or unsubscribed active again.
    bool change(const Subscription& subscription);
    bool remove(std::string_view id, std::string_view owner);

    // What search:NAME stands for in a query of the owner's. Not longer than the store.
    SavedSearches searches(std::string owner) const {
        return saved_searches(state_, std::move(owner));
    }

    // All that are to be matched, and those broken, which may parse again.
    std::vector<Subscription> watching() const;
    // Grows with every change of what watching() and searches() answer, the command line's too.
    std::uint64_t revision() const {
        return revision_.load() + static_cast<std::uint64_t>(state_.others_revision());
    }

    void set_state(std::string_view id, SubscriptionState state, std::string_view problem);
    void set_paused(std::string_view id, bool paused);
    void rotate_secret(std::string_view id);
    void rotate_feed(std::string_view id);
    void note_seen(std::string_view id);

  private:
    State& state_;
    std::atomic<std::uint64_t> revision_ = 1;
};

} // namespace sitrep
