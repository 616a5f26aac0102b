// Posting lists of frequent terms, unpacked in memory, where walking them takes a fraction of the
// time: the same few regions, filters and words are asked for again and again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <xapian.h>

namespace sitrep {

struct Posting {
    Xapian::docid docid = 0;
    Xapian::termcount wdf = 0;
};
using PostingList = std::vector<Posting>; // in order of docid

// Those of the shards of one index, for all its searchers. A list is kept when it is asked for the
// second time; where they take too much memory, the one that was not asked for longest goes.
// Thread-safe.
class ListCache {
  public:
    static constexpr Xapian::doccount usual_least = 512;

    // Keeps nothing before this is called, and nothing where `most_bytes` is 0. Shorter lists than
    // `least_postings` are not worth it; `most_bytes` are of lists, 8 a posting, and none may take
    // more than a quarter of them.
    void keep(std::size_t most_bytes, Xapian::doccount least_postings);

    // The list of a term in a shard; the empty term is in every article. `state` stands for the
    // shard as its handle has it (see state_of()); `frequency`: of the term in all shards. Null: it
    // is not kept.
    std::shared_ptr<const PostingList> get(const Xapian::Database& shard, const std::string& state,
                                           const std::string& term, Xapian::doccount frequency);
    // What tells a local shard as it is from others, and from itself after articles were taken out.
    static std::string state_of(const Xapian::Database& shard);

    std::size_t bytes() const; // of all lists

  private:
    struct Entry {
        std::string key;
        std::shared_ptr<const PostingList> list;
    };
    using Entries = std::list<Entry>; // the one last asked for first

    std::shared_ptr<const PostingList> find(const std::string& key, bool& is_due);
    void insert(std::string key, std::shared_ptr<const PostingList> list);
    void trim(); // to the bound

    mutable std::mutex mutex_;
    std::size_t most_bytes_ = 0;
    Xapian::doccount least_ = usual_least;
    std::size_t bytes_ = 0;
    Entries entries_;
    std::unordered_map<std::string_view, Entries::iterator> by_key_;
    std::array<std::size_t, 4096> asked_{}; // hashes of keys that were asked for once
};

} // namespace sitrep
