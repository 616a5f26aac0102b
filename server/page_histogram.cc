// Articles by date, as bars.

#include "searcher/render_describe.h"
#include "server/page_parts.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_bars = 130;
constexpr std::size_t least_bars = 14; // room for so many: a few bars do not fill the page
constexpr std::array<std::size_t, 3> id_sizes{10, 7, 4}; // day, month, year

std::string id_of(Day day, std::size_t size) {
    return format_day(day).substr(0, size);
}

// The first day after a date's days.
Day next_of(const std::string& id) {
    const auto days = parse_period(id, 0);
    return days ? days->to + 1 : last_day;
}

// All dates of one precision between the first and the last, with their counts; none where there
// would be too many bars.
std::vector<DateBucket> filled(const FacetResult& dates, std::size_t id_size) {
    std::map<std::string, std::uint64_t> counts;
    bool all_picked = true; // days and months that are many are only listed where picked
    for (const FacetValue& value : dates.values) {
        if (value.id.size() != id_size || value.count == 0) continue;
        counts.emplace(value.id, value.count);
        all_picked = all_picked && value.selected;
    }
    if (counts.empty() || all_picked) return {};
    std::vector<DateBucket> buckets;
    const auto first = parse_period(counts.begin()->first, 0);
    const std::string& last = counts.rbegin()->first;
    if (!first) return {};
    for (Day day = first->from; buckets.size() <= most_bars; day = next_of(buckets.back().id)) {
        const std::string id = id_of(day, id_size);
        const auto counted = counts.find(id);
        buckets.push_back({id, counted == counts.end() ? 0 : counted->second});
        if (id >= last) return buckets;
    }
    return {};
}

std::vector<DateBucket> years(const FacetResult& dates) {
    std::vector<DateBucket> buckets;
    for (const FacetValue& value : dates.values)
        if (value.id.size() == 4 && value.count > 0) buckets.push_back({value.id, value.count});
    return buckets;
}

} // namespace

std::vector<DateBucket> date_buckets(const FacetResult& dates) {
    for (const std::size_t size : id_sizes) {
        std::vector<DateBucket> buckets = filled(dates, size);
        if (buckets.size() >= 2) return buckets;
    }
    return years(dates);
}

TemplateData histogram(const SearchPage& found, const SearchLinks& links) {
    const SearchRequest& request = found.request;
    const SearchResult& result = found.result;
    const auto dates = std::find_if(result.facets.begin(), result.facets.end(),
                                    [](const FacetResult& f) { return f.field == FieldId::date; });
    if (dates == result.facets.end()) return false;
    const std::vector<DateBucket> buckets = date_buckets(*dates);
    if (buckets.size() < 2) return false;
    std::uint64_t highest = 1;
    for (const DateBucket& bucket : buckets) highest = std::max(highest, bucket.count);
    constexpr std::size_t height = 60;
    constexpr std::size_t step = 10;
    TemplateData bars(TemplateData::type::list);
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        const DateBucket& bucket = buckets[i];
        if (bucket.count == 0) continue;
        // At least 2, so that a lone article shows.
        const std::size_t bar =
            2 + static_cast<std::size_t>(static_cast<double>(bucket.count) /
                                         static_cast<double>(highest) * (height - 2));
        SearchRequest narrowed = request;
        narrowed.from = bucket.id;
        narrowed.to = bucket.id;
        narrowed.offset = 0;
        TemplateData data;
        data.set("x", fmt::format("{}", i * step));
        data.set("bar_x", fmt::format("{}", i * step + 1));
        data.set("y", fmt::format("{}", height - bar));
        data.set("h", fmt::format("{}", bar));
        data.set("label", fmt::format("{}: {}", bucket.id, grouped_number(bucket.count)));
        data.set("id", bucket.id);
        data.set("href", links.address(narrowed));
        bars << data;
    }
    TemplateData chart;
    chart.set("bars", bars);
    const std::size_t room = std::max(buckets.size(), least_bars);
    chart.set("width", fmt::format("{}", room * step));
    chart.set("few", buckets.size() < least_bars);
    chart.set("first", buckets.front().id);
    chart.set("last", buckets.back().id);
    chart.set("highest", grouped_number(highest));
    const std::size_t size = buckets.front().id.size();
    chart.set("unit", size == 10 ? "day" : size == 7 ? "month" : "year");
    return chart;
}

TemplateData date_form(const SearchRequest& request, const SearchLinks& links) {
    struct Period {
        std::string_view label;
        std::string_view from;
    };
    constexpr std::array<Period, 5> periods{{{"today", "today"},
                                             {"7 days", "P7D"},
                                             {"30 days", "P30D"},
                                             {"a year", "P1Y"},
                                             {"all", ""}}};
    TemplateData form;
    form.set("kept", kept_parameters(request, links.view(), {"from", "to"}));
    form.set("from", request.from.value_or(""));
    form.set("to", request.to.value_or(""));
    TemplateData list(TemplateData::type::list);
    for (const Period& period : periods) {
        SearchRequest there = request;
        there.offset = 0;
        there.to.reset();
        there.from = std::string(period.from);
        if (period.from.empty()) there.from.reset();
        TemplateData item;
        item.set("label", std::string(period.label));
        item.set("href", links.address(there));
        item.set("current", there.from == request.from && !request.to);
        list << item;
    }
    form.set("periods", list);
    return form;
}

} // namespace sitrep
