#include "server/backtest.h"

#include "searcher/render_describe.h"
#include "searcher/render_json_writer.h"
#include "server/problem.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr double flood = 50;           // a day, from here on there is a warning
constexpr double most_a_day = 1000;    // more is no notification
constexpr double longest_search = 3;   // seconds
constexpr std::size_t day_digits = 10; // "2025-07-04"

// Whether a query asks for nothing that an article must have: everything, or everything but ...
bool is_open(const Node& node) {
    switch (node.kind) {
    case NodeKind::all:
    case NodeKind::neg: return true;
    case NodeKind::conj: return std::all_of(node.children.begin(), node.children.end(), is_open);
    case NodeKind::disj: return std::any_of(node.children.begin(), node.children.end(), is_open);
    default: return false;
    }
}

SearchRequest request_of(const std::string& query, Rate rate) {
    SearchRequest request;
    request.query = query;
    request.snippets = false;
    request.limit = 0;
    request.limits.seconds = longest_search;
    request.collapse = rate == Rate::every ? Collapse::none : Collapse::story;
    return request;
}

// The last day that there is anything of.
Day newest_day(Searcher& searcher) {
    SearchRequest newest = request_of("*", Rate::every);
    newest.sort = Sort::newest;
    newest.limit = 1;
    newest.to = format_day(today());
    const SearchResult result = searcher.search(newest);
    if (result.hits.empty()) return today();
    const auto range =
        parse_period(result.hits.front().article.date.to_string().substr(0, day_digits), today());
    return range ? std::min(range->to, today()) : today();
}

std::string figures(const Backtest& test) {
    return fmt::format("from {} to {} it matches {} of {} {}, {:.1f} a day", test.from, test.to,
                       grouped_number(test.matches), grouped_number(test.articles),
                       test.articles == 1 ? "report" : "reports", test.a_day());
}

} // namespace

Backtest backtest(Searcher& searcher, const Subscription& one, const SavedSearches& saved) {
    const ParsedQuery parsed =
        parse_to_save(one.query, one.name, searcher.gazetteer(), today(), saved);
    Backtest test;
    const Day last = newest_day(searcher);
    test.to = format_day(last);
    test.from = format_day(last - (backtest_days - 1));
    SearchRequest request = request_of(one.query, one.rate);
    request.saved = saved;
    request.from = test.from;
    request.to = test.to;
    request.facets = {{FieldId::date, 0}};
    const SearchResult result = searcher.search(request);
    test.matches = result.total;
    for (const FacetResult& facet : result.facets)
        for (const FacetValue& value : facet.values)
            if (value.id.size() == day_digits) test.days.emplace_back(value.id, value.count);
    for (const auto& [day, count] : test.days) test.most = std::max(test.most, count);
    request.query = "*";
    request.facets.clear();
    test.articles = searcher.search(request).total;
    // The query as it is without the period that was laid over it.
    const Node& root = parsed.root;
    if (is_open(root) && (root.kind == NodeKind::all || test.matches * 2 >= test.articles))
        test.refusal = "the query matches everything, or nearly: " + figures(test);
    else if (test.a_day() > most_a_day)
        test.refusal = "the query matches too much to be told of: " + figures(test);
    else if (test.a_day() > flood)
        test.warning = "this will be many notifications: " + figures(test);
    return test;
}

void check_backtest(const Backtest& test) {
    if (test.refusal.empty()) return;
    throw ProblemError({400, "Query refused", test.refusal,
                        "ask for words, places or actors that an article must have; for all of "
                        "the index there are exports",
                        "query"});
}

std::string backtest_json(const Backtest& test) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.member("days", static_cast<std::uint64_t>(backtest_days));
        json.member("from", test.from);
        json.member("to", test.to);
        json.member("matches", test.matches);
        json.member("articles", test.articles);
        json.key("per_day").object([&] {
            json.member("mean", test.a_day());
            json.member("most", test.most);
        });
        json.key("counts").array([&] {
            for (const auto& [day, count] : test.days)
                json.object([&] {
                    json.member("day", day);
                    json.member("count", count);
                });
        });
        json.member_or_null("warning", test.warning);
        json.member_or_null("refused", test.refusal);
    });
    return out;
}

} // namespace sitrep
