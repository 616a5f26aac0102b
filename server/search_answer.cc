#include "server/search_answer.h"

#include "searcher/cursor.h"
#include "searcher/render.h"
#include "searcher/render_citation.h"
#include "searcher/render_feed.h"
#include "server/freshness.h"
#include "server/owner.h"
#include "server/page.h"
#include "server/problem.h"

#include <chrono>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

// Hits are sent as they are read. The searcher is the export's until the last one.
HttpResponse export_hits(Site& site, const SearchParameters& parameters) {
    constexpr std::chrono::seconds patience{5};
    auto lease = site.exports.borrow_within(patience);
    if (!lease) {
        ProblemError busy(plain_problem(429, "other exports are running", "try again in a minute"));
        busy.headers.emplace_back("Retry-After", "60");
        throw busy;
    }
    HttpResponse response;
    const FormatInfo& format = info_of(parameters.format);
    response.type = format.type;
    response.headers.emplace_back("Content-Disposition",
                                  fmt::format("attachment; filename=\"sitrep.{}\"", format.name));
    const bool csv = parameters.format == Format::csv;
    const auto searcher = std::make_shared<Searchers::Lease>(*std::move(lease));
    const auto headers = std::make_shared<std::vector<std::pair<std::string, std::string>>>();
    response.late_headers = headers;
    response.stream = [searcher, request = parameters.request, csv,
                       headers](const WriteBody& write) {
        const RenderOptions options{false, 0, request.explain};
        // Not before the search has begun: until then what is wrong can still be answered.
        std::string head = csv ? csv_header() : "";
        (*searcher)->stream(
            request,
            [&](Hit& hit) {
                return (head.empty() || write(std::exchange(head, {}))) &&
                       write(csv ? render_csv_hit(hit) : render_jsonl_hit(hit, options) + '\n');
            },
            [&](const SearchResult& result) { *headers = citation_headers(result); });
        write(head);
    };
    return response;
}

FeedFrame feed_frame(const Site& site, const HttpRequest& http, const SearchParameters& parameters,
                     const SearchResult& result, const SearchParameters& defaults) {
    const SearchRequest& request = parameters.request;
    FeedFrame frame;
    const std::string base = base_address(site, http);
    const auto part = [&](std::size_t offset) {
        SearchRequest other = request;
        other.offset = offset;
        std::vector<Parameter> address = search_parameters(other, defaults);
        if (parameters.format != defaults.format)
            address.push_back({"format", std::string(info_of(parameters.format).name)});
        const std::string query = to_query_string(address);
        return base + http.path + (query.empty() ? "" : "?") + query;
    };
    frame.self = part(request.offset);
    if (!request.seen.empty()) frame.self = with_cursor(frame.self, encode_cursor(request.seen));
    SearchRequest whole = request;
    whole.offset = 0;
    whole.limit = page_defaults().request.limit;
    whole.facets = page_defaults().request.facets;
    frame.page = base + "/search?" + to_query_string(search_parameters(whole, page_defaults()));
    frame.offset = position_of(request);
    frame.limit = request.limit;
    const PageCursors cursors = page_cursors(request, result);
    const std::size_t behind = frame.offset + request.limit;
    if (!cursors.next.empty())
        frame.next = with_cursor(part(0), cursors.next);
    else if (request.limit > 0 && behind < result.total && behind <= parameter_limits::offset)
        frame.next = part(behind);
    if (!cursors.previous.empty())
        frame.previous = with_cursor(part(0), cursors.previous);
    else if (frame.offset > 0)
        frame.previous = part(frame.offset - std::min(frame.offset, request.limit));
    frame.page_of = [base](const Hit& hit) {
        return base + "/article?id=" + encode_component(hit.article.id);
    };
    return frame;
}

// The map shows every region that is found, the panel beside it only the first.
SearchRequest with_all_regions(SearchRequest request) {
    for (FacetRequest& facet : request.facets)
        if (facet.field == FieldId::region) facet.size = 0;
    return request;
}

std::string page_of_search(Searcher& searcher, SearchRequest request, View view) {
    // A timeline has no order but time's.
    if (view == View::timeline && request.sort == Sort::relevance) request.sort = Sort::newest;
    const SearchResult result =
        searcher.search(view == View::map ? with_all_regions(request) : request);
    SearchPage found{request, result, searcher.gazetteer(), view};
    if (result.total == 0 && result.documents > 0)
        found.relaxations = relaxations(searcher, request, result);
    return search_page(found);
}

} // namespace

std::string base_address(const Site& site, const HttpRequest& http) {
    if (std::string url = site.public_url(); !url.empty()) return url;
    return http.host.empty() ? "" : http.scheme + "://" + http.host;
}

HttpResponse answer_search(Site& site, const HttpRequest& http, const std::vector<Parameter>& given,
                           const SearchParameters& defaults, View view) {
    SearchParameters parameters = parse_search(given, defaults);
    const SavedUse saved = saved_use(site, http, parameters.request.query);
    parameters.request.saved = saved.searches;
    const FormatInfo& format = info_of(parameters.format);
    if (format.is_export) return export_hits(site, parameters);
    const auto searcher = site.searchers.borrow();
    const std::string etag = etag_of(http, searcher->revision(), saved.revision);
    if (auto same = if_unchanged(http, etag)) return *std::move(same);
    HttpResponse response;
    response.type = format.type;
    response.headers.emplace_back("ETag", etag);
    if (parameters.format == Format::html) {
        response.body = page_of_search(*searcher, parameters.request, view);
        return response;
    }
    const SearchResult result = searcher->search(parameters.request);
    const auto frame = [&] { return feed_frame(site, http, parameters, result, defaults); };
    RenderOptions options;
    options.explain = parameters.request.explain;
    switch (parameters.format) {
    case Format::atom: response.body = render_atom(result, frame()); break;
    case Format::jsonfeed: response.body = render_json_feed(result, frame()); break;
    case Format::geojson: response.body = render_geojson(result, searcher->gazetteer()); break;
    default: response.body = render_json(result, options);
    }
    return response;
}

} // namespace sitrep
