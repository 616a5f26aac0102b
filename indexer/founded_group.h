// Under which id an article founds a group of copies, or a story.
//
// An article founds a group under an id of its own (group_id), and others join. Where it then says
// something else, the group goes on without it under that id, which keeps leading to it; the new
// version needs another one.
#pragma once

#include "indexer/grouping.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace sitrep {

class FoundedGroups {
  public:
    // Of shards that stay open and unchanged. Cost: reads which groups became one.
    explicit FoundedGroups(const PublishedShards& shards);

    // Whether other articles are in the group that an article founded once. Cost: a look-up a
    // shard.
    bool has_others(FieldId field, std::string_view article_id) const;

  private:
    const PublishedShards& shards_;
    std::map<FieldId, std::set<std::string>> merged_; // ids of groups that became one
};

} // namespace sitrep
