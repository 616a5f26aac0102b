#include "indexer/founded_group.h"

#include "schema/article.h"
#include "schema/layout.h"

namespace sitrep {

FoundedGroups::FoundedGroups(const PublishedShards& shards) : shards_(shards) {
    for (const FieldId field : {FieldId::copies, FieldId::story})
        for (const auto& [name, shard] : shards)
            for (const MergedGroup& merged : read_merged_groups(shard, field)) {
                merged_[field].insert(merged.from);
                merged_[field].insert(merged.into);
            }
}

bool FoundedGroups::has_others(FieldId field, std::string_view article_id) const {
    const std::string group = group_id(article_id);
    if (const auto merged = merged_.find(field);
        merged != merged_.end() && merged->second.contains(group))
        return true;
    const std::string id_term = make_term(sitrep::field(FieldId::id).prefix, article_id);
    const std::string group_term = make_term(sitrep::field(field).prefix, group);
    for (const auto& [name, shard] : shards_)
        for (auto member = shard.postlist_begin(group_term);
             member != shard.postlist_end(group_term); ++member) {
            auto own = shard.postlist_begin(id_term);
            if (own != shard.postlist_end(id_term)) own.skip_to(*member);
            if (own == shard.postlist_end(id_term) || *own != *member) return true;
        }
    return false;
}

} // namespace sitrep
