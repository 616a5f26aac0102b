// Searches that are not about the present.
#include "searcher/search_impl.h"

#include "searcher/version_match.h"

#include <algorithm>

namespace sitrep {

bool Searcher::Impl::asks_for_versions(const SearchRequest& request) const {
    if (request.as_of || request.all_versions) return true;
    constexpr std::string_view name = "versions:";
    const auto found =
        std::search(request.query.begin(), request.query.end(), name.begin(), name.end(),
                    [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    return found != request.query.end() &&
           parse_query(request.query, *gazetteer, today(), request.limits, request.saved)
               .all_versions;
}

VersionView& Searcher::Impl::versions_at(const std::optional<std::string>& moment) {
    std::optional<std::int64_t> as_of;
    if (moment) as_of = parse_moment(*moment);
    if (!past || !past->is_current(as_of)) past.emplace(snapshot.index(), as_of);
    return *past;
}

// Fills in what `result` says of the whole, and visits the hits asked for.
std::uint64_t Searcher::Impl::visit_versions(const SearchRequest& request, SearchResult& result,
                                             const std::function<bool(Hit&)>& visit,
                                             const BeginStream& begin) {
    try {
        const VersionView& view = versions_at(request.as_of);
        constexpr std::int64_t day = 86'400'000'000;
        const Day anchor =
            view.as_of() ? static_cast<Day>(*view.as_of() / day) : request.today.value_or(today());
        SearchRequest wide = request; // words that are not visible are told apart later
        wide.limits.prefix_expansion *= 100;
        Plan p = make_plan(wide,
                           {view.database(), view.languages(), view.groups(FieldId::copies),
                            view.groups(FieldId::story), view.term_queries(), anchor},
                           *gazetteer, tools.stemmers);
        if (request.sort == Sort::sources && !view.as_of())
            throw Error(ErrorKind::usage, "all versions cannot be sorted by sources",
                        "sort by relevance, newest or oldest, or ask for one moment (as_of)");
        if (request.as_of && (p.query.all_versions || request.all_versions))
            throw Error(ErrorKind::usage, "as_of and versions:all exclude each other",
                        "leave one out: as_of shows one version of each article");
        VersionMatches matches = match_versions(view, p, request, bm25);
        take_counts(request, p, std::move(matches.counts), result);
        result.revision = view.layout().revision;
        result.committed = view.as_of().value_or(view.layout().committed);
        result.documents = view.documents();
        result.as_of = view.as_of();
        if (view.as_of())
            result.collapse = request.collapse;
        else if (request.collapse == Collapse::story)
            p.query.warnings.push_back({"stories are not collapsed: every version is a hit",
                                        "ask for one moment (as_of) to collapse them",
                                        {}});
        result.query = std::move(p.query);
        if (begin) begin(result);
        HitBuilder hits(request, p.root, view.languages(), *names, tools);
        const std::size_t first = std::min(request.offset, matches.ranked.size());
        const std::size_t end = first + std::min(request.limit, matches.ranked.size() - first);
        std::uint64_t visited = 0;
        for (std::size_t i = first; i < end; ++i) {
            const VersionMatch& match = matches.ranked[i];
            const VersionShard& shard = view.shards()[match.shard];
            const Xapian::Document document = shard.database.get_document(match.docid);
            Hit hit = hits.build(record_of(document));
            // What was superseded later was not then.
            if (!view.as_of()) hit.article.superseded = shard.superseded_at(match.docid);
            auto [copies, copied] = version_group(view, document, FieldId::copies);
            hit.copies = {std::move(copies), copied.articles, copied.sources, copied.origins};
            auto [story, told] = version_group(view, document, FieldId::story);
            hit.story = {std::move(story), told.reports, told.articles, told.sources, told.origins};
            hit.rank = i + 1;
            hit.score = match.score;
            ++visited;
            if (!visit(hit)) break;
        }
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
            Article article = decode_article(record_of(document), RecordDetail::text);
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

} // namespace sitrep
