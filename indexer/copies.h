// Which articles are copies of one report: wire copy under other headlines, reprints, cut tails.
//
// Two texts are copies when their sketches say so (schema/sketch.h). A group is all that is
// connected by that, whatever came first; its id is that of the article which founded it. Groups
// that a later article connects become one: shards that are published do not change, so the shard
// with that article says so in its metadata (note_merged_copies).
#pragma once

#include <map>
#include <string>

#include <xapian.h>

namespace sitrep {

// Puts the articles of a new shard into groups, among themselves and with those of the published
// shards. Cost: some twenty look-ups an article and shard, and one comparison for each article
// that shares a band of the sketch, at most `most_compared` a band.
inline constexpr std::size_t most_compared = 200;
void group_copies(Xapian::WritableDatabase& fresh,
                  const std::map<std::string, Xapian::Database>& published);

} // namespace sitrep
