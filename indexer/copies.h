// Which articles are copies of one report: wire copy under other headlines, reprints, cut tails.
//
// Two texts are copies when their sketches say so (schema/sketch.h), and a group is all that is
// connected by that: the same in whatever order and batches the articles come.
#pragma once

#include "indexer/copy_memory.h"
#include "indexer/grouping.h"

#include <cstddef>

namespace sitrep {

// Puts new articles into groups, among themselves and with those known before, and adds them to
// `memory`. Cost: one comparison for each article that shares a band of the sketch, at most
// `most_compared` a band and shard.
inline constexpr std::size_t most_compared = 200;
void group_copies(NewDocuments& fresh, CopyMemory& memory, GroupNotes& notes);

} // namespace sitrep
