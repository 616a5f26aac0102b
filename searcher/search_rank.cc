// The matches of a search in their order.
#include "searcher/matched_slots.h"
#include "searcher/search_impl.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace sitrep {
namespace {

// A search whose lists are longer than this gets its clock watched while ranking.
constexpr Xapian::doccount dear_search = 2'000'000;

class DeadlineSpy : public Xapian::MatchSpy {
  public:
    explicit DeadlineSpy(Deadline deadline) : deadline_(deadline) {}
    void operator()(const Xapian::Document&, double) override {
        if (++seen_ % 1024 == 0 && Clock::now() > deadline_) throw_timeout();
    }

  private:
    Deadline deadline_;
    std::uint32_t seen_ = 0;
};

// A phrase or near among alternatives. Where Xapian (1.4.22) leaves out what cannot reach the page,
// it takes an article that has the words for one that has the phrase: scores, and so pages, would
// depend on how many hits are asked for. Weighing every match avoids it.
bool has_optional_phrase(const Node& node, bool optional = false) {
    if (node.kind == NodeKind::neg) return false;
    if (node.kind == NodeKind::phrase || node.kind == NodeKind::near)
        return optional && node.words.size() > 1;
    return std::any_of(node.children.begin(), node.children.end(), [&](const Node& child) {
        return has_optional_phrase(child, optional || node.kind == NodeKind::disj);
    });
}

// Leaves out the first `skipped`.
std::vector<Ranked> ranked_of(const Xapian::MSet& mset, Xapian::doccount skipped) {
    std::vector<Ranked> ranked;
    for (Xapian::doccount i = skipped; i < mset.size(); ++i)
        ranked.push_back({*mset[i], mset[i].get_weight()});
    return ranked;
}

} // namespace

// The field whose groups count as one.
std::optional<FieldId> collapsed(const SearchRequest& request) {
    switch (request.collapse) {
    case Collapse::copies: return FieldId::copies;
    case Collapse::story: return FieldId::story;
    case Collapse::none: break;
    }
    return std::nullopt;
}

Xapian::Enquire Searcher::Impl::enquire(const SearchRequest& request, const Plan& p) const {
    Xapian::Enquire made(snapshot.database());
    if (request.sort == Sort::relevance) {
        made.set_query(p.filtered(p.ranking));
        made.set_weighting_scheme(ranking());
    } else {
        made.set_query(p.filtered(p.matching));
        made.set_weighting_scheme(Xapian::BoolWeight());
        made.set_sort_by_value(slots::published_seconds, request.sort != Sort::oldest);
    }
    return made;
}

// Whether the lists of a query's terms are longer than `postings` together.
bool Searcher::Impl::is_dear(const Plan& p, Xapian::doccount postings) const {
    const Xapian::Database& database = snapshot.database();
    const Xapian::doccount all = database.get_doccount();
    if (all * std::max<Xapian::termcount>(p.ranking.get_length(), 1) <= postings) return false;
    Xapian::doccount sum = 0;
    for (auto term = p.ranking.get_terms_begin(); term != p.ranking.get_terms_end(); ++term)
        if ((sum += database.get_termfreq(*term)) > postings) return true;
    return sum == 0; // no terms: everything
}

// Offset and limit, neither more than there are articles.
std::pair<Xapian::doccount, Xapian::doccount>
Searcher::Impl::page(const SearchRequest& request) const {
    const std::size_t most = snapshot.database().get_doccount();
    return {static_cast<Xapian::doccount>(std::min(request.offset, most)),
            static_cast<Xapian::doccount>(std::min(request.limit, most))};
}

