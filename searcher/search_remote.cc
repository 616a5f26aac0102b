// What is asked of remote shards, in few requests: each is waited for.
#include "searcher/matched_slots.h"
#include "searcher/search_impl.h"

#include <algorithm>
#include <memory>
#include <unordered_map>

namespace sitrep {
namespace {

// Where there are more matches, shards count them: a few numbers, but slower to find.
constexpr Xapian::doccount most_matches = 50'000;

constexpr std::size_t others_of_document = 500; // bytes beside the record

bool has_gaps(const Xapian::Database& shard) {
    return shard.get_lastdocid() != shard.get_doccount();
}

// As much of a document as a hit is made of.
Xapian::Document document_of(const std::string& record, const ArticleGroupIds& groups) {
    Xapian::Document document;
    document.add_value(slots::record, record);
    document.add_value(field(FieldId::copies).slot, groups.copies);
    document.add_value(field(FieldId::story).slot, groups.story);
    return document;
}

} // namespace

// Of a query without its selections. None: they are too many.
std::shared_ptr<const MatchesByShard> Searcher::Impl::remote_matches(const Plan& p, bool ranks) {
    const Xapian::Query& query = ranks ? p.ranking : p.matching;
    const std::string key = (ranks ? 'r' : 'm') + query.serialise();
    if (const auto* known = remote_cache.matches.find(key)) return *known;
    Xapian::Enquire enquire(snapshot.database());
    enquire.set_query(query);
    if (ranks)
        enquire.set_weighting_scheme(ranking());
    else
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    const Xapian::MSet found = enquire.get_mset(0, most_matches);
    if (found.size() == most_matches) return nullptr;
    const auto count = static_cast<Xapian::docid>(snapshot.shards().size());
    auto matches = std::make_shared<MatchesByShard>(count);
    for (auto match = found.begin(); match != found.end(); ++match) {
        const Xapian::docid shard = (*match - 1) % count;
        const Xapian::docid docid = (*match - 1) / count + 1;
        if (docid > snapshot.columns()[shard]->last)
            throw Xapian::DatabaseModifiedError("a remote shard has changed");
        (*matches)[shard].push_back({docid, match.get_weight()});
    }
    remote_cache.matches.add(key, matches, key.size() + found.size() * sizeof(Match) + 200);
    return matches;
}

// Ranks and counts in the columns what the shards find. None: that is too much.
std::optional<FacetCounts> Searcher::Impl::count_matches(const Plan& p, const PassRequest& pass,
                                                         std::vector<Match>& best) {
    const ColumnPass counting = column_pass(p);
    const auto& shards = snapshot.shards();
    if (p.matching.get_type() == Xapian::Query::LEAF_MATCH_ALL &&
        std::none_of(shards.begin(), shards.end(), has_gaps))
        return counting.count_all(pass, best);
    const auto matches = remote_matches(p, pass.sort == Sort::relevance && pass.wanted > 0);
    if (!matches) return std::nullopt;
    return counting.count(*matches, pass, best);
}

Searcher::Impl::GroupsOf Searcher::Impl::groups_by_columns() const {
    return [this](Xapian::docid docid) {
        const auto count = static_cast<Xapian::docid>(snapshot.shards().size());
        const ShardColumns& columns = *snapshot.columns()[(docid - 1) % count];
        const std::size_t article = (docid - 1) / count;
        ArticleGroupIds ids;
        if (article >= columns.copies.size()) return ids; // of a local shard
        const auto id = [](std::uint64_t number) {
            return number == 0 ? std::string() : group_id_of(number);
        };
        return ArticleGroupIds{id(columns.copies[article]), id(columns.stories[article])};
    };
}

// By asking for those of all matches. Memory: some 150 bytes each.
Searcher::Impl::GroupsOf Searcher::Impl::groups_of_matches(const Xapian::Query& query) const {
    auto known = std::make_shared<std::unordered_map<Xapian::docid, ArticleGroupIds>>();
    const auto ask = [&](FieldId id, std::string ArticleGroupIds::*part) {
        for (auto& [docid, group] : matched_slots(snapshot.database(), query, field(id).slot))
            (*known)[docid].*part = std::move(group);
    };
    ask(FieldId::copies, &ArticleGroupIds::copies);
    ask(FieldId::story, &ArticleGroupIds::story);
    return [known](Xapian::docid docid) {
        const auto found = known->find(docid);
        return found == known->end() ? ArticleGroupIds{} : found->second;
    };
}

// Reads articles into the cache whose groups are known: they are found by these, all at once, and
// their records come with the result.
void Searcher::Impl::read_by_groups(std::span<const Ranked> ranked, const GroupsOf& groups) {
    std::unordered_map<Xapian::docid, ArticleGroupIds> wanted;
    std::vector<Xapian::Query> terms;
    for (const Ranked& r : ranked) {
        if (remote_cache.documents.find(r.docid) != nullptr) continue;
        const ArticleGroupIds ids = groups(r.docid);
        if (ids.copies.empty() || ids.story.empty()) continue;
        terms.emplace_back(make_term(field(FieldId::copies).prefix, ids.copies));
        wanted.emplace(r.docid, ids);
    }
    if (terms.size() < 2) return; // then it is as well asked for by itself
    const auto most = static_cast<Xapian::doccount>(terms.size() * 8); // some have many copies
    const Xapian::Query any(Xapian::Query::OP_OR, terms.begin(), terms.end());
    for (const auto& [docid, record] : matched_slots(snapshot.database(), any, slots::record, most))
        if (const auto known = wanted.find(docid); known != wanted.end())
            remote_cache.documents.add(docid, document_of(record, known->second),
                                       record.size() + others_of_document);
}

// Where there is no `groups` each document is asked for.
std::vector<Xapian::Document> Searcher::Impl::documents_of(std::span<const Ranked> ranked,
                                                           const GroupsOf& groups) {
    if (groups) read_by_groups(ranked, groups);
    std::vector<Xapian::Document> documents;
    documents.reserve(ranked.size());
    for (const Ranked& r : ranked) {
        if (const auto* known = groups ? remote_cache.documents.find(r.docid) : nullptr) {
            documents.push_back(*known);
            continue;
        }
        documents.push_back(snapshot.database().get_document(r.docid, Xapian::DOC_ASSUME_VALID));
        if (groups)
            remote_cache.documents.add(r.docid, documents.back(),
                                       documents.back().get_value(slots::record).size() +
                                           others_of_document);
    }
    return documents;
}

} // namespace sitrep
