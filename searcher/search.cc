#include "searcher/search.h"

#include "schema/analysis.h"
#include "schema/document.h"
#include "schema/error.h"
#include "searcher/arrivals.h"
#include "searcher/column_counter.h"
#include "searcher/cursor.h"
#include "searcher/hits.h"
#include "searcher/plan.h"
#include "searcher/similar.h"
#include "searcher/spelling.h"
#include "searcher/suggest.h"
#include "searcher/version_match.h"
#include "searcher/versions.h"
#include "searcher/why.h"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <xapian.h>

namespace sitrep {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int most_tries = 6; // while a writer commits again and again

// Best in a trial over six public test collections; k1 is doubled because a body word weighs 2.
constexpr Bm25 bm25{2.0 * body_weight, 0.5, 0.1};

Xapian::BM25Weight ranking() {
    return {bm25.k1, 0, 1, bm25.b, bm25.least_length};
}

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

// The field whose groups count as one.
std::optional<FieldId> collapsed(const SearchRequest& request) {
    switch (request.collapse) {
    case Collapse::copies: return FieldId::copies;
    case Collapse::story: return FieldId::story;
    case Collapse::none: break;
    }
    return std::nullopt;
}

struct Ranked {
    Xapian::docid docid = 0;
    double score = 0;
};

} // namespace

struct Searcher::Impl {
    explicit Impl(std::filesystem::path index) : snapshot(std::move(index)) {
        std::vector<std::string> problems; // told when the index was built
        gazetteer = load_gazetteer(snapshot.index(), problems);
        names.emplace(*gazetteer);
    }

    Snapshot snapshot;
    std::shared_ptr<const Gazetteer> gazetteer;
    HitTools tools;
    CountTables tables;
    std::optional<EntityNames> names;
    // Sizes of groups met in the answer at hand.
    std::map<std::pair<FieldId, std::string>, GroupSize> measured;

    template <typename F>
    auto guarded(F&& operation);
    Plan plan(const SearchRequest& request) {
        return make_plan(request, snapshot, *gazetteer, tools.stemmers);
    }
    SearchResult search(const SearchRequest& request);
    std::pair<std::string, GroupSize> group_of(const Xapian::Document& document, FieldId id);
    std::pair<std::string, GroupSize> group_of(Xapian::docid docid, const Article& article,
                                               FieldId id) const;
    void tell_groups(Hit& hit, const Xapian::Document& document, Xapian::docid docid);
    void add_hits(const SearchRequest& request, const Plan& p, const std::vector<Ranked>& ranked,
                  SearchResult& result);
    Xapian::Enquire enquire(const SearchRequest& request, const Plan& plan) const;
    bool is_dear(const Plan& plan, Xapian::doccount postings) const;
    std::pair<Xapian::doccount, Xapian::doccount> page(const SearchRequest& request) const;
    std::vector<Ranked> rank(const SearchRequest& request, const Plan& plan,
                             Xapian::doccount check_at_least, std::uint64_t* total);
    std::vector<Ranked> rank_collapsed(Xapian::Enquire& query, FieldId by, Xapian::doccount offset,
                                       Xapian::doccount limit,
                                       Xapian::doccount check_at_least) const;
    std::vector<Ranked> rank_by_sources(Xapian::Enquire& query, std::optional<FieldId> by,
                                        Xapian::doccount offset, Xapian::doccount limit);
    std::vector<Ranked> rank_and_count(const SearchRequest& request, const Plan& plan,
                                       SearchResult& result);
    ColumnPass column_pass(const Plan& plan);
    void take_counts(const SearchRequest& request, const Plan& plan, FacetCounts counts,
                     SearchResult& result);
    FacetResult facet_result(const FacetRequest& request, const Plan& plan,
                             FacetCounts::Facet counted);
    static void choose_dates(std::vector<FacetValue>& values);

    Xapian::docid find(std::string_view id) const; // 0: there is none
    std::optional<std::vector<Hit>> similar(std::string_view id, std::size_t limit);
    std::optional<WhyResult> why(std::string_view id, const SearchRequest& request);
    WhyClause why_clause(const Node& node, const Article& article, const std::string& id_term,
                         const LoweringContext& context);
    bool is_met(const Xapian::Query& query, const std::string& id_term) const;
    std::uint64_t stream(const SearchRequest& request, const std::function<bool(Hit&)>& visit);

