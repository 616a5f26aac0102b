// One article: as a page, and as the record that an export holds, with its evidence.

#include "server/handlers.h"

#include "searcher/render.h"
#include "server/page.h"
#include "server/params.h"
#include "server/problem.h"

namespace sitrep {
namespace {

HttpResponse html(std::string body, int status = 200) {
    return {status, std::string(type_html), std::move(body)};
}

} // namespace

HttpResponse article_for_people(Site& site, const HttpRequest& http) {
    std::string id;
    std::string query;
    for (const Parameter& parameter : parse_query_string(http.query)) {
        if (parameter.name == "id")
            id = parameter.value;
        else if (parameter.name == "q")
            query = parameter.value;
        else
            throw ParameterError(parameter.name, "unknown parameter", "allowed are id and q");
    }
    if (id.empty()) throw ParameterError("id", "no article is named", "give its id");
    const auto searcher = site.searchers.borrow();
    const auto found = searcher->article(id);
    if (!found)
        return html(problem_page(plain_problem(404, "There is no article with this id.",
                                               "It may have been taken out of the index.")),
                    404);
    return html(article_page(*found, searcher->gazetteer(), query));
}

HttpResponse article_api(Site& site, const HttpRequest& http) {
    if (!http.query.empty())
        throw ParameterError(parse_query_string(http.query).front().name, "unknown parameter",
                             "this address takes none");
    const auto searcher = site.searchers.borrow();
    const auto hit = searcher->hit(http.path_value("id"));
    if (!hit)
        return problem_response(plain_problem(404, "there is no article with this id",
                                              "it may have been taken out of the index; an id "
                                              "stands in the address percent-encoded"));
    RenderOptions options;
    options.explain = true;
    return {200, std::string(type_json), render_jsonl_hit(*hit, options)};
}

} // namespace sitrep
