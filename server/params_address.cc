// SearchRequest -> its address, and requests that differ from another in one thing.

#include "searcher/cursor.h"
#include "server/params.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sitrep {
namespace {

const FacetRequest* find_facet(const std::vector<FacetRequest>& facets, FieldId field) {
    const auto found = std::find_if(facets.begin(), facets.end(),
                                    [&](const FacetRequest& f) { return f.field == field; });
    return found == facets.end() ? nullptr : &*found;
}

// The facets as parameters, where they are not the usual ones.
void add_facets(const std::vector<FacetRequest>& facets, const std::vector<FacetRequest>& usual,
                std::vector<Parameter>& out) {
    const bool usual_ones =
        facets.size() == usual.size() &&
        std::equal(facets.begin(), facets.end(), usual.begin(),
                   [](const FacetRequest& a, const FacetRequest& b) { return a.field == b.field; });
    if (!usual_ones) {
        std::vector<std::string> names;
        for (const FacetRequest& facet : facets)
            names.push_back(fmt::format("{}:{}", field(facet.field).name, facet.size));
        out.push_back(
            {"facets", names.empty() ? "none" : fmt::format("{}", fmt::join(names, ","))});
        return;
    }
    for (const FacetRequest& facet : facets)
        if (facet.size != find_facet(usual, facet.field)->size)
            out.push_back({fmt::format("facet_size.{}", field(facet.field).name),
                           fmt::format("{}", facet.size)});
}

} // namespace

std::vector<Parameter> search_parameters(const SearchRequest& request,
                                         const SearchParameters& defaults) {
    std::vector<Parameter> out;
    if (!request.query.empty()) out.push_back({"q", request.query});
    for (const Selection& selection : request.selections) {
        const std::string_view name = field(selection.field).name;
        for (const std::string& value : selection.any) out.push_back({std::string(name), value});
        for (const std::string& value : selection.exclude)
            out.push_back({std::string(exclude_prefix).append(name), value});
    }
    if (request.from) out.push_back({"from", *request.from});
    if (request.to) out.push_back({"to", *request.to});
    const Sort usual_sort = ranks(request.query) ? defaults.request.sort : Sort::newest;
    for (const auto& [name, sort] : sort_names)
        if (request.sort == sort && sort != usual_sort) out.push_back({"sort", std::string(name)});
    for (const auto& [name, collapse] : collapse_names)
        if (request.collapse == collapse && collapse != defaults.request.collapse)
            out.push_back({"collapse", std::string(name)});
    if (request.as_of) out.push_back({"as_of", *request.as_of});
    if (request.all_versions) out.push_back({"versions", "all"});
    if (request.limit != defaults.request.limit)
        out.push_back({"limit", fmt::format("{}", request.limit)});
    if (request.explain) out.push_back({"explain", "true"});
    if (request.offset > 0) out.push_back({"offset", fmt::format("{}", request.offset)});
    add_facets(request.facets, defaults.request.facets, out);
    return out;
}

std::size_t position_of(const SearchRequest& request) {
    return request.seen.empty() ? request.offset : request.seen.size();
}

PageCursors page_cursors(const SearchRequest& request, const SearchResult& result) {
    PageCursors cursors;
    cursors.next = result.next;
    if (request.limit > 0 && request.seen.size() > request.limit)
        cursors.previous =
            encode_cursor({request.seen.begin(),
                           request.seen.end() - static_cast<std::ptrdiff_t>(request.limit)});
    return cursors;
}

std::string with_cursor(const std::string& address, const std::string& cursor) {
    return address + (address.find('?') == address.npos ? '?' : '&') +
           to_query_string({{"cursor", cursor}});
}

SearchRequest without_value(SearchRequest request, FieldId field, const std::string& value) {
    request.offset = 0;
    request.seen.clear();
    for (Selection& selection : request.selections) {
        if (selection.field != field) continue;
        std::erase(selection.any, value);
        std::erase(selection.exclude, value);
    }
    std::erase_if(request.selections,
                  [](const Selection& s) { return s.any.empty() && s.exclude.empty(); });
    return request;
}

SearchRequest with_value(SearchRequest request, FieldId field, const std::string& value) {
    request = without_value(std::move(request), field, value);
    const auto place = std::find_if(request.selections.begin(), request.selections.end(),
                                    [&](const Selection& s) { return s.field >= field; });
    if (place != request.selections.end() && place->field == field)
        place->any.push_back(value);
    else
        request.selections.insert(place, Selection{field, {value}, {}});
    return request;
}

SearchRequest with_excluded(SearchRequest request, FieldId field, const std::string& value) {
    request = with_value(std::move(request), field, value);
    for (Selection& selection : request.selections) {
        if (selection.field != field) continue;
        std::erase(selection.any, value);
        selection.exclude.push_back(value);
    }
    return request;
}

} // namespace sitrep