    bool asks_for_versions(const SearchRequest& request) const;
    VersionView& versions_at(const std::optional<std::string>& moment);
    template <typename F>
    std::uint64_t visit_versions(const SearchRequest& request, SearchResult& result, F&& visit);
    SearchResult search_versions(const SearchRequest& request);
    std::vector<Article> versions_of(std::string_view id) const;
    std::optional<VersionView> past; // as last asked for
};

// Retries on a snapshot that a writer has overtaken; errors of Xapian become Errors.
template <typename F>
auto Searcher::Impl::guarded(F&& operation) {
    for (int attempt = 1;; ++attempt) {
        try {
            snapshot.refresh();
            return operation();
        } catch (const Xapian::DatabaseModifiedError& error) {
            if (attempt == most_tries) throw from_xapian(error, "the index changes too fast");
        } catch (const Xapian::DatabaseOpeningError& error) { // a shard was merged away
            if (attempt == most_tries)
                throw from_xapian(error, fmt::format("cannot open {}", snapshot.index().string()));
        } catch (const Xapian::Error& error) {
            throw from_xapian(error, fmt::format("cannot read {}", snapshot.index().string()));
        }
        snapshot.invalidate();
    }
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

std::vector<Ranked> ranked_of(const Xapian::MSet& mset) {
    std::vector<Ranked> ranked;
    for (auto item = mset.begin(); item != mset.end(); ++item)
        ranked.push_back({*item, item.get_weight()});
    return ranked;
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
    return ranked_of(mset);
}

// Xapian knows nothing of groups that became one: it gives the best of each, and the rest goes.
std::vector<Ranked> Searcher::Impl::rank_collapsed(Xapian::Enquire& query, FieldId by,
                                                   Xapian::doccount offset, Xapian::doccount limit,
                                                   Xapian::doccount check_at_least) const {
    const ArticleGroups& groups = snapshot.groups(by).groups;
    query.set_collapse_key(field(by).slot);
    const auto merged = static_cast<Xapian::doccount>(groups.merged());
    const Xapian::MSet mset = query.get_mset(0, offset + limit + merged, check_at_least);
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
    std::vector<Member> matches;
    const Xapian::MSet mset = query.get_mset(0, snapshot.database().get_doccount());
    for (auto item = mset.begin(); item != mset.end(); ++item) {
        const Xapian::Document document = item.get_document();
        Member match{*item, group_of(document, FieldId::story).second.sources, {}};
        if (by) match.group = group_of(document, *by).first;
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
    if (!snapshot.has_columns()) {
        take_counts(request, p,
                    count_by_slots(
                        snapshot.database(), snapshot.term_queries(),
                        [&](std::size_t skipped) { return p.filtered(p.matching, skipped); },
                        p.selections, request.facets, by ? &snapshot.groups(*by).groups : nullptr),
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

ColumnPass Searcher::Impl::column_pass(const Plan& p) {
    return {snapshot.database(), snapshot.shards(), snapshot.columns(), snapshot.store(), tables,
            p.deadline};
}

void Searcher::Impl::take_counts(const SearchRequest& request, const Plan& p, FacetCounts counts,
                                 SearchResult& result) {
    result.total = counts.total;
    result.articles = counts.articles;
    for (std::size_t i = 0; i < request.facets.size(); ++i)
        result.facets.push_back(
            facet_result(request.facets[i], p, std::move(counts.by_request[i])));
}

// Leaves out levels that are too many to show.
void Searcher::Impl::choose_dates(std::vector<FacetValue>& values) {
    std::map<std::size_t, std::size_t> of_size;
    for (const FacetValue& value : values) ++of_size[value.id.size()];
    std::erase_if(values, [&](const FacetValue& value) {
        const std::size_t size = value.id.size();
        return !value.selected && !value.excluded && of_size[size] > most_dates(size);
    });
}

FacetResult Searcher::Impl::facet_result(const FacetRequest& request, const Plan& p,
                                         FacetCounts::Facet counted) {
    const Field& f = field(request.field);
    FacetResult result{request.field, {}, counted.distinct};
    const auto is_in = [](const std::vector<std::string>& list, const std::string& id) {
        return std::find(list.begin(), list.end(), id) != list.end();
    };
    std::vector<FacetValue>& values = result.values;
    for (FacetCounts::Value& value : counted.values)
        values.push_back(
            {std::move(value.id), std::move(value.name), {}, value.count, false, false});
    for (const ValueSelection& selection : p.selections) {
        if (selection.field != request.field) continue;
        for (FacetValue& value : values) {
            value.selected = value.selected || is_in(selection.any, value.id);
            value.excluded = value.excluded || is_in(selection.exclude, value.id);
        }
    }
    if (f.kind == FieldKind::date) {
        if (request.size > 0) choose_dates(values);
        std::sort(values.begin(), values.end(),
                  [](const FacetValue& a, const FacetValue& b) { return a.id < b.id; });
    } else {
        const auto better = [](const FacetValue& a, const FacetValue& b) {
            return a.count != b.count ? a.count > b.count : a.id < b.id;
        };
        std::sort(values.begin(), values.end(), better);
        if (request.size > 0 && values.size() > request.size) {
            const auto rest = values.begin() + static_cast<std::ptrdiff_t>(request.size);
            values.erase(std::remove_if(rest, values.end(),
                                        [](const FacetValue& value) {
                                            return !value.selected && !value.excluded;
                                        }),
                         values.end());
        }
    }
    for (FacetValue& value : values) {
        if (f.kind == FieldKind::entity) {
            const KnownEntity& known = names->of(
                f.id == FieldId::actor ? EntityKind::actor : EntityKind::region, value.id);
            value.name = known.shown->name;
            value.parent = known.parent;
        } else if (f.kind == FieldKind::date && value.id.size() > 4) {
            value.parent = value.id.substr(0, value.id.size() - 3);
        }
    }
    return result;
}

std::pair<std::string, GroupSize> Searcher::Impl::group_of(const Xapian::Document& document,
                                                           FieldId id) {
    const std::string indexed = document.get_value(field(id).slot);
    if (indexed.empty()) return {}; // of an article that somebody else's program indexed
    const ArticleGroups& groups = snapshot.groups(id).groups;
    const std::string& canonical = groups.canonical(indexed);
    const auto [known, is_new] = measured.try_emplace({id, canonical});
    if (is_new)
        known->second =
            groups.size(snapshot.database(), canonical, snapshot.groups(FieldId::copies).groups);
    return {canonical, known->second};
}

// The same from memory.
std::pair<std::string, GroupSize>
Searcher::Impl::group_of(Xapian::docid docid, const Article& article, FieldId id) const {
    const auto shards = static_cast<Xapian::docid>(snapshot.shards().size());
    const KnownGroups& known = snapshot.groups(id);
    const std::uint32_t group =
        known.table.by_shard[(docid - 1) % shards]->group_of((docid - 1) / shards + 1);
    if (group == ShardGroups::alone) return {group_id(article.id), {1, 1, 1}};
    return {known.table.ids[group], known.sizes[group]};
}

// A document knows its docid in its shard only.
void Searcher::Impl::tell_groups(Hit& hit, const Xapian::Document& document, Xapian::docid docid) {
    const auto group = [&](FieldId id) {
        return snapshot.has_columns() ? group_of(docid, hit.article, id) : group_of(document, id);
    };
    auto [copies, copied] = group(FieldId::copies);
    hit.copies = {std::move(copies), copied.articles, copied.sources};
    auto [story, told] = group(FieldId::story);
    hit.story = {std::move(story), told.reports, told.articles, told.sources};
}

namespace {

// Looking for one costs many times a search: not where hits abound, nor for counts alone.
bool wants_spelling(const SearchRequest& request, const SearchResult& result) {
    constexpr std::uint64_t few = 2;
    return result.total <= few && request.offset == 0 && request.limit > 0;
}

void check_facets(const SearchRequest& request) {
    for (const FacetRequest& facet : request.facets)
        if (!field(facet.field).facet)
            throw Error(ErrorKind::usage, fmt::format("{} is not a facet", field(facet.field).name),
                        "see the facets with sitrep-search --fields");
}

} // namespace

// The hits of a page: of those ranked, the ones that no page before it gave.
void Searcher::Impl::add_hits(const SearchRequest& request, const Plan& p,
                              const std::vector<Ranked>& ranked, SearchResult& result) {
    HitBuilder hits(request, p.root, snapshot.languages(), *names, tools);
    std::vector<std::uint64_t> seen = request.seen;
    const auto is_seen = [&](std::uint64_t key) {
        return std::find(request.seen.begin(), request.seen.end(), key) != request.seen.end();
    };
    result.hits.reserve(std::min(request.limit, ranked.size()));
    for (const Ranked& r : ranked) {
        if (result.hits.size() == request.limit) break;
        const Xapian::Document document =
            snapshot.database().get_document(r.docid, Xapian::DOC_ASSUME_VALID);
        Hit hit = hits.build(document.get_data());
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

SearchResult Searcher::Impl::search(const SearchRequest& request) {
    check_facets(request);
    if (asks_for_versions(request)) return search_versions(request);
    const auto started = Clock::now();
    measured.clear();
    SearchResult result;
    Plan p = plan(request);
    result.revision = snapshot.layout().revision;
    result.documents = snapshot.database().get_doccount();
    result.collapse = request.collapse;
    const bool counts_aside =
        snapshot.has_columns() || !request.facets.empty() || collapsed(request);
    SearchRequest ranking = request;
    if (!request.seen.empty()) ranking.offset = 0;
    ranking.limit += request.seen.size();
    const std::vector<Ranked> ranked =
        counts_aside ? rank_and_count(ranking, p, result)
                     : rank(ranking, p, snapshot.database().get_doccount(), &result.total);
    if (!counts_aside) result.articles = result.total;
    add_hits(request, p, ranked, result);
    result.query = std::move(p.query);
    if (wants_spelling(request, result))
        result.suggestion = better_spelling(result.query, snapshot.database(), snapshot.languages(),
                                            tools.stemmers);
    result.took_ms = std::chrono::duration<double, std::milli>(Clock::now() - started).count();
    return result;
}

Xapian::docid Searcher::Impl::find(std::string_view id) const {
    const std::string term = make_term(field(FieldId::id).prefix, id);
    const auto posting = snapshot.database().postlist_begin(term);
    return posting == snapshot.database().postlist_end(term) ? 0 : *posting;
}

std::optional<std::vector<Hit>> Searcher::Impl::similar(std::string_view id, std::size_t limit) {
    constexpr std::size_t words = 30;
    constexpr Xapian::doccount candidates = 100;
    // How much each weighs; together 1.
    constexpr double by_words = 0.6;
    constexpr double by_actors = 0.15;
    constexpr double by_regions = 0.15;
    constexpr double by_days = 0.1;
    const Xapian::docid docid = find(id);
    if (docid == 0) return std::nullopt;
    const Xapian::Database& database = snapshot.database();
    const Xapian::Document document = database.get_document(docid);
    const std::vector<std::string> terms = distinctive_terms(document, database, words);
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(ranking());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    enquire.set_collapse_key(field(FieldId::copies).slot);
    const Xapian::MSet found = enquire.get_mset(0, candidates);
    measured.clear();
    const std::string own = group_of(document, FieldId::copies).first;
    struct Candidate {
        Xapian::docid docid;
        double score;
        std::vector<std::string> shared;
    };
    std::vector<Candidate> best;
    std::unordered_set<std::string> seen{own};
    // An article itself is the best answer to its own words.
    const double most = found.empty() ? 1 : std::max(found.get_max_attained(), 1e-9);
    for (auto item = found.begin(); item != found.end(); ++item) {
        if (*item == docid) continue;
        const Xapian::Document other = item.get_document();
        if (!seen.insert(group_of(other, FieldId::copies).first).second) continue;
        Candidate candidate{*item, by_words * item.get_weight() / most, {}};
        const auto add = [&](FieldId of, double weight) {
            std::vector<std::string> shared;
            candidate.score += weight * shared_values(document, other, database, field(of).slot,
                                                      std::string(field(of).prefix), shared);
            for (const std::string& value : shared)
                if (of != FieldId::happened || value.size() == 10) // days
                    candidate.shared.push_back(fmt::format("{}:{}", field(of).name, value));
        };
        add(FieldId::actor, by_actors);
        add(FieldId::region, by_regions);
        add(FieldId::happened, by_days);
        best.push_back(std::move(candidate));
    }
    std::stable_sort(best.begin(), best.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    best.resize(std::min(best.size(), limit));
    const SearchRequest request;
    const Node everything;
    HitBuilder builder(request, everything, snapshot.languages(), *names, tools);
    std::vector<Hit> hits;
    for (Candidate& candidate : best) {
        const Xapian::Document other = database.get_document(candidate.docid);
        Hit& hit = hits.emplace_back(builder.build(other.get_data()));
        tell_groups(hit, other, candidate.docid);
        hit.rank = hits.size();
        hit.score = candidate.score;
        hit.matched = std::move(candidate.shared);
    }
    return hits;
}

// Whether an article is among those that a query finds: the search itself answers.
bool Searcher::Impl::is_met(const Xapian::Query& query, const std::string& id_term) const {
    Xapian::Enquire enquire(snapshot.database());
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(id_term)));
    return !enquire.get_mset(0, 1).empty();
}

WhyClause Searcher::Impl::why_clause(const Node& node, const Article& article,
                                     const std::string& id_term, const LoweringContext& context) {
    WhyClause clause;
    clause.kind = node.kind;
    clause.text = to_string(node);
    clause.span = node.span;
    for (const Node& child : node.children) {
        clause.clauses.push_back(why_clause(child, article, id_term, context));
        clause.clauses.back().ignored =
            node.kind == NodeKind::conj && is_dropped_stop_word(node, child);
    }
    clause.met = is_met(to_xapian(lower(node, context), snapshot.term_queries(), false), id_term);
    if (!node.children.empty() || node.kind == NodeKind::all) return clause;
    const bool is_text = node.kind == NodeKind::word || node.kind == NodeKind::phrase ||
                         node.kind == NodeKind::near || node.kind == NodeKind::prefix;
    if (is_text)
        clause.shown = words_that_meet(article, node, snapshot.languages(), tools.stemmers);
    else
        (clause.met ? clause.shown : clause.has) = values_of(article, node.field, *gazetteer);
    return clause;
}

std::optional<WhyResult> Searcher::Impl::why(std::string_view id, const SearchRequest& request) {
    const Xapian::docid docid = find(id);
    if (docid == 0) return std::nullopt;
    const Xapian::Document document = snapshot.database().get_document(docid);
    const Article article = decode_article(document.get_data());
    const std::string id_term = make_term(field(FieldId::id).prefix, id);
    Plan p = plan(request);
    const LoweringContext context{snapshot.database(),
                                  snapshot.languages(),
                                  tools.stemmers,
                                  request.limits,
                                  snapshot.groups(FieldId::copies).groups,
                                  snapshot.groups(FieldId::story).groups};
    WhyResult result;
    result.id = article.id;
    result.title = shown_title(article);
    result.revision = snapshot.layout().revision;
    measured.clear();
    auto [copies, size] = group_of(document, FieldId::copies);
    result.copies = {std::move(copies), size.articles, size.sources};
    result.found = is_met(p.filtered(p.matching), id_term);
    result.clauses.push_back(why_clause(p.root, article, id_term, context));
    for (std::size_t i = 0; i < p.selections.size(); ++i) {
        const ValueSelection& selection = p.selections[i];
        WhyClause filter;
        filter.kind = NodeKind::keyword;
        filter.text = fmt::format(
            "{}: {}{}{}", field(selection.field).name, fmt::join(selection.any, ", "),
            selection.exclude.empty() ? "" : " not ", fmt::join(selection.exclude, ", "));
        filter.met = is_met(p.selected[i], id_term);
        (filter.met ? filter.shown : filter.has) = values_of(article, selection.field, *gazetteer);
        result.clauses.push_back(std::move(filter));
    }
    result.query = std::move(p.query);
    return result;
}

std::uint64_t Searcher::Impl::stream(const SearchRequest& request,
                                     const std::function<bool(Hit&)>& visit) {
    if (asks_for_versions(request)) {
        SearchRequest rest = request;
        rest.facets.clear();
        if (rest.limit == 0) rest.limit = std::numeric_limits<std::size_t>::max();
        SearchResult about;
        // After a commit it goes on where it stood, at the same moment.
        return guarded([&] {
            visit_versions(rest, about, [&](Hit& hit) {
                ++rest.offset;
                --rest.limit;
                if (about.as_of) rest.as_of = format_moment(*about.as_of);
                return visit(hit);
            });
            return std::uint64_t{rest.offset - request.offset};
        });
    }
    const auto [p, docids] = guarded([&] {
        Plan made = plan(request);
        SearchRequest all = request;
        if (all.limit == 0) all.limit = snapshot.database().get_doccount();
        std::vector<Ranked> ranked = rank(all, made, 0, nullptr);
        return std::pair{std::move(made), std::move(ranked)};
    });
    HitBuilder hits(request, p.root, snapshot.languages(), *names, tools);
    measured.clear();
    Xapian::Database database = snapshot.database();
    std::uint64_t visited = 0;
    for (const Ranked& r : docids) {
        std::optional<Hit> hit;
        const auto read = [&] {
            const Xapian::Document document = database.get_document(r.docid);
            hit.emplace(hits.build(document.get_data()));
            tell_groups(*hit, document, r.docid);
        };
        try {
            read();
        } catch (const Xapian::DatabaseModifiedError&) {
            database.reopen(); // articles were deleted; docids stay
            try {
                read();
            } catch (const Xapian::DocNotFoundError&) {
                continue;
            }
        } catch (const Xapian::DocNotFoundError&) {
            continue;
        }
        hit->rank = request.offset + ++visited;
        hit->score = r.score;
        if (!visit(*hit)) break;
    }
    return visited;
}

// ---- what is not about the present

bool Searcher::Impl::asks_for_versions(const SearchRequest& request) const {
    if (request.as_of || request.all_versions) return true;
    constexpr std::string_view name = "versions:";
    const auto found =
        std::search(request.query.begin(), request.query.end(), name.begin(), name.end(),
                    [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    return found != request.query.end() &&
           parse_query(request.query, *gazetteer, today(), request.limits).all_versions;
}

VersionView& Searcher::Impl::versions_at(const std::optional<std::string>& moment) {
    std::optional<std::int64_t> as_of;
    if (moment) as_of = parse_moment(*moment);
    if (!past || !past->is_current(as_of)) past.emplace(snapshot.index(), as_of);
    return *past;
}

// Fills in what `result` says of the whole, and visits the hits asked for.
template <typename F>
std::uint64_t Searcher::Impl::visit_versions(const SearchRequest& request, SearchResult& result,
                                             F&& visit) {
    try {
        const VersionView& view = versions_at(request.as_of);
        constexpr std::int64_t day = 86'400'000'000;
        const Day anchor = view.as_of() ? static_cast<Day>(*view.as_of() / day) : today();
        SearchRequest wide = request; // words that are not visible are told apart later
        wide.limits.prefix_expansion *= 100;
        Plan p = make_plan(wide,
                           {view.database(), view.languages(), view.groups(FieldId::copies),
                            view.groups(FieldId::story), view.term_queries(), anchor},
                           *gazetteer, tools.stemmers);
        if (request.sort == Sort::sources)
            throw Error(ErrorKind::usage, "versions cannot be sorted by sources",
                        "sort by relevance, newest or oldest");
        if (request.as_of && (p.query.all_versions || request.all_versions))
            throw Error(ErrorKind::usage, "as_of and versions:all exclude each other",
                        "leave one out: as_of shows one version of each article");
        VersionMatches matches = match_versions(view, p, request, bm25);
        take_counts(request, p, std::move(matches.counts), result);
        result.revision = view.layout().revision;
        result.documents = view.documents();
        result.as_of = view.as_of();
        if (view.as_of()) result.collapse = request.collapse;
        HitBuilder hits(request, p.root, view.languages(), *names, tools);
        const std::size_t begin = std::min(request.offset, matches.ranked.size());
        const std::size_t end = begin + std::min(request.limit, matches.ranked.size() - begin);
        std::uint64_t visited = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const VersionMatch& match = matches.ranked[i];
            const VersionShard& shard = view.shards()[match.shard];
            const Xapian::Document document = shard.database.get_document(match.docid);
            Hit hit = hits.build(document.get_data());
            // What was superseded later was not then.
            if (!view.as_of()) hit.article.superseded = shard.superseded_at(match.docid);
            auto [copies, copied] = version_group(view, document, FieldId::copies);
            hit.copies = {std::move(copies), copied.articles, copied.sources};
            auto [story, told] = version_group(view, document, FieldId::story);
            hit.story = {std::move(story), told.reports, told.articles, told.sources};
            hit.rank = i + 1;
            hit.score = match.score;
            ++visited;
            if (!visit(hit)) break;
        }
        result.query = std::move(p.query);
        return visited;
    } catch (const Xapian::Error&) {
        past.reset(); // its handles are too old
        throw;
    }
}

SearchResult Searcher::Impl::search_versions(const SearchRequest& request) {
    const auto started = Clock::now();
    SearchResult result;
    visit_versions(request, result, [&](Hit& hit) {
        result.hits.push_back(std::move(hit));
        return true;
    });
    result.took_ms = std::chrono::duration<double, std::milli>(Clock::now() - started).count();
    return result;
}

std::vector<Article> Searcher::Impl::versions_of(std::string_view id) const {
    const std::string term = make_term(field(FieldId::id).prefix, id);
    std::map<std::pair<std::uint32_t, bool>, Article> found; // by version, its tombstone behind it
    const auto add = [&](const Xapian::Database& database) {
        for (auto posting = database.postlist_begin(term); posting != database.postlist_end(term);
             ++posting) {
            const Xapian::Document document = database.get_document(*posting);
            Article article = decode_article(document.get_data(), false);
            const std::string until = document.get_value(slots::superseded);
            if (!until.empty())
                article.superseded = static_cast<std::int64_t>(Xapian::sortable_unserialise(until));
            // While a commit is carried out a version may be in both places.
            const std::pair key{article.version, article.gone != Gone::no};
            found[key] = std::move(article);
        }
    };
    add(snapshot.database());
    for (const Shard& shard : read_history_layout(snapshot.index()).shards)
        add(open_shard(snapshot.index() / history_name, shard));
    std::vector<Article> list;
    for (auto& [key, article] : found) {
        if (!list.empty() && list.back().gone != Gone::no)
            list.back().superseded = article.committed;
        list.push_back(std::move(article));
    }
    return list;
}

Searcher::Searcher(std::filesystem::path index) : impl_(std::make_unique<Impl>(std::move(index))) {
    impl_->guarded([] {});
}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

SearchResult Searcher::search(const SearchRequest& request) {
    return impl_->guarded([&] { return impl_->search(request); });
}

std::int64_t Searcher::arrivals(std::int64_t mark,
                                const std::function<bool(Article&, const ReadTerms&)>& visit) {
    const auto [committed, list] = impl_->guarded([&] {
        const std::int64_t newest = impl_->snapshot.layout().committed;
        return std::pair{newest, newest > mark ? documents_after(impl_->snapshot.shards(), mark)
                                               : std::vector<NewDocument>{}};
    });
    const std::vector<Xapian::Database> shards = impl_->snapshot.shards();
    ArticleTerms terms;
    try {
        for (const NewDocument& found : list) {
            const Xapian::Document document = shards[found.shard].get_document(found.docid);
            Article article = decode_article(document.get_data(), false);
            article.committed = found.committed;
            const ReadTerms read = [&]() -> const ArticleTerms& {
                terms.read(document);
                return terms;
            };
            if (!visit(article, read)) break;
        }
    } catch (const Xapian::Error& error) {
        throw from_xapian(error, "the index changed while its new articles were being read");
    }
    return committed;
}

bool Searcher::retractions(std::int64_t mark, const std::function<void(const Article&)>& visit) {
    const std::filesystem::path& index = impl_->snapshot.index();
    std::error_code none;
    // A commit takes this file away when its tombstones are in the history.
    const bool is_finished = !std::filesystem::exists(index / "pending", none);
    try {
        std::vector<Xapian::Database> shards;
        for (const Shard& shard : read_history_layout(index).shards)
            shards.push_back(open_shard(index / history_name, shard));
        for (const NewDocument& found : documents_after(shards, mark)) {
            const Article article =
                decode_article(shards[found.shard].get_document(found.docid).get_data(), false);
            if (article.gone == Gone::retracted) visit(article);
        }
    } catch (const Xapian::Error& error) {
        throw from_xapian(error, "the history changed while it was being read");
    }
    return is_finished;
}

std::uint64_t Searcher::stream(const SearchRequest& request,
                               const std::function<bool(Hit&)>& visit) {
    try {
        return impl_->stream(request, visit);
    } catch (const Xapian::Error& error) {
        throw from_xapian(error, "the index changed while its articles were being read");
    }
}

std::optional<Article> Searcher::article(std::string_view id) {
    return impl_->guarded([&]() -> std::optional<Article> {
        const Xapian::Database& database = impl_->snapshot.database();
        const std::string term = make_term(field(FieldId::id).prefix, id);
        const auto posting = database.postlist_begin(term);
        if (posting == database.postlist_end(term)) return std::nullopt;
        return decode_article(database.get_document(*posting).get_data());
    });
}

std::optional<Hit> Searcher::hit(std::string_view id) {
    return impl_->guarded([&]() -> std::optional<Hit> {
        const Xapian::Database& database = impl_->snapshot.database();
        const std::string term = make_term(field(FieldId::id).prefix, id);
        const auto posting = database.postlist_begin(term);
        if (posting == database.postlist_end(term)) return std::nullopt;
        const Xapian::Document document = database.get_document(*posting);
        SearchRequest request;
        request.explain = true;
        const Node everything;
        Hit hit = HitBuilder(request, everything, impl_->snapshot.languages(), *impl_->names,
                             impl_->tools)
                      .build(document.get_data());
        impl_->measured.clear();
        impl_->tell_groups(hit, document, *posting);
        hit.rank = 1;
        return hit;
    });
}

Suggestions Searcher::suggest(std::string_view typed, std::size_t names, std::size_t titles) {
    const auto started = Clock::now();
    Suggestions found;
    found.text = typed;
    make_valid_utf8(found.text);
    impl_->guarded([&] {
        found.names = suggest_names(found.text, impl_->snapshot, *impl_->gazetteer, names);
    });
    SearchRequest request;
    request.query = title_query(found.text);
    request.limit = titles;
    request.snippets = false;
    request.sort = Sort::newest;
    try {
        if (!request.query.empty() && titles > 0)
            for (const Hit& hit : search(request).hits)
                found.titles.push_back(
                    {hit.article.id, hit.title, hit.article.source, hit.article.date.to_string()});
    } catch (const Error& error) {
        // The beginnings of too many words, say: names are left.
        if (error.kind != ErrorKind::limit && error.kind != ErrorKind::query) throw;
    }
    found.revision = revision();
    found.took_ms = std::chrono::duration<double, std::milli>(Clock::now() - started).count();
    return found;
}

std::vector<Article> Searcher::versions(std::string_view id) {
    return impl_->guarded([&] { return impl_->versions_of(id); });
}

std::optional<std::vector<Hit>> Searcher::similar(std::string_view id, std::size_t limit) {
    return impl_->guarded([&] { return impl_->similar(id, limit); });
}

std::optional<WhyResult> Searcher::why(std::string_view id, const SearchRequest& request) {
    return impl_->guarded([&] { return impl_->why(id, request); });
}

std::uint64_t Searcher::revision() {
    return impl_->guarded([&] { return impl_->snapshot.layout().revision; });
}

std::uint64_t Searcher::documents() {
    return impl_->guarded([&] { return std::uint64_t{impl_->snapshot.database().get_doccount()}; });
}

std::vector<std::string> Searcher::languages() {
    return impl_->guarded([&] { return impl_->snapshot.languages(); });
}

const Gazetteer& Searcher::gazetteer() const {
    return *impl_->gazetteer;
}

void Searcher::load_columns() {
    impl_->snapshot.want_columns();
    impl_->guarded([] {});
}

} // namespace sitrep
