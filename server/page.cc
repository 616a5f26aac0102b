#include "server/page.h"

#include "searcher/render_describe.h"
#include "server/page_parts.h"

#include <array>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> examples{{
    {"\"drone strikes\" kyiv", "words as written, and a word with its inflections"},
    {"region:sudan event:\"air strike\"", "a place with all that lies in it, and a kind of event"},
    {"actor:hezbollah date:P30D -ceasefire", "an actor, the last 30 days, without a word"},
}};

std::string elapsed(double ms) {
    return ms < 1 ? "under 1 ms"
                  : fmt::format("{} ms", grouped_number(static_cast<std::uint64_t>(ms)));
}

TemplateData choice(std::string_view label, const std::string& href, bool is_current) {
    TemplateData item;
    item.set("label", std::string(label));
    item.set("href", href);
    item.set("current", is_current);
    return item;
}

TemplateData sort_links(const SearchRequest& request, const SearchLinks& links) {
    constexpr std::array<std::pair<std::string_view, Sort>, 4> orders{
        {{"Relevance", Sort::relevance},
         {"Newest", Sort::newest},
         {"Oldest", Sort::oldest},
         {"Most sources", Sort::sources}}};
    TemplateData list(TemplateData::type::list);
    for (const auto& [label, sort] : orders) {
        const bool has_no_sense =
            sort == Sort::relevance && (!ranks(request.query) || links.view() == View::timeline);
        if (has_no_sense) continue;
        SearchRequest sorted = request;
        sorted.sort = sort;
        sorted.offset = 0;
        list << choice(label, links.address(sorted), request.sort == sort);
    }
    return list;
}

// What counts as one.
TemplateData grouping_links(const SearchRequest& request, const SearchLinks& links) {
    constexpr std::array<std::pair<std::string_view, Collapse>, 3> groupings{
        {{"Reports", Collapse::copies},
         {"Stories", Collapse::story},
         {"Every copy", Collapse::none}}};
    TemplateData list(TemplateData::type::list);
    for (const auto& [label, collapse] : groupings) {
        SearchRequest grouped = request;
        grouped.collapse = collapse;
        grouped.offset = 0;
        list << choice(label, links.address(grouped), request.collapse == collapse);
    }
    return list;
}

TemplateData view_links(const SearchRequest& request, View current) {
    constexpr std::array<std::pair<std::string_view, View>, 3> views{
        {{"List", View::list}, {"Map", View::map}, {"Timeline", View::timeline}}};
    TemplateData list(TemplateData::type::list);
    for (const auto& [label, view] : views) {
        SearchRequest there = request;
        // A timeline has no order but time's.
        if (view == View::timeline && there.sort == Sort::relevance) there.sort = Sort::newest;
        list << choice(label, search_address(there, view), view == current);
    }
    return list;
}

void add_summary(const SearchPage& found, const SearchLinks& links, TemplateData& page) {
    const SearchRequest& request = found.request;
    const SearchResult& result = found.result;
    const bool everything =
        !ranks(request.query) && request.selections.empty() && !request.from && !request.to;
    page.set("total", (result.exact ? "" : "at least ") + grouped_number(result.total));
    const bool of_stories = request.collapse == Collapse::story;
    page.set("total_noun", of_stories          ? result.total == 1 ? "story" : "stories"
                           : result.total == 1 ? "article"
                                               : "articles");
    page.set("with_copies", false);
    if (result.articles > result.total) {
        SearchRequest all = request;
        all.collapse = Collapse::none;
        all.offset = 0;
        TemplateData link;
        link.set("href", links.address(all));
        link.set("count", (of_stories ? "in " : "") + grouped_number(result.articles) +
                              (of_stories ? " articles" : " with copies"));
        page.set("with_copies", link);
    }
    page.set("documents", grouped_number(result.documents));
    page.set("took", elapsed(result.took_ms));
    page.set("everything", everything);
    page.set("welcome", everything && position_of(request) == 0 && found.view == View::list);
    page.set("picked", fmt::format("{}", links.picked().size()));
    page.set("has_picked", !links.picked().empty());
}

