#include "server/page.h"

#include "searcher/render_describe.h"
#include "server/page_parts.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> examples{{
    {"\"drone strikes\" kyiv", "words as written, and a word with its inflections"},
    {"region:sudan event:\"air strike\"", "a place with all that lies in it, and a kind of event"},
    {"actor:hezbollah date:P30D -ceasefire", "an actor, the last 30 days, without a word"},
}};

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

std::string elapsed(double ms) {
    return ms < 1 ? "under 1 ms"
                  : fmt::format("{} ms", grouped_number(static_cast<std::uint64_t>(ms)));
}

TemplateData sort_links(const SearchRequest& request) {
    constexpr std::array<std::pair<std::string_view, Sort>, 3> orders{
        {{"Relevance", Sort::relevance}, {"Newest", Sort::newest}, {"Oldest", Sort::oldest}}};
    TemplateData list(TemplateData::type::list);
    for (const auto& [label, sort] : orders) {
        if (sort == Sort::relevance && !ranks(request.query)) continue;
        SearchRequest sorted = request;
        sorted.sort = sort;
        sorted.offset = 0;
        TemplateData item;
        item.set("label", std::string(label));
        item.set("href", search_address(sorted));
        item.set("current", request.sort == sort);
        list << item;
    }
    return list;
}

TemplateData warning_list(const SearchResult& result) {
    TemplateData list(TemplateData::type::list);
    for (const QueryWarning& warning : result.query.warnings) {
        TemplateData item;
        item.set("message", warning.message);
        item.set("hint", text_or_none(warning.hint));
        list << item;
    }
    return list;
}

std::string names_of(const QueryExpansion& expansion, const Gazetteer& gazetteer) {
    constexpr std::size_t most = 6;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, expansion.ids.size()); ++i) {
        const std::string& id = expansion.ids[i];
        auto entity = expansion.field == FieldId::region ? gazetteer.find(EntityKind::region, id)
                                                         : gazetteer.find(EntityKind::actor, id);
        if (!entity) entity = gazetteer.find(EntityKind::region, id);
        names += fmt::format("{}{}", names.empty() ? "" : ", ",
                             entity ? entity->name : std::string_view(id));
    }
    if (expansion.ids.size() > most)
        names += fmt::format(" and {} more", expansion.ids.size() - most);
    return names;
}

// Names in the query that stand for something, where that is not plain from the name.
TemplateData expansion_list(const SearchResult& result, const Gazetteer& gazetteer) {
    TemplateData list(TemplateData::type::list);
    std::set<std::string> told;
    for (const QueryExpansion& expansion : result.query.expansions) {
        const std::string names = names_of(expansion, gazetteer);
        const std::size_t colon = expansion.text.find(':');
        const bool is_plain =
            fold_name(
                std::string_view(expansion.text).substr(std::min(colon, expansion.text.size()))) ==
            fold_name(names);
        // Those of picked values are told by the chips.
        const bool is_typed = result.query.text.find(expansion.text) != std::string::npos;
        if (is_plain || !is_typed || !told.insert(expansion.text).second) continue;
        TemplateData item;
        item.set("text", expansion.text);
        item.set("names", names);
        list << item;
    }
    return list;
}

std::string without_space(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return out;
}

void add_interpretation(const SearchResult& result, const Gazetteer& gazetteer,
                        TemplateData& page) {
    const bool differs = ranks(result.query.text) &&
                         without_space(result.query.text) != without_space(result.query.parsed);
    page.set("parsed", text_or_none(differs ? result.query.parsed : ""));
    page.set("expansions", expansion_list(result, gazetteer));
    page.set("warnings", warning_list(result));
}

void add_suggestion(const SearchRequest& request, const SearchResult& result, TemplateData& page) {
    if (result.suggestion.empty()) {
        page.set("suggestion", false);
        return;
    }
    SearchRequest better = request;
    better.query = result.suggestion;
    better.offset = 0;
    TemplateData suggestion;
    suggestion.set("text", result.suggestion);
    suggestion.set("href", search_address(better));
    page.set("suggestion", suggestion);
}

