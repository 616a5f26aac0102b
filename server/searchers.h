// Searchers for many threads: each serves one request at a time.
#pragma once

#include "searcher/search.h"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace sitrep {

class Searchers {
  public:
    // Opens the first searcher and its columns: throws Error{index} where there is no index.
    // More are opened when needed, at most `most`, which is how many searches run at once.
    // `partial`: remote shards that are down are left out, see Searcher. `known_results`: bytes of
    // answers kept for who asks again, see ResultCache.
    Searchers(std::filesystem::path index, std::size_t most, bool partial = false,
              std::size_t known_results = 0);

    // One searcher, given back when the lease ends.
    class Lease {
      public:
        Lease(Searchers& pool, std::unique_ptr<Searcher> searcher)
            : pool_(pool), searcher_(std::move(searcher)) {}
        Lease(Lease&& other) noexcept
            : pool_(other.pool_), searcher_(std::move(other.searcher_)), held_(other.held_) {
            other.held_ = false;
        }
        ~Lease() {
            if (held_) pool_.give_back(std::move(searcher_));
        }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Searcher* operator->() const { return searcher_.get(); }
        Searcher& operator*() const { return *searcher_; }

      private:
        Searchers& pool_;
        std::unique_ptr<Searcher> searcher_;
        bool held_ = true;
    };

    // Waits while all are busy; throws Error{index} when that takes too long.
    Lease borrow();
    // The same, but nothing when it takes longer than `patience`.
    std::optional<Lease> borrow_within(std::chrono::milliseconds patience);

  private:
    std::unique_ptr<Searcher> open() const;
    void give_back(std::unique_ptr<Searcher> searcher);

    std::filesystem::path index_;
    std::size_t most_;
    bool partial_;
    std::size_t known_results_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::size_t busy_ = 0;
    std::vector<std::unique_ptr<Searcher>> idle_;
};

} // namespace sitrep