std::vector<Ranked> Searcher::Impl::rank(const SearchRequest& request, const Plan& p,
                                         Xapian::doccount check_at_least, std::uint64_t* total) {
    Xapian::Enquire query = enquire(request, p);
    DeadlineSpy spy(p.deadline);
    if (snapshot.is_local() && is_dear(p, dear_search)) query.add_matchspy(&spy);
    const auto [offset, limit] = page(request);
    if (request.sort == Sort::relevance && has_optional_phrase(p.root))
        check_at_least = snapshot.database().get_doccount();
    const auto by = collapsed(request);
    if (request.sort == Sort::sources) {
        std::vector<Ranked> ranked = rank_by_sources(query, by, offset, limit);
        if (total) *total = query.get_mset(0, 0, check_at_least).get_matches_estimated();
        return ranked;
    }
    if (by) return rank_collapsed(query, *by, offset, limit, check_at_least);
    const Xapian::MSet mset = query.get_mset(offset, limit, check_at_least);
    if (total) *total = mset.get_matches_estimated();
    return ranked_of(mset, 0);
}

// Xapian knows nothing of groups that became one: it gives the best of each, and the rest goes.
std::vector<Ranked> Searcher::Impl::rank_collapsed(Xapian::Enquire& query, FieldId by,
                                                   Xapian::doccount offset, Xapian::doccount limit,
                                                   Xapian::doccount check_at_least) const {
    query.set_collapse_key(field(by).slot);
    const Xapian::MSet mset = query.get_mset(0, offset + limit + merged_groups(by), check_at_least);
    return best_of_groups(mset, by, offset, limit);
}

Xapian::doccount Searcher::Impl::merged_groups(FieldId by) const {
    return static_cast<Xapian::doccount>(snapshot.groups(by).groups.merged());
}

std::vector<Ranked> Searcher::Impl::best_of_groups(const Xapian::MSet& mset, FieldId by,
                                                   Xapian::doccount offset,
                                                   Xapian::doccount limit) const {
    const ArticleGroups& groups = snapshot.groups(by).groups;
    std::vector<Ranked> ranked;
    std::unordered_set<std::string> seen;
    for (auto item = mset.begin(); item != mset.end() && ranked.size() < offset + limit; ++item) {
        const std::string group = item.get_collapse_key();
        if (!group.empty() && !seen.insert(groups.canonical(group)).second) continue;
        ranked.push_back({*item, item.get_weight()});
    }
    ranked.erase(ranked.begin(),
                 ranked.begin() +
                     std::min<std::ptrdiff_t>(offset, static_cast<std::ptrdiff_t>(ranked.size())));
    return ranked;
}

// Without columns: by the slots of every match.
std::vector<Ranked> Searcher::Impl::rank_by_sources(Xapian::Enquire& query,
                                                    std::optional<FieldId> by,
                                                    Xapian::doccount offset,
                                                    Xapian::doccount limit) {
    struct Member {
        Xapian::docid docid;
        std::uint64_t sources;
        std::string group;
    };
    const auto groups_of = [&](FieldId id) {
        std::unordered_map<Xapian::docid, std::string> groups;
        for (const auto& [docid, group] :
             matched_slots(snapshot.database(), query.get_query(), field(id).slot))
            if (!group.empty()) groups.emplace(docid, snapshot.groups(id).groups.canonical(group));
        return groups;
    };
    const auto stories = groups_of(FieldId::story);
    std::vector<GroupCache::Key> keys;
    for (const auto& [docid, story] : stories) keys.emplace_back(FieldId::story, story);
    group_cache.load(group_source(), keys);
    const auto collapsing = by ? groups_of(*by) : stories;
    std::vector<Member> matches;
    const Xapian::MSet mset = query.get_mset(0, snapshot.database().get_doccount());
    for (auto item = mset.begin(); item != mset.end(); ++item) {
        const auto story = stories.find(*item);
        Member match{*item, 0, {}};
        if (story != stories.end())
            match.sources = group_cache.size({FieldId::story, story->second}).sources;
        if (const auto group = collapsing.find(*item); by && group != collapsing.end())
            match.group = group->second;
        matches.push_back(std::move(match));
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Member& a, const Member& b) { return a.sources > b.sources; });
    std::unordered_set<std::string> seen;
    if (by) std::erase_if(matches, [&](const Member& m) { return !seen.insert(m.group).second; });
    std::vector<Ranked> ranked;
    for (std::size_t i = offset; i < matches.size() && ranked.size() < limit; ++i)
        ranked.push_back({matches[i].docid, 0});
    return ranked;
}

