// What an article said before: as a page and for programs.

#include "server/handlers.h"

#include "searcher/render.h"
#include "searcher/versions.h"
#include "server/freshness.h"
#include "server/page.h"
#include "server/params.h"
#include "server/problem.h"

namespace sitrep {

HttpResponse versions_api(Site& site, const HttpRequest& http) {
    const Parameters none(http.query, {});
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision());
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const std::vector<Article> versions = searcher->versions(http.path_value("id"));
    if (versions.empty())
        return problem_response(plain_problem(404, "there never was an article with this id",
                                              "an id stands in the address percent-encoded"));
    return {200, std::string(type_json), render_versions_json(versions), {{"ETag", etag}}};
}

HttpResponse versions_for_people(Site& site, const HttpRequest& http) {
    const Parameters parameters(http.query, versions_page_parameters);
    const std::string& id = parameters.text("id");
    if (id.empty()) throw ParameterError("id", "no article is named", "give its id");
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision());
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    const std::vector<Article> versions = searcher->versions(id);
    if (versions.empty())
        return {404, std::string(type_html),
                problem_page(plain_problem(404, "There never was an article with this id.", ""))};
    return {200, std::string(type_html), versions_page(versions), {{"ETag", etag}}};
}

std::optional<Problem> gone_problem(Searcher& searcher, std::string_view id) {
    const std::vector<Article> versions = searcher.versions(id);
    if (versions.empty() || versions.back().gone == Gone::no) return std::nullopt;
    const Article& tombstone = versions.back();
    const std::string when = format_moment(tombstone.committed);
    if (tombstone.gone == Gone::deleted)
        return plain_problem(410, "the article was taken out of the index on " + when,
                             "its versions tell what it said");
    return plain_problem(410, "the article was retracted on " + when + ": " + tombstone.reason,
                         "its versions tell what it said");
}

} // namespace sitrep
