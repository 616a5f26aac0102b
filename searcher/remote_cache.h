// What remote shards answered, while the index stays as it is: the next page, another filter or
// whoever asks the same then costs no request.
#pragma once

#include "searcher/walk.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

namespace sitrep {

// Forgets all where it would be more than `most_bytes`.
template <typename Map>
class BoundedCache {
  public:
    using Key = typename Map::key_type;
    using Value = typename Map::mapped_type;

    explicit BoundedCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    const Value* find(const Key& key) const {
        const auto found = known_.find(key);
        return found == known_.end() ? nullptr : &found->second;
    }
    // `bytes`: of key and value with all that they hold.
    void add(const Key& key, const Value& value, std::size_t bytes) {
        if (bytes_ + bytes > most_bytes_) clear();
        if (bytes <= most_bytes_ && known_.emplace(key, value).second) bytes_ += bytes;
    }
    void clear() {
        known_.clear();
        bytes_ = 0;
    }

  private:
    std::size_t most_bytes_;
    std::size_t bytes_ = 0;
    Map known_;
};

// All matches of a query, by shard; weighed where it is asked to rank.
using MatchesByShard = std::vector<std::vector<Match>>;

struct RemoteCache {
    BoundedCache<std::unordered_map<Xapian::docid, Xapian::Document>> documents{8U << 20};
    // By the query, serialised, and whether it ranks.
    BoundedCache<std::map<std::string, std::shared_ptr<const MatchesByShard>>> matches{8U << 20};

    void clear() {
        documents.clear();
        matches.clear();
    }
};

} // namespace sitrep
