// Pages that teach the query language: the advanced form, and its reference.

#include "server/compose.h"
#include "server/handlers.h"
#include "server/page.h"
#include "server/page_teach.h"

namespace sitrep {

HttpResponse advanced_for_people(Site& site, const HttpRequest& http) {
    const Parameters form(http.query, advanced_parameters);
    const std::string query = compose_query(form);
    if (!form.text("go").empty() && !query.empty())
        return {303, "", "", {{"Location", search_address(page_request(query))}}};
    AdvancedPage page{form, query, 0, std::nullopt, {}};
    if (!query.empty()) {
        SearchRequest request = page_request(query);
        request.limit = 0;
        request.facets.clear();
        try {
            const SearchResult result = site.searchers.borrow()->search(request);
            page.total = result.total;
            page.warnings = result.query.warnings;
        } catch (const Error& error) {
            if (is_ours(error)) throw;
            page.problem = problem_of(error);
        }
    }
    return {200, std::string(type_html), advanced_page(page)};
}

HttpResponse help_for_people(Site&, const HttpRequest& http) {
    const Parameters none(http.query, {});
    return {200, std::string(type_html), help_page()};
}

} // namespace sitrep
