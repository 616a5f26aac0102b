// The page of a story.

#include "server/handlers.h"

#include "server/freshness.h"
#include "server/page.h"
#include "server/params.h"
#include "server/problem.h"

#include <algorithm>

namespace sitrep {
namespace {

constexpr std::size_t most_reports = 400;

SearchRequest of_story(const std::string& id) {
    SearchRequest request;
    request.query = "story:" + id;
    request.sort = Sort::oldest;
    request.collapse = Collapse::copies;
    request.limit = most_reports;
    request.snippets = false;
    return request;
}

// Where no article is in a story now.
Problem no_story(Searcher& searcher, const std::string& id) {
    SearchRequest ever = of_story(id);
    ever.all_versions = true;
    ever.limit = 0;
    if (searcher.search(ever).total == 0)
        return plain_problem(404, "There is no story with this id.", "");
    return plain_problem(410, "No article is in this story any more.",
                         "They were taken out, or say something else now; the search story:" + id +
                             " versions:all finds what they said.");
}

} // namespace

HttpResponse story_for_people(Site& site, const HttpRequest& http) {
    const Parameters parameters(http.query, story_page_parameters);
    const std::string& id = parameters.text("id");
    const auto is_hexadecimal = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    };
    if (id.empty() || !std::all_of(id.begin(), id.end(), is_hexadecimal))
        throw ParameterError("id", "this is no id of a story", "give 16 hexadecimal digits");
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision());
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const SearchResult found = searcher->search(of_story(id));
    if (found.hits.empty()) {
        const Problem problem = no_story(*searcher, id);
        return {problem.status, std::string(type_html), problem_page(problem)};
    }
    return {
        200, std::string(type_html), story_page({id, found.hits, found.total}), {{"ETag", etag}}};
}

} // namespace sitrep
