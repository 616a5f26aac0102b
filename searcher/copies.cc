#include "searcher/copies.h"

#include "schema/field.h"
#include "schema/layout.h"

#include <utility>

namespace sitrep {

void CopyGroups::read(const std::vector<Xapian::Database>& shards) {
    canonical_.clear();
    other_.clear();
    std::unordered_map<std::string, std::string> up;
    const auto top = [&](std::string id) {
        for (auto above = up.find(id); above != up.end(); above = up.find(id)) id = above->second;
        return id;
    };
    for (const Xapian::Database& shard : shards)
        for (const MergedCopies& merged : read_merged_copies(shard)) {
            std::string from = top(merged.from);
            std::string into = top(merged.into);
            if (from == into) continue;
            if (from < into) std::swap(from, into); // whatever order the shards are read in
            up[from] = into;
        }
    for (const auto& [from, into] : up) {
        canonical_[from] = top(into);
        other_[canonical_[from]].push_back(from);
    }
}

const std::string& CopyGroups::canonical(const std::string& id) const {
    const auto found = canonical_.find(id);
    return found == canonical_.end() ? id : found->second;
}

std::vector<std::string> CopyGroups::indexed_ids(const std::string& canonical) const {
    std::vector<std::string> ids{canonical};
    if (const auto others = other_.find(canonical); others != other_.end())
        ids.insert(ids.end(), others->second.begin(), others->second.end());
    return ids;
}

std::uint64_t CopyGroups::size(const Xapian::Database& database,
                               const std::string& canonical) const {
    std::uint64_t articles = 0;
    for (const std::string& id : indexed_ids(canonical))
        articles += database.get_termfreq(make_term(field(FieldId::copies).prefix, id));
    return articles;
}

} // namespace sitrep
