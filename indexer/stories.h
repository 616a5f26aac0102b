// Which articles report the same event: stories.
//
// Nearest first, reports are put together as long as the two sets that they are in are alike on
// the whole, so that a chain of neighbours does not make one story of a whole war.
#pragma once

#include "indexer/grouping.h"
#include "indexer/story_memory.h"

namespace sitrep {

// Puts the articles of a new shard into stories, among themselves and with those of the published
// shards; copies of one report are in one story. `memory` goes from commit to commit.
void group_stories(Xapian::WritableDatabase& fresh, const PublishedShards& published,
                   StoryMemory& memory);

} // namespace sitrep
