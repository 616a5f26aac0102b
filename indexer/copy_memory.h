// What a writer remembers of the sketches of articles, so that a new one is compared with those
// that share a band with it, and shards are seldom asked in vain.
//
// Most bands of most articles are new. What this process wrote, a filter tells without asking; of a
// shard that was there before, the filter learns the bands by reading them all, once asking it has
// cost as much as that would. Not thread-safe: the one writer's.
#pragma once

#include "indexer/band_filter.h"
#include "indexer/grouping.h"
#include "schema/sketch.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sitrep {

class CopyMemory {
  public:
    // What is grouped, but not in a published shard yet.
    struct Entry {
        Sketch sketch;
        double published = 0; // seconds
        std::string group;
    };
    using Place = std::uint32_t; // of an entry
    using Posting = std::pair<const Xapian::Database*, Xapian::docid>;

    // The shards of a new state of the index: all entries are in one of them, or dropped.
    void set_published(const PublishedShards& shards);

    void add(Entry entry);
    const Entry& operator[](Place place) const { return entries_[place]; }
    // Those that have a band with this key, in their order.
    const std::vector<Place>& unpublished_with_band(const std::string& key) const;
    // Published articles that have it, at most `most` a shard, until the next set_published().
    std::vector<Posting> published_with_band(const std::string& key, std::size_t most);

  private:
    struct Shard {
        Xapian::Database database;
        bool is_filtered = true; // the filter has all its bands
        std::size_t asked = 0;   // how often, while it was not
    };
    void read_bands_where_due(Shard& shard);

    std::map<std::string, Shard> shards_;
    BandFilter filter_;
    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::vector<Place>> by_band_;
};

} // namespace sitrep
