// Which articles are copies of one report: wire copy under other headlines, reprints, cut tails.
//
// Two texts are copies when their sketches say so (schema/sketch.h), and a group is all that is
// connected by that: the same in whatever order and batches the articles come.
#pragma once

#include "indexer/grouping.h"
#include "schema/sketch.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace sitrep {

// What is grouped, but not in a published shard yet.
class UnpublishedSketches {
  public:
    struct Entry {
        Sketch sketch;
        double published = 0; // seconds
        std::string group;
    };

    void add(Entry entry);
    // Places of those that have a band with this key, in their order.
    const std::vector<std::uint32_t>& with_band(const std::string& key) const;
    const Entry& operator[](std::uint32_t place) const { return entries_[place]; }

  private:
    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_band_;
};

// Puts new articles into groups, among themselves and with those known before, and adds them to
// `unpublished`. Cost: some twenty look-ups an article and shard, and one comparison for each
// article that shares a band of the sketch, at most `most_compared` a band and shard.
inline constexpr std::size_t most_compared = 200;
void group_copies(NewDocuments& fresh, const PublishedShards& published,
                  UnpublishedSketches& unpublished, GroupNotes& notes);

} // namespace sitrep
