// Answers to searches that are asked again: front pages, feeds and boards ask the same thing many
// times between two commits, and counting over all of an index takes longer the larger it is.
#pragma once

#include "searcher/search.h"

#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sitrep {

// For all searchers of one index. An answer is kept when it is asked for the second time, of the
// same state of the index and on the same day; where they take too much memory, the one that was
// not asked for longest goes. Thread-safe.
class ResultCache {
  public:
    // Keeps nothing before this is called, and nothing where `most_bytes` is 0. They are about what
    // the answers take; none may take more than a quarter.
    void keep(std::size_t most_bytes);

    // The answer to a request (see key_of()), `state` of the index; or null. It says nothing of
    // time taken.
    std::shared_ptr<const SearchResult> find(const std::string& state,
                                             const SearchRequest& request);
    // To be told of an answer that was not there. Not kept is what may be another the next time:
    // one without some shards, and one in which saved searches are named.
    void add(const std::string& state, const SearchRequest& request, const SearchResult& result);

    std::size_t bytes() const;

    // All of a request that an answer depends on, saved searches aside. Two requests with the same
    // key have the same answer.
    static std::string key_of(const SearchRequest& request);

  private:
    struct Entry {
        std::string key;
        std::shared_ptr<const SearchResult> result;
        std::size_t bytes = 0;
    };
    using Entries = std::list<Entry>; // the one last asked for first

    bool is_due(const std::string& key);
    void trim(); // to the bound

    mutable std::mutex mutex_;
    std::size_t most_bytes_ = 0;
    std::size_t bytes_ = 0;
    Entries entries_;
    std::unordered_map<std::string_view, Entries::iterator> by_key_;
    std::array<std::size_t, 1024> asked_{}; // hashes of keys that were asked for once
};

} // namespace sitrep
