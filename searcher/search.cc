#include "searcher/search.h"

#include "schema/analysis.h"
#include "searcher/arrivals.h"
#include "searcher/search_impl.h"
#include "searcher/spelling.h"
#include "searcher/suggest.h"

#include <algorithm>
#include <utility>

#include <fmt/ranges.h>

namespace sitrep {

void Searcher::Impl::refresh() {
    snapshot.refresh();
    if (std::exchange(cached, snapshot.generation()) != snapshot.generation()) {
        group_cache.clear();
        facet_groups.clear();
        remote_cache.clear();
    }
    group_cache.bound();
    facet_groups.bound();
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

// Ranks, and tells what the hits are of: all of a result but them.
std::vector<Ranked> Searcher::Impl::rank_of_all(const SearchRequest& request, const Plan& p,
                                                SearchResult& result) {
    result.revision = snapshot.layout().revision;
    result.committed = snapshot.layout().committed;
    result.documents = snapshot.database().get_doccount();
    result.collapse = request.collapse;
    if (snapshot.has_columns() || !request.facets.empty() || collapsed(request))
        return rank_and_count(request, p, result);
    std::vector<Ranked> ranked =
        rank(request, p, snapshot.database().get_doccount(), &result.total);
    result.articles = result.total;
    return ranked;
}

SearchResult Searcher::Impl::search(const SearchRequest& request) {
    check_facets(request);
    if (asks_for_versions(request)) return search_versions(request);
    const auto started = Clock::now();
    SearchResult result = snapshot.is_walkable() ? find_or_recall(request) : find_hits(request);
    result.took_ms = std::chrono::duration<double, std::milli>(Clock::now() - started).count();
    return result;
}

SearchResult Searcher::Impl::find_or_recall(const SearchRequest& request) {
    ResultCache& results = snapshot.store().results();
    const Layout& layout = snapshot.layout();
    const std::string state = fmt::format("{}/{}/{}/", layout.revision, layout.committed,
                                          fmt::join(snapshot.states(), ""));
    if (const auto known = results.find(state, request)) return *known;
    SearchResult result = find_hits(request);
    results.add(state, request, result);
    return result;
}

SearchResult Searcher::Impl::find_hits(const SearchRequest& request) {
    SearchResult result;
    Plan p = plan(request);
    SearchRequest ranking = request;
    if (!request.seen.empty()) ranking.offset = 0;
    ranking.limit += request.seen.size();
    add_hits(request, p, rank_of_all(ranking, p, result), result);
    result.query = std::move(p.query);
    tell_missing(result);
    if (wants_spelling(request, result))
        result.suggestion = better_spelling(result.query, snapshot.database(), snapshot.languages(),
                                            tools.stemmers);
    return result;
}

void Searcher::Impl::tell_missing(SearchResult& result) const {
    result.missing_shards = snapshot.missing();
    if (result.missing_shards.empty()) return;
    result.exact = false;
    result.query.warnings.push_back(
        {fmt::format("not all of the index answers: {} {} missing",
                     fmt::join(result.missing_shards, ", "),
                     result.missing_shards.size() == 1 ? "is" : "are"),
         "what is there is neither found nor counted; search again later",
         {}});
}

void Searcher::Impl::refuse_missing() const {
    if (!snapshot.missing().empty())
        throw Error(ErrorKind::busy,
                    fmt::format("not all of the index answers: {} missing",
                                fmt::join(snapshot.missing(), ", ")),
                    "is the remote shard's server running? Try again later");
}

Searcher::Searcher(std::filesystem::path index, bool partial)
    : impl_(std::make_unique<Impl>(std::move(index))) {
    if (partial) impl_->snapshot.allow_missing_shards();
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
        impl_->refuse_missing();
        const std::int64_t newest = impl_->snapshot.layout().committed;
        return std::pair{newest, newest > mark ? documents_after(impl_->snapshot.shards(), mark)
                                               : std::vector<NewDocument>{}};
    });
    const std::vector<Xapian::Database> shards = impl_->snapshot.shards();
    ArticleTerms terms;
    try {
        for (const NewDocument& found : list) {
            const Xapian::Document document = shards[found.shard].get_document(found.docid);
            Article article = decode_article(record_of(document), RecordDetail::text);
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
            const Article article = decode_article(
                record_of(shards[found.shard].get_document(found.docid)), RecordDetail::head);
            if (article.gone == Gone::retracted) visit(article);
        }
    } catch (const Xapian::Error& error) {
        throw from_xapian(error, "the history changed while it was being read");
    }
    return is_finished;
}

std::uint64_t Searcher::stream(const SearchRequest& request, const std::function<bool(Hit&)>& visit,
                               const BeginStream& begin) {
    try {
        return impl_->stream(request, visit, begin);
    } catch (const Xapian::Error& error) {
        throw from_xapian(error, "the index changed while its articles were being read");
    }
}

std::optional<Article> Searcher::article(std::string_view id) {
    return impl_->guarded([&]() -> std::optional<Article> {
        const Xapian::Database& database = impl_->snapshot.database();
        const std::string term = make_term(field(FieldId::id).prefix, id);
        const auto posting = database.postlist_begin(term);
        if (posting == database.postlist_end(term)) return impl_->refuse_missing(), std::nullopt;
        return decode_article(record_of(database.get_document(*posting)));
    });
}

std::optional<Hit> Searcher::hit(std::string_view id) {
    return impl_->guarded([&]() -> std::optional<Hit> {
        const Xapian::Database& database = impl_->snapshot.database();
        const std::string term = make_term(field(FieldId::id).prefix, id);
        const auto posting = database.postlist_begin(term);
        if (posting == database.postlist_end(term)) return impl_->refuse_missing(), std::nullopt;
        const Xapian::Document document = database.get_document(*posting);
        SearchRequest request;
        request.explain = true;
        const Node everything;
        Hit hit = HitBuilder(request, everything, impl_->snapshot.languages(), *impl_->names,
                             impl_->tools)
                      .build(record_of(document));
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

std::vector<std::string> Searcher::group_ids(FieldId field, const std::string& id) {
    return impl_->guarded([&] {
        const ArticleGroups& groups = impl_->snapshot.groups(field).groups;
        return groups.indexed_ids(groups.canonical(id));
    });
}

std::optional<WhyResult> Searcher::why(std::string_view id, const SearchRequest& request) {
    return impl_->guarded([&] { return impl_->why(id, request); });
}

std::uint64_t Searcher::revision() {
    return impl_->guarded([&] { return impl_->snapshot.layout().revision; });
}

std::int64_t Searcher::committed() {
    return impl_->guarded([&] { return impl_->snapshot.layout().committed; });
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

void Searcher::keep_lists(std::size_t most_bytes, std::uint32_t least_postings) {
    impl_->snapshot.store().lists().keep(most_bytes, least_postings);
}

void Searcher::keep_results(std::size_t most_bytes) {
    impl_->snapshot.store().results().keep(most_bytes);
}

} // namespace sitrep
