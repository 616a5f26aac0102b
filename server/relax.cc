#include "server/relax.h"

#include "server/page_links.h"
#include "server/page_parts.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_tries = 8;

std::vector<Relaxation> without_filters(const SearchRequest& request, const Gazetteer& gazetteer) {
    std::vector<Relaxation> tries;
    for (const Picked& picked : picked_values(request, gazetteer))
        tries.push_back(
            {fmt::format("{}{} {}", picked.excluded ? "excluding " : "", shown_field(picked.field),
                         shown_value(picked.field, picked.name)),
             false, false, without_value(request, picked.field, picked.given)});
    if (request.from || request.to) {
        SearchRequest undated = request;
        undated.from.reset();
        undated.to.reset();
        tries.push_back({"the dates", false, false, std::move(undated)});
    }
    if (tries.size() > 1) {
        SearchRequest bare = request;
        bare.selections.clear();
        bare.from.reset();
        bare.to.reset();
        tries.push_back({"all filters", false, false, std::move(bare)});
    }
    return tries;
}

std::vector<Relaxation> without_clauses(const SearchRequest& request, const Node& root) {
    std::vector<Relaxation> tries;
    if (root.kind != NodeKind::conj || root.children.size() < 2) return tries;
    for (std::size_t i = 0; i < root.children.size(); ++i) {
        Node rest = root;
        rest.children.erase(rest.children.begin() + static_cast<std::ptrdiff_t>(i));
        if (rest.children.size() == 1) rest = Node(rest.children.front());
        SearchRequest fewer = request;
        fewer.query = to_string(rest);
        tries.push_back({to_string(root.children[i]), true, false, std::move(fewer)});
    }
    return tries;
}

// Both: for where a filter and a word are each in the way.
std::vector<Relaxation> without_both(const SearchRequest& request, const Node& root) {
    SearchRequest bare = request;
    bare.selections.clear();
    bare.from.reset();
    bare.to.reset();
    std::vector<Relaxation> tries = without_clauses(bare, root);
    for (Relaxation& one : tries) one.and_filters = true;
    return tries;
}

// Keeps those that find something, best first.
void count(Searcher& searcher, std::vector<Relaxation>& tries) {
    if (tries.size() > most_tries) tries.resize(most_tries);
    for (Relaxation& one : tries) {
        one.request.offset = 0;
        SearchRequest counted = one.request;
        counted.limit = 0;
        counted.facets.clear();
        counted.snippets = false;
        try {
            one.total = searcher.search(counted).total;
        } catch (const Error&) {
            // Less may be too much: it is no way out then.
        }
    }
    std::erase_if(tries, [](const Relaxation& one) { return one.total == 0; });
    std::stable_sort(tries.begin(), tries.end(),
                     [](const Relaxation& a, const Relaxation& b) { return a.total > b.total; });
}

} // namespace

std::vector<Relaxation> relaxations(Searcher& searcher, const SearchRequest& request,
                                    const SearchResult& nothing) {
    std::vector<Relaxation> tries = without_filters(request, searcher.gazetteer());
    const bool has_filters = !tries.empty();
    for (Relaxation& one : without_clauses(request, nothing.query.root))
        tries.push_back(std::move(one));
    count(searcher, tries);
    if (!tries.empty() || !has_filters) return tries;
    tries = without_both(request, nothing.query.root);
    count(searcher, tries);
    return tries;
}

} // namespace sitrep
