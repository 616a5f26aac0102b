// Removing every trace of an article, for legal reasons.
//
// Taking a document out of a Xapian database leaves its bytes in freed blocks and its values as
// bounds of their slots; merging shards does not forget the bounds. So each shard that holds a
// version of the article, or from which anything was ever taken out, is written anew, document by
// document. Groups (copies, stories) that bear the article's name, a hash of its id, get that of
// another member. Records of it in the index's rejects file go too, and all others in which the id
// stands: a short one may stand in many.
//
// Cost: as compacting those shards, several times over.
#pragma once

#include "indexer/history.h"
#include "schema/layout.h"

#include <filesystem>
#include <string_view>

namespace sitrep {

// The history is done on return; new main shards stand in `layout`, which the caller publishes,
// also where nothing was found: an earlier purge may have been cut short. Nothing else may be
// pending. Whether there was a trace of it; never of an empty id. Throws Error{index} for what lies
// on remote shards, and where the disk is full.
bool purge_article(const std::filesystem::path& index, Layout& layout, History& history,
                   std::string_view id);

} // namespace sitrep
