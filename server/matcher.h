// Follows the commits of an index and puts what standing queries match into the outbox.
//
// Articles are known by a hash of their id and content, so an index that is built anew, restored or
// put in another order brings nothing new; and by the stamp of their commit, so that what is new is
// found without reading the rest. Both are kept in the same transaction as the matches.
#pragma once

#include "searcher/monitor.h"
#include "searcher/search.h"
#include "server/outbox.h"
#include "server/subscription_store.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sitrep {

// Of an article and its content; stable across versions of Sitrep.
std::int64_t fingerprint(const Article& article);

struct MatcherOptions {
    std::chrono::milliseconds look_up{100};     // how often the index is asked for commits
    std::function<void()> on_items{};           // something is to be delivered
    std::function<Day()> today = sitrep::today; // that periods of queries are told from
    // Whether remote shards may be down at first: then what is committed once they answer is news.
    bool may_open_later = false;
    // For tests of what a crash leaves: called at "matching" and "entering".
    std::function<void(const char* point)> at_point{};
};

class Matcher {
  public:
    // Opens the index; from now on, what is committed is news.
    Matcher(const std::filesystem::path& index, SubscriptionStore& store, Outbox& outbox,
            MatcherOptions options);
    ~Matcher();
    Matcher(const Matcher&) = delete;
    Matcher& operator=(const Matcher&) = delete;

    void start();
    void stop();

    // Looks once, and matches all that is new. Returns how many items that made. Throws Error.
    // Not while it is started.
    std::size_t match_new();

  private:
    void run();
    // A subscription in the monitor, under the number that it has there.
    struct Watched {
        Subscription subscription;
        std::uint64_t number = 0;
        bool is_relative = false; // to the day: date:P7D
        bool has_groups = false;  // copies:ID, story:ID: a commit may make one of two
        bool has_saved = false;   // search:NAME
    };
    // What is matched and entered at once.
    struct Part {
        std::vector<std::int64_t> fingerprints;                  // of new articles
        std::map<std::string, std::vector<std::string>> matches; // articles by subscription
        std::size_t articles = 0;
        std::size_t hits = 0;
    };

    void open();
    void learn();
    void reload();
    void bring_up_to_date();
    void take_changes();
    void read_again(const std::function<bool(const Watched&)>& which);
    void watch(const Subscription& subscription, std::uint64_t number);
    void forget_all();
    void match(const Article& article, const Searcher::ReadTerms& terms, Part& part);
    // `mark`: of the commits that end in the part.
    std::size_t enter(Part& part, std::optional<std::int64_t> mark);
    void add_hits(const Subscription& subscription, const std::vector<std::string>& articles,
                  MatchBatch& batch);
    std::size_t match_retractions(std::int64_t committed);
    void reach(const char* point) const {
        if (options_.at_point) options_.at_point(point);
    }

    const std::filesystem::path path_;
    std::optional<Searcher> searcher_; // none: not all shards have answered yet
    SubscriptionStore& store_;
    Outbox& outbox_;
    const MatcherOptions options_;
    Outbox::Mark mark_;
    bool has_open_retractions_ = false;

    // What the monitor holds, and for what it was made.
    std::uint64_t revision_ = 0; // of the store
    std::uint64_t index_ = 0;    // its revision, as groups were asked for
    Day today_ = 0;              // one for all that is matched at once
    Day day_ = 0;                // that periods of its queries are told from
    std::vector<std::string> languages_;
    std::optional<Monitor> monitor_;
    std::uint64_t last_number_ = 0;
    std::map<std::string, Watched> watched_; // by id
    std::map<std::uint64_t, const Watched*> by_number_;

    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::thread thread_;
};

} // namespace sitrep
