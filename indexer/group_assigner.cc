#include "indexer/group_assigner.h"

#include <utility>

namespace sitrep {

void GroupAssigner::set_published(PublishedShards shards) {
    published_ = std::move(shards);
    copies_.set_published(published_);
    stories_.bound();
}

void GroupAssigner::assign(NewDocuments& fresh) {
    group_copies(fresh, copies_, notes_);
    group_stories(fresh, published_, stories_, notes_);
}

GroupNotes GroupAssigner::take_notes() {
    return std::exchange(notes_, {});
}

} // namespace sitrep
