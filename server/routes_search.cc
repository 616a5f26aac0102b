// Searches: as a page, as JSON, and as exports of every hit.

#include "server/handlers.h"

#include "searcher/render.h"
#include "server/page.h"
#include "server/params.h"
#include "server/params_json.h"
#include "server/problem.h"

#include <chrono>
#include <memory>
#include <utility>

namespace sitrep {
namespace {

// Hits are sent as they are read. The searcher is the export's until the last one.
HttpResponse export_hits(Site& site, const SearchParameters& parameters) {
    HttpResponse response;
    response.type = info_of(parameters.format).type;
    const bool csv = parameters.format == Format::csv;
    response.headers.emplace_back("Content-Disposition",
                                  csv ? "attachment; filename=\"sitrep.csv\""
                                      : "attachment; filename=\"sitrep.jsonl\"");
    constexpr std::chrono::seconds patience{5};
    auto lease = site.exports.borrow_within(patience);
    if (!lease) {
        ProblemError busy(plain_problem(429, "other exports are running", "try again in a minute"));
        busy.headers.emplace_back("Retry-After", "60");
        throw busy;
    }
    const auto searcher = std::make_shared<Searchers::Lease>(*std::move(lease));
    response.stream = [searcher, request = parameters.request, csv](const WriteBody& write) {
        const RenderOptions options{false, 0, request.explain};
        // Not before the search has begun: until then what is wrong can still be answered.
        std::string head = csv ? csv_header() : "";
        (*searcher)->stream(request, [&](Hit& hit) {
            return write(std::exchange(head, {})) &&
                   write(csv ? render_csv_hit(hit) : render_jsonl_hit(hit, options) + '\n');
        });
        write(head);
    };
    return response;
}

// The map shows every region that is found, the panel beside it only the first.
SearchRequest with_all_regions(SearchRequest request) {
    for (FacetRequest& facet : request.facets)
        if (facet.field == FieldId::region) facet.size = 0;
    return request;
}

HttpResponse answer_with_page(Site& site, SearchRequest request, View view) {
    // A timeline has no order but time's.
    if (view == View::timeline && request.sort == Sort::relevance) request.sort = Sort::newest;
    const auto searcher = site.searchers.borrow();
    const SearchResult result =
        searcher->search(view == View::map ? with_all_regions(request) : request);
    SearchPage found{request, result, searcher->gazetteer(), view};
    if (result.total == 0 && result.documents > 0)
        found.relaxations = relaxations(*searcher, request, result);
    return {200, std::string(type_html), search_page(found)};
}

HttpResponse search(Site& site, const std::vector<Parameter>& given,
                    const SearchParameters& defaults) {
    const SearchParameters parameters = parse_search(given, defaults);
    if (info_of(parameters.format).is_export) return export_hits(site, parameters);
    if (parameters.format == Format::html)
        return answer_with_page(site, parameters.request, View::list);
    const SearchResult result = site.searchers.borrow()->search(parameters.request);
    RenderOptions options;
    options.explain = parameters.request.explain;
    return {200, std::string(type_json), render_json(result, options)};
}

} // namespace

HttpResponse search_api(Site& site, const HttpRequest& http) {
    return search(site, parse_query_string(http.query), api_defaults());
}

HttpResponse search_api_post(Site& site, const HttpRequest& http) {
    std::vector<Parameter> given = parse_query_string(http.query);
    for (Parameter& parameter : parameters_of_body(http)) given.push_back(std::move(parameter));
    return search(site, given, api_defaults());
}

HttpResponse search_for_people(Site& site, const HttpRequest& http) {
    std::vector<Parameter> given = parse_query_string(http.query);
    const View view = take_view(given);
    const SearchParameters parameters = parse_search(given, page_defaults());
    if (parameters.format != Format::html) return search(site, given, page_defaults());
    return answer_with_page(site, parameters.request, view);
}

} // namespace sitrep
