// One article: as a page, and as the record that an export holds, with its evidence.

#include "server/handlers.h"

#include "searcher/render.h"
#include "server/freshness.h"
#include "server/owner.h"
#include "server/page.h"
#include "server/params.h"
#include "server/problem.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

HttpResponse html(std::string body, int status = 200) {
    return {status, std::string(type_html), std::move(body)};
}

// The articles of a group, oldest first; not worth a failure.
std::vector<Hit> members_of(Searcher& searcher, FieldId group, const std::string& id,
                            std::size_t most) {
    SearchRequest request;
    request.query = fmt::format("{}:{}", field(group).name, id);
    request.sort = Sort::oldest;
    request.limit = most;
    request.snippets = false;
    if (group == FieldId::story) request.collapse = Collapse::copies;
    try {
        return searcher.search(request).hits;
    } catch (const Error&) {
        return {};
    }
}

} // namespace

HttpResponse article_for_people(Site& site, const HttpRequest& http) {
    const Parameters parameters(http.query, article_page_parameters);
    const std::string& id = parameters.text("id");
    if (id.empty()) throw ParameterError("id", "no article is named", "give its id");
    const SavedUse saved = saved_use(site, http, parameters.text("q"));
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision(), saved.revision);
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const auto found = searcher->hit(id);
    if (!found)
        if (const auto gone = gone_problem(*searcher, id))
            return html(problem_page(*gone), gone->status);
    if (!found)
        return html(problem_page(plain_problem(404, "There is no article with this id.",
                                               "It may have been taken out of the index.")),
                    404);
    ArticlePage page{found->article, searcher->gazetteer(), parameters.text("q"), saved.searches};
    constexpr std::size_t most_copies = 20;
    constexpr std::size_t most_reports = 8;
    constexpr std::size_t most_similar = 6;
    page.report = found->copies;
    page.story = found->story;
    if (found->copies.count > 1)
        page.copies = members_of(*searcher, FieldId::copies, found->copies.id, most_copies);
    if (found->story.reports > 1)
        page.reports = members_of(*searcher, FieldId::story, found->story.id, most_reports);
    std::erase_if(page.reports, [&](const Hit& report) { // a copy of this one, in its place
        return report.copies.id == found->copies.id;
    });
    if (auto similar = searcher->similar(id, most_similar)) page.similar = *std::move(similar);
    return {200, std::string(type_html), article_page(page), {{"ETag", etag}}};
}

HttpResponse article_api(Site& site, const HttpRequest& http) {
    const Parameters none(http.query, {});
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision());
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const auto hit = searcher->hit(http.path_value("id"));
    if (!hit)
        if (const auto gone = gone_problem(*searcher, http.path_value("id")))
            return problem_response(*gone);
    if (!hit)
        return problem_response(plain_problem(404, "there is no article with this id",
                                              "it may have been taken out of the index; an id "
                                              "stands in the address percent-encoded"));
    RenderOptions options;
    options.explain = true;
    return {200, std::string(type_json), render_jsonl_hit(*hit, options), {{"ETag", etag}}};
}

} // namespace sitrep
