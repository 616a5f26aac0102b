// Feeds that are followed: asks each when it is due, and hands on what is new in it.
#pragma once

#include "indexer/follow_arrivals.h"
#include "indexer/follow_pages.h"
#include "indexer/http_client.h"
#include "indexer/rejects.h"

#include <chrono>
#include <list>
#include <optional>

namespace sitrep {

struct FeedOptions {
    std::chrono::seconds every{300};        // between two polls of a feed
    std::chrono::milliseconds time{30'000}; // for an answer
    bool fetch_articles = false;            // take the pages behind the entries, too
    ReadPlan plan{};                        // --set
};

class FeedFollower {
  public:
    FeedFollower(HttpClient& client, const FollowStore& store, Arrivals& arrivals, Rejects& rejects,
                 FeedOptions options);

    void add(Source source);
    // Asks what is due; what is well, up to `slack` seconds early.
    void start_due(std::int64_t now, std::int64_t slack = 0);
    // When the next one is due (Unix seconds); none: none will be.
    std::optional<std::int64_t> next_due() const;
    bool is_polling() const;
    // Polls that failed, in this run.
    std::uint64_t failures() const { return failures_; }

  private:
    // A source and, while it is asked, what came of it so far.
    struct Poll {
        Source source;
        bool running = false;
        std::size_t open = 0; // entries whose pages are under way
        std::uint64_t fresh = 0;
        Problem problem{}; // of the feed, or of the last page that could not be had
    };
    void ask(Poll& poll);
    void answer(Poll& poll, HttpResponse response);
    void read(Poll& poll, const HttpResponse& response);
    void take(Poll& poll, Article article);
    void arrive(Poll& poll, Article article, const SeenEntry& seen);
    void finish(Poll& poll);
    void fail(Poll& poll, std::string message,
              std::optional<std::chrono::seconds> retry_after = {});
    void leave(Poll& poll);

    HttpClient& client_;
    const FollowStore& store_;
    Arrivals& arrivals_;
    Rejects& rejects_;
    FeedOptions options_;
    PageFetcher pages_;
    std::list<Poll> polls_; // addresses stay
    std::uint64_t failures_ = 0;
};

} // namespace sitrep
