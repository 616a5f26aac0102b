// Which articles report the same event: stories.
//
// Nearest first, reports are put together as long as the two sets that they are in are alike on
// the whole, so that a chain of neighbours does not make one story of a whole war.
#pragma once

#include "indexer/grouping.h"
#include "indexer/story_memory.h"

namespace sitrep {

// Puts new articles into stories, among themselves and with those known before; copies of one
// report are in one story, so group_copies comes first. `memory` goes from batch to batch.
void group_stories(NewDocuments& fresh, const PublishedShards& published, StoryMemory& memory,
                   GroupNotes& notes);

} // namespace sitrep