void add_summary(const SearchRequest& request, const SearchResult& result, TemplateData& page) {
    const bool everything =
        !ranks(request.query) && request.selections.empty() && !request.from && !request.to;
    page.set("total", (result.exact ? "" : "at least ") + grouped_number(result.total));
    page.set("total_noun", result.total == 1 ? "article" : "articles");
    page.set("with_copies", false);
    if (result.articles > result.total) {
        SearchRequest all = request;
        all.collapse = Collapse::none;
        all.offset = 0;
        TemplateData link;
        link.set("href", search_address(all));
        link.set("count", grouped_number(result.articles));
        page.set("with_copies", link);
    }
    page.set("documents", grouped_number(result.documents));
    page.set("took", elapsed(result.took_ms));
    page.set("everything", everything);
    page.set("index_is_empty", result.documents == 0);
    page.set("nothing_found", result.total == 0 && result.documents > 0);
    page.set("beyond_the_end", result.total > 0 && result.hits.empty() && request.limit > 0);
}

bool is_char_start(std::string_view text, std::size_t i) {
    return i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
}

// The query in three parts: before what is wrong, that, and after it.
TemplateData marked_query(std::string_view query, Problem::Position position) {
    std::size_t begin = std::min<std::size_t>(position.begin, query.size());
    std::size_t end = std::clamp<std::size_t>(position.end, begin, query.size());
    if (begin == end && end < query.size()) ++end;
    while (begin > 0 && !is_char_start(query, begin)) --begin;
    while (!is_char_start(query, end)) ++end;
    TemplateData parts;
    parts.set("before", std::string(query.substr(0, begin)));
    parts.set("wrong", std::string(query.substr(begin, end - begin)));
    parts.set("after", std::string(query.substr(end)));
    return parts;
}

// What a form keeps of the search when it is sent: all but what it asks for itself.
TemplateData kept_parameters(SearchRequest request, const std::set<std::string>& asked) {
    request.offset = 0;
    TemplateData list(TemplateData::type::list);
    for (const Parameter& parameter : search_parameters(request, page_defaults())) {
        if (asked.count(parameter.name) > 0) continue;
        TemplateData item;
        item.set("name", parameter.name);
        item.set("value", parameter.value);
        list << item;
    }
    return list;
}

TemplateData date_form(const SearchRequest& request) {
    TemplateData form;
    form.set("kept", kept_parameters(request, {"from", "to"}));
    form.set("from", request.from.value_or(""));
    form.set("to", request.to.value_or(""));
    return form;
}

} // namespace

std::string search_address(const SearchRequest& request) {
    const std::string query = to_query_string(search_parameters(request, page_defaults()));
    return query.empty() ? "/search" : "/search?" + query;
}

std::string article_address(const std::string& id, const std::string& query) {
    std::vector<Parameter> parameters{{"id", id}};
    if (!query.empty()) parameters.push_back({"q", query});
    return "/article?" + to_query_string(parameters);
}

TemplateData page_frame(std::string_view title, const SearchRequest& request) {
    TemplateData page;
    page.set("page_title", std::string(title));
    page.set("style", "/style.css?v=" + web_asset_version("style.css"));
    page.set("q", request.query);
    page.set("hidden", kept_parameters(request, {"q"})); // q is the box itself
    return page;
}

std::string search_page(const SearchRequest& request, const SearchResult& result,
                        const Gazetteer& gazetteer) {
    const FacetLinks links(request, gazetteer);
    TemplateData page =
        page_frame(ranks(request.query) ? request.query + " - Sitrep" : "Sitrep", request);
    page.set("problem", false);
    page.set("result", true);
    add_summary(request, result, page);
    add_interpretation(result, gazetteer, page);
    add_suggestion(request, result, page);
    page.set("chips", chips(request, links));
    page.set("sorts", sort_links(request));
    page.set("histogram", histogram(request, result));
    page.set("hits", hit_list(request, result, links));
    page.set("paging", paging(request, result));
    page.set("facets", facet_panels(request, result, links));
    page.set("date_form", date_form(request));
    page.set("examples", example_list());
    return render_template("search", page);
}

std::string search_problem_page(const SearchRequest& request, const Problem& problem) {
    TemplateData page = page_frame("Sitrep", request);
    TemplateData shown;
    shown.set("title", problem.title);
    shown.set("detail", problem.detail);
    shown.set("hint", text_or_none(problem.hint));
    shown.set("query", problem.position ? marked_query(request.query, *problem.position)
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