// Ranks, total and facets: in one walk over the posting lists where the query allows that, else by
// a pass of the matcher each.
std::vector<Ranked> Searcher::Impl::rank_and_count(const SearchRequest& request, const Plan& p,
                                                   SearchResult& result) {
    const auto [offset, limit] = page(request);
    const std::size_t wanted = limit > 0 ? std::size_t{offset} + limit : 0;
    PassRequest pass{p.selections, request.facets, request.sort, wanted};
    pass.stories = &snapshot.groups(FieldId::story);
    const auto by = collapsed(request);
    if (by) pass.collapse = &snapshot.groups(*by).table.by_shard;
    std::vector<Match> best;
    std::optional<FacetCounts> matched;
    if (!snapshot.is_local() && snapshot.has_columns()) matched = count_matches(p, pass, best);
    if (!snapshot.is_local() && !matched && limit > 0 && request.sort == Sort::relevance)
        return rank_while_counting(request, p, result);
    if (matched) {
        take_counts(request, p, std::move(*matched), result);
    } else if (!snapshot.is_walkable()) {
        take_counts(request, p,
                    count_by_slots(
                        group_source(), facet_groups,
                        [&](std::size_t skipped) { return p.filtered(p.matching, skipped); },
                        p.selections, request.facets, by),
                    result);
    } else if (is_walkable(p.tree)) {
        take_counts(request, p, column_pass(p).walk(p.tree, bm25, pass, best), result);
    } else {
        if (request.sort == Sort::relevance) pass.wanted = 0; // the matcher ranks, in its own pass
        take_counts(request, p, column_pass(p).count(p.matching, pass, best), result);
    }
    if (limit > 0 && best.empty() && result.total > offset) return rank(request, p, 0, nullptr);
    std::vector<Ranked> ranked;
    for (std::size_t i = offset; i < best.size(); ++i)
        ranked.push_back({best[i].docid, best[i].weight});
    return ranked;
}

// One pass for both, since over remote shards each is waited for. Not where a slot orders them:
// then Xapian (1.4.22) hides from spies what cannot reach the page.
std::vector<Ranked> Searcher::Impl::rank_while_counting(const SearchRequest& request, const Plan& p,
                                                        SearchResult& result) {
    const auto [offset, limit] = page(request);
    const auto by = collapsed(request);
    Xapian::MSet ranked;
    const SpiedPass pass = [&, offset = offset,
                            limit = limit](const std::vector<Xapian::MatchSpy*>& spies) {
        Xapian::Enquire query = enquire(request, p);
        for (Xapian::MatchSpy* spy : spies) query.add_matchspy(spy);
        if (by) query.set_collapse_key(field(*by).slot);
        const Xapian::doccount merged = by ? merged_groups(*by) : 0;
        ranked = query.get_mset(0, offset + limit + merged, snapshot.database().get_doccount());
    };
    take_counts(request, p,
                count_by_slots(
                    group_source(), facet_groups,
                    [&](std::size_t skipped) { return p.filtered(p.matching, skipped); },
                    p.selections, request.facets, by, pass),
                result);
    if (by) return best_of_groups(ranked, *by, offset, limit);
    return ranked_of(ranked, std::min(offset, ranked.size()));
}

ColumnPass Searcher::Impl::column_pass(const Plan& p) {
    return {snapshot.database(), snapshot.shards(), snapshot.states(),
            snapshot.columns(),  snapshot.store(),  tables,
            p.deadline};
}

} // namespace sitrep
