#include "indexer/group_assigner.h"

#include <utility>

namespace sitrep {

void GroupAssigner::set_published(PublishedShards shards) {
    published_ = std::move(shards);
    unpublished_ = {};
    memory_.bound();
}

void GroupAssigner::assign(NewDocuments& fresh) {
    group_copies(fresh, published_, unpublished_, notes_);
    group_stories(fresh, published_, memory_, notes_);
}

GroupNotes GroupAssigner::take_notes() {
    return std::exchange(notes_, {});
}

} // namespace sitrep
