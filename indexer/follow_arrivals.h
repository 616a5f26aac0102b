// What followed sources brought and is not in the index yet; small batches of it are committed.
//
// Articles go into the index first, then the state that says so into the store: after a crash in
// between they come again, and the index knows them. The index is opened for each batch only, so
// that others can write to it between.
#pragma once

#include "indexer/follow_store.h"
#include "indexer/index_writer.h"
#include "indexer/rejects.h"

#include <chrono>
#include <optional>
#include <vector>

namespace sitrep {

class Arrivals {
  public:
    using Clock = std::chrono::steady_clock;
    Arrivals(std::filesystem::path index, std::shared_ptr<const Gazetteer> gazetteer,
             const WriterOptions& options, FollowStore& store, Rejects& rejects);

    void add(Article article);
    void add(const SeenEntry& entry) { changes_.entries.push_back(entry); }
    void add(SeenFile file) { changes_.files.push_back(std::move(file)); }
    // What a poll left a source in.
    void add(Source source) { changes_.sources.push_back(std::move(source)); }

    // When the batch is to be committed; none: there is nothing.
    std::optional<Clock::time_point> due() const;
    // So much waits that no more should come before a commit.
    bool is_full() const;
    // Commits all. False: another process writes to the index; nothing is lost, try again later.
    bool commit();

    const WriterCounts& counts() const { return counts_; }

  private:
    bool commit_articles();

    std::filesystem::path index_;
    std::shared_ptr<const Gazetteer> gazetteer_;
    WriterOptions options_;
    FollowStore& store_;
    Rejects& rejects_;
    std::vector<Article> articles_;
    std::size_t bytes_ = 0;
    FollowChanges changes_;
    std::optional<Clock::time_point> first_; // when the oldest came
    WriterCounts counts_;
};

} // namespace sitrep
