#include "searcher/version_match.h"

#include "schema/document.h"
#include "searcher/version_count.h"
#include "searcher/version_lists.h"
#include "searcher/version_order.h"

#include <set>

namespace sitrep {

VersionMatches match_versions(const VersionView& view, const Plan& plan,
                              const SearchRequest& request, const Bm25& bm25) {
    const VersionMatcher matcher(view, plan, request.limits, bm25);
    const std::vector<FoundVersion> found = found_versions(view, plan, request, matcher);
    VersionMatches matches{{}, count_versions(view, plan, request, found)};
    std::set<std::uint32_t> groups;
    for (const FoundVersion& one : in_order(view, request.sort, found))
        if (one.alone || groups.insert(one.group).second) matches.ranked.push_back(one.match);
    return matches;
}

std::pair<std::string, GroupSize> version_group(const VersionView& view,
                                                const Xapian::Document& document, FieldId id) {
    const std::string indexed = document.get_value(field(id).slot);
    if (indexed.empty() || !view.as_of()) return {{}, {1, 1, 1, 1}};
    const ArticleGroups& groups = view.groups(id);
    const std::string& canonical = groups.canonical(indexed);
    DocumentCounter counter(view.groups(FieldId::copies));
    for (const std::string& member : groups.indexed_ids(canonical)) {
        const std::string term = make_term(field(id).prefix, member);
        for (const VersionShard& shard : view.shards())
            for (auto posting = shard.database.postlist_begin(term);
                 posting != shard.database.postlist_end(term); ++posting)
                if (shard.sees(*posting)) counter.add(shard.database.get_document(*posting));
    }
    return {canonical, counter.size()};
}

} // namespace sitrep
