// Puts articles into groups - copies and stories - before they are written: what is written once
// does not change. One batch at a time, in the order of arrival.
#pragma once

#include "indexer/copies.h"
#include "indexer/stories.h"

namespace sitrep {

class GroupAssigner {
  public:
    // The shards of a new state of the index; all that was assigned is in one of them, or dropped.
    void set_published(PublishedShards shards);
    void assign(NewDocuments& fresh);
    // Groups that were found to be one since the last call.
    GroupNotes take_notes();

  private:
    PublishedShards published_;
    CopyMemory copies_;
    StoryMemory stories_;
    GroupNotes notes_;
};

} // namespace sitrep
