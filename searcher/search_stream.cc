// Every hit of a search, one after the other: for exports.
#include "searcher/search_impl.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sitrep {

// None where an article has changed since: then they are to be read one by one.
std::vector<Xapian::Document> Searcher::Impl::read_together(std::span<const Ranked> ranked,
                                                            const GroupsOf& groups) {
    try {
        std::vector<Xapian::Document> documents = documents_of(ranked, groups);
        group_cache.bound();
        if (!snapshot.has_columns()) load_groups(documents);
        return documents;
    } catch (const Xapian::DatabaseModifiedError&) {
    } catch (const Xapian::DocNotFoundError&) {
    }
    return {};
}

std::uint64_t Searcher::Impl::stream(const SearchRequest& request,
                                     const std::function<bool(Hit&)>& visit,
                                     const BeginStream& begin) {
    if (asks_for_versions(request)) {
        SearchRequest rest = request;
        rest.facets.clear();
        if (rest.limit == 0) rest.limit = std::numeric_limits<std::size_t>::max();
        SearchResult about;
        bool has_begun = false;
        const auto begin_once = [&](const SearchResult& result) {
            if (begin && !std::exchange(has_begun, true)) begin(result);
        };
        // After a commit it goes on where it stood, at the same moment.
        return guarded([&] {
            visit_versions(
                rest, about,
                [&](Hit& hit) {
                    ++rest.offset;
                    --rest.limit;
                    if (about.as_of) rest.as_of = format_moment(*about.as_of);
                    return visit(hit);
                },
                begin_once);
            return std::uint64_t{rest.offset - request.offset};
        });
    }
    SearchResult about;
    GroupsOf groups;
    const auto [p, docids] = guarded([&] {
        refuse_missing();
        Plan made = plan(request);
        SearchRequest all = request;
        all.facets.clear();
        if (begin) {
            all.limit = 0;
            about = {};
            rank_of_all(all, made, about);
            all.limit = request.limit;
        }
        if (all.limit == 0) all.limit = snapshot.database().get_doccount();
        std::vector<Ranked> ranked = rank(all, made, 0, nullptr);
        if (!snapshot.is_local())
            groups = snapshot.has_columns() ? groups_by_columns()
                                            : groups_of_matches(made.filtered(made.matching));
        return std::pair{std::move(made), std::move(ranked)};
    });
    about.query = p.query;
    if (begin) begin(about);
    HitBuilder hits(request, p.root, snapshot.languages(), *names, tools);
    Xapian::Database database = snapshot.database();
    std::uint64_t visited = 0;
    constexpr std::size_t at_once = 100;
    std::vector<Xapian::Document> together; // from remote shards; as far as these are unchanged
    for (std::size_t i = 0; i < docids.size(); ++i) {
        const Ranked& r = docids[i];
        if (groups && i % at_once == 0) {
            const auto part = std::span(docids).subspan(i);
            together = read_together(part.first(std::min(at_once, part.size())), groups);
        }
        std::optional<Hit> hit;
        const auto read = [&] {
            const Xapian::Document document =
                together.empty() ? database.get_document(r.docid) : together[i % at_once];
            hit.emplace(hits.build(record_of(document)));
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

} // namespace sitrep