// What to do where there is nothing to show.
void add_ways_out(const SearchPage& found, TemplateData& page) {
    const SearchResult& result = found.result;
    page.set("index_is_empty", result.documents == 0);
    page.set("nothing_found", result.total == 0 && result.documents > 0);
    page.set("beyond_the_end", result.total > 0 && result.hits.empty() && found.request.limit > 0);
    TemplateData ways(TemplateData::type::list);
    for (const Relaxation& relaxed : found.relaxations) {
        TemplateData way;
        way.set("without", relaxed.without);
        way.set("is_clause", relaxed.is_clause);
        way.set("and_filters", relaxed.and_filters);
        way.set("href", search_address(relaxed.request, found.view));
        way.set("count", fmt::format("{} {}", grouped_number(relaxed.total),
                                     relaxed.total == 1 ? "article" : "articles"));
        ways << way;
    }
    page.set("has_ways", !ways.is_empty_list());
    page.set("ways", ways);
}

} // namespace

TemplateData example_list() {
    TemplateData list(TemplateData::type::list);
    for (const auto& [query, meaning] : examples) {
        TemplateData item;
        item.set("query", std::string(query));
        item.set("meaning", std::string(meaning));
        item.set("href", search_address(page_request(std::string(query))));
        list << item;
    }
    return list;
}

TemplateData kept_parameters(SearchRequest request, View view, const std::set<std::string>& asked) {
    request.offset = 0;
    TemplateData list(TemplateData::type::list);
    for (const Parameter& parameter : page_parameters(request, view)) {
        if (asked.count(parameter.name) > 0) continue;
        TemplateData item;
        item.set("name", parameter.name);
        item.set("value", parameter.value);
        list << item;
    }
    return list;
}

namespace {

// As a feed asks for it: newest first unless the page says otherwise.
SearchRequest with_feed_form(SearchRequest request) {
    const SearchRequest usual = feed_defaults(Format::atom).request;
    if (request.sort == Sort::relevance) request.sort = usual.sort;
    request.offset = 0;
    request.limit = usual.limit;
    request.facets.clear();
    return request;
}

} // namespace

TemplateData page_frame(std::string_view title, const SearchRequest& request, View view) {
    TemplateData page;
    page.set("page_title", std::string(title));
    page.set("assets", web_asset_address(""));
    page.set("q", request.query);
    page.set("hidden", kept_parameters(request, view, {"q"})); // q is the box itself
    page.set("feed", "/feed.atom?" + to_query_string(search_parameters(
                                         with_feed_form(request), feed_defaults(Format::atom))));
    return page;
}

std::string search_page(const SearchPage& found) {
    const SearchRequest& request = found.request;
    const SearchLinks links(request, found.gazetteer, found.view);
    TemplateData page = page_frame(ranks(request.query) ? request.query + " - Sitrep" : "Sitrep",
                                   request, found.view);
    page.set("problem", false);
    page.set("result", true);
    add_summary(found, links, page);
    add_ways_out(found, page);
    add_interpretation(found, links, page);
    page.set("chips", chips(request, links));
    const std::string asked = to_query_string(page_parameters(request, View::list));
    page.set("notifies",
             !request.as_of && !request.all_versions && !found.result.query.all_versions);
    page.set("notify_href", "/subscriptions/new" + (asked.empty() ? "" : "?" + asked));
    page.set("views", view_links(request, found.view));
    page.set("sorts", sort_links(request, links));
    page.set("groupings", grouping_links(request, links));
    page.set("histogram", histogram(found, links));
    page.set("map", found.view == View::map ? map_view(found, links) : TemplateData(false));
    page.set("hits", found.view == View::timeline ? TemplateData(TemplateData::type::list)
                                                  : hit_list(found, links));
    page.set("periods", found.view == View::timeline ? timeline(found, links)
                                                     : TemplateData(TemplateData::type::list));
    page.set("paging", paging(found, links));
    page.set("facets", facet_panels(found, links));
    page.set("date_form", date_form(request, links));
    page.set("examples", example_list());
    return render_template("search", page);
}

std::string search_problem_page(const SearchRequest& request, const Problem& problem) {
    TemplateData page = page_frame("Sitrep", request);
    TemplateData shown;
    shown.set("title", problem.title);
    shown.set("detail", problem.detail);
    shown.set("hint", text_or_none(problem.hint));
    shown.set("query", problem.position ? marked_query(request.query, problem.position->begin,
                                                       problem.position->end)
                                        : TemplateData(false));
    page.set("problem", shown);
    page.set("result", false);
    page.set("examples", example_list());
    return render_template("search", page);
}

std::string problem_page(const Problem& problem) {
    TemplateData page = page_frame(problem.title + " - Sitrep", page_request(""));
    page.set("status", fmt::format("{}", problem.status));
    page.set("title", problem.title);
    page.set("detail", problem.detail);
    page.set("hint", text_or_none(problem.hint));
    return render_template("problem", page);
}

} // namespace sitrep
