// What a Searcher is made of. Its functions are in search.cc, search_rank.cc, search_facets.cc,
// search_hits.cc, search_stream.cc, search_remote.cc, search_related.cc, search_similar.cc and
// search_versions.cc; nothing else includes this.
#pragma once

#include "schema/document.h"
#include "schema/error.h"
#include "searcher/column_counter.h"
#include "searcher/group_cache.h"
#include "searcher/hits.h"
#include "searcher/plan.h"
#include "searcher/remote_cache.h"
#include "searcher/search.h"
#include "searcher/versions.h"
#include "searcher/why.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <xapian.h>

namespace sitrep {

using Clock = std::chrono::steady_clock;

// Best in a trial over six public test collections; k1 is doubled because a body word weighs 2.
inline constexpr Bm25 bm25{2.0 * body_weight, 0.5, 0.1};
inline Xapian::BM25Weight ranking() {
    return {bm25.k1, 0, 1, bm25.b, bm25.least_length};
}

// The field whose groups count as one.
std::optional<FieldId> collapsed(const SearchRequest& request);

// The groups that an article is indexed in; empty: not known.
struct ArticleGroupIds {
    std::string copies;
    std::string story;
};

struct Ranked {
    Xapian::docid docid = 0;
    double score = 0;
};

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
    GroupCache group_cache{GroupCache::Detail::sizes};
    GroupCache facet_groups{GroupCache::Detail::facets};
    RemoteCache remote_cache;
    std::uint64_t cached = 0; // generation that these are of

    template <typename F>
    auto guarded(F&& operation);
    Plan plan(const SearchRequest& request) {
        return make_plan(request, snapshot, *gazetteer, tools.stemmers);
    }
    SearchResult search(const SearchRequest& request);
    SearchResult find_or_recall(const SearchRequest& request);
    SearchResult find_hits(const SearchRequest& request);
    void tell_missing(SearchResult& result) const;
    void refuse_missing() const; // throws where a shard is
    GroupCache::Source group_source() const {
        return {snapshot.database(), snapshot.term_queries(),
                snapshot.groups(FieldId::copies).groups, snapshot.groups(FieldId::story).groups};
    }
    void refresh();
    std::pair<std::string, GroupSize> group_of(const Xapian::Document& document, FieldId id);
    void load_groups(const std::vector<Xapian::Document>& documents);
    std::pair<std::string, GroupSize> group_of(Xapian::docid docid,
                                               const Xapian::Document& document,
                                               const Article& article, FieldId id) const;
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
    std::vector<Ranked> best_of_groups(const Xapian::MSet& mset, FieldId by,
                                       Xapian::doccount offset, Xapian::doccount limit) const;
    Xapian::doccount merged_groups(FieldId by) const;
    std::vector<Ranked> rank_by_sources(Xapian::Enquire& query, std::optional<FieldId> by,
                                        Xapian::doccount offset, Xapian::doccount limit);
    std::vector<Ranked> rank_and_count(const SearchRequest& request, const Plan& plan,
                                       SearchResult& result);
    std::vector<Ranked> rank_while_counting(const SearchRequest& request, const Plan& plan,
                                            SearchResult& result);
    ColumnPass column_pass(const Plan& plan);
    std::shared_ptr<const MatchesByShard> remote_matches(const Plan& plan, bool ranks);
    std::optional<FacetCounts> count_matches(const Plan& plan, const PassRequest& pass,
                                             std::vector<Match>& best);
    using GroupsOf = std::function<ArticleGroupIds(Xapian::docid)>;
    void read_by_groups(std::span<const Ranked> ranked, const GroupsOf& groups);
    std::vector<Xapian::Document> documents_of(std::span<const Ranked> ranked,
                                               const GroupsOf& groups);
    std::vector<Xapian::Document> read_together(std::span<const Ranked> ranked,
                                                const GroupsOf& groups);
    GroupsOf groups_by_columns() const;
    GroupsOf groups_of_matches(const Xapian::Query& query) const;
    void take_counts(const SearchRequest& request, const Plan& plan, FacetCounts counts,
                     SearchResult& result);
    FacetResult facet_result(const FacetRequest& request, const Plan& plan,
                             FacetCounts::Facet counted);
    static void choose_dates(std::vector<FacetValue>& values);

    Xapian::docid find(std::string_view id) const; // 0: there is none
    std::unordered_map<std::string, std::string> words_of_terms(const Article& article);
    std::optional<std::vector<Hit>> similar(std::string_view id, std::size_t limit);
    std::optional<WhyResult> why(std::string_view id, const SearchRequest& request);
    WhyClause why_clause(const Node& node, const Article& article, const std::string& id_term,
                         const LoweringContext& context);
    bool is_met(const Xapian::Query& query, const std::string& id_term) const;
    std::uint64_t stream(const SearchRequest& request, const std::function<bool(Hit&)>& visit,
                         const BeginStream& begin);
    std::vector<Ranked> rank_of_all(const SearchRequest& request, const Plan& plan,
                                    SearchResult& result);

    bool asks_for_versions(const SearchRequest& request) const;
    VersionView& versions_at(const std::optional<std::string>& moment);
    std::uint64_t visit_versions(const SearchRequest& request, SearchResult& result,
                                 const std::function<bool(Hit&)>& visit,
                                 const BeginStream& begin = {});
    SearchResult search_versions(const SearchRequest& request);
    std::vector<Article> versions_of(std::string_view id) const;
    std::optional<VersionView> past; // as last asked for
};

// Retries on a snapshot that a writer has overtaken; errors of Xapian become Errors.
template <typename F>
auto Searcher::Impl::guarded(F&& operation) {
    constexpr int most_tries = 6; // while a writer commits again and again
    for (int attempt = 1;; ++attempt) {
        try {
            refresh();
            return operation();
        } catch (const Xapian::DatabaseModifiedError& error) {
            if (attempt == most_tries) throw from_xapian(error, "the index changes too fast");
        } catch (const Xapian::DatabaseOpeningError& error) { // a shard was merged away
            if (attempt == most_tries)
                throw from_xapian(error, fmt::format("cannot open {}", snapshot.index().string()));
        } catch (const Xapian::NetworkError& error) { // perhaps it has been started anew since
            snapshot.invalidate_all();
            const bool is_silent = std::string_view(error.get_type()) == "NetworkTimeoutError";
            if (attempt > 1 || (is_silent && !snapshot.may_miss_shards()))
                throw from_xapian(error, fmt::format("cannot read {}", snapshot.index().string()));
        } catch (const Xapian::Error& error) {
            throw from_xapian(error, fmt::format("cannot read {}", snapshot.index().string()));
        }
        snapshot.invalidate();
    }
}

} // namespace sitrep
