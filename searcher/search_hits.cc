// The hits of a page, and the groups that they are in.
#include "searcher/cursor.h"
#include "searcher/search_impl.h"

#include <algorithm>
#include <utility>

namespace sitrep {

std::pair<std::string, GroupSize> Searcher::Impl::group_of(const Xapian::Document& document,
                                                           FieldId id) {
    GroupCache::Key key{id, canonical_group(document, snapshot.groups(id).groups)};
    if (key.second.empty()) return {}; // of an article that somebody else's program indexed
    group_cache.load(group_source(), {key});
    const GroupSize& size = group_cache.size(key);
    return {std::move(key.second), size};
}

// Those that articles are in, together.
void Searcher::Impl::load_groups(const std::vector<Xapian::Document>& documents) {
    std::vector<GroupCache::Key> keys;
    for (const Xapian::Document& document : documents)
        for (const FieldId id : {FieldId::copies, FieldId::story})
            if (std::string group = canonical_group(document, snapshot.groups(id).groups);
                !group.empty())
                keys.emplace_back(id, std::move(group));
    group_cache.load(group_source(), keys);
}

// The same from memory. A document knows its docid in its shard only.
std::pair<std::string, GroupSize> Searcher::Impl::group_of(Xapian::docid docid,
                                                           const Xapian::Document& document,
                                                           const Article& article,
                                                           FieldId id) const {
    const auto shards = static_cast<Xapian::docid>(snapshot.shards().size());
    const KnownGroups& known = snapshot.groups(id);
    const std::uint32_t group =
        known.table.by_shard[(docid - 1) % shards]->group_of((docid - 1) / shards + 1);
    if (group != ShardGroups::alone) return {known.table.ids[group], known.sizes[group]};
    // Only a later version may have founded its group under another id than its own.
    return {article.version > 1 ? document.get_value(field(id).slot) : group_id(article.id),
            {1, 1, 1, std::max<std::size_t>(article.agencies.size(), 1)}};
}

void Searcher::Impl::tell_groups(Hit& hit, const Xapian::Document& document, Xapian::docid docid) {
    const auto group = [&](FieldId id) {
        return snapshot.has_columns() ? group_of(docid, document, hit.article, id)
                                      : group_of(document, id);
    };
    auto [copies, copied] = group(FieldId::copies);
    hit.copies = {std::move(copies), copied.articles, copied.sources, copied.origins};
    auto [story, told] = group(FieldId::story);
    hit.story = {std::move(story), told.reports, told.articles, told.sources, told.origins};
}

// The hits of a page: of those ranked, the ones that no page before it gave.
void Searcher::Impl::add_hits(const SearchRequest& request, const Plan& p,
                              const std::vector<Ranked>& ranked, SearchResult& result) {
    HitBuilder hits(request, p.root, snapshot.languages(), *names, tools,
                    request.snippets ? RecordDetail::text : RecordDetail::head);
    std::vector<std::uint64_t> seen = request.seen;
    const auto is_seen = [&](std::uint64_t key) {
        return std::find(request.seen.begin(), request.seen.end(), key) != request.seen.end();
    };
    result.hits.reserve(std::min(request.limit, ranked.size()));
    const std::vector<Xapian::Document> documents = documents_of(
        ranked, snapshot.has_columns() && !snapshot.is_local() ? groups_by_columns() : GroupsOf());
    if (!snapshot.has_columns()) load_groups(documents);
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        if (result.hits.size() == request.limit) break;
        const Ranked& r = ranked[i];
        const Xapian::Document& document = documents[i];
        Hit hit = hits.build(record_of(document));
        tell_groups(hit, document, r.docid);
        const std::uint64_t key = seen_key(hit, request.collapse);
        if (!request.seen.empty() && is_seen(key)) continue;
        hit.rank = request.offset + request.seen.size() + result.hits.size() + 1;
        hit.score = r.score;
        result.hits.push_back(std::move(hit));
        seen.push_back(key);
    }
    if (request.offset == 0 && !result.hits.empty() && seen.size() < result.total &&
        seen.size() <= most_seen)
        result.next = encode_cursor(seen);
}

} // namespace sitrep
