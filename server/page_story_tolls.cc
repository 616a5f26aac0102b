#include "server/page_story_tolls.h"

#include "searcher/render_describe.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

// Of the picture, in its own units.
constexpr double width = 720;
constexpr double height = 160;
constexpr double margin = 12;

std::string range_of(const TollPoint& point) {
    Casualties range;
    range.low = point.low;
    range.high = point.high;
    return describe(range);
}

// How a toll differs from the one before it.
std::string change_of(const TollPoint& before, const TollPoint& now) {
    if (before.low == now.low && before.high == now.high) return "as before";
    const std::string_view how = now.low >= before.low && now.high >= before.high   ? "up"
                                 : now.low <= before.low && now.high <= before.high ? "down"
                                 : now.low > before.low                             ? "narrowed"
                                                                                    : "widened";
    return fmt::format("{} from {}", how, range_of(before));
}

std::string summary(const Tolls& tolls) {
    const TollPoint& first = tolls.points.front();
    const TollPoint& last = tolls.points.back();
    std::uint32_t low = first.low;
    std::uint32_t high = first.high;
    for (const TollPoint& point : tolls.points) {
        low = std::min(low, point.low);
        high = std::max(high, point.high);
    }
    const std::string said = fmt::format("{} ({})", range_of(first), first.who);
    if (tolls.points.size() == 1) return said;
    return fmt::format("first {}, last {} ({}); lowest {}, highest {}, in {}", said, range_of(last),
                       last.who, grouped_number(low), grouped_number(high),
                       counted(tolls.points.size(), "report"));
}

// Where on the picture times and numbers are.
struct Scale {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::uint32_t most = 1;

    double x(std::int64_t time) const {
        if (to == from) return width / 2;
        return margin + (width - 2 * margin) * static_cast<double>(time - from) /
                            static_cast<double>(to - from);
    }
    double y(std::uint32_t number) const {
        return height - margin - (height - 2 * margin) * number / most;
    }
};

Scale scale_of(const std::vector<TollPoint>& points) {
    Scale scale;
    scale.from = points.front().time;
    scale.to = points.back().time;
    for (const TollPoint& point : points) {
        scale.from = std::min(scale.from, point.time);
        scale.to = std::max(scale.to, point.time);
        scale.most = std::max(scale.most, point.high);
    }
    return scale;
}

} // namespace

Tolls tolls_of(const std::vector<Hit>& reports, std::optional<Casualties> Article::*toll) {
    Tolls tolls;
    for (const Hit& hit : reports) {
        std::string& change = tolls.changes.emplace_back();
        const std::optional<Casualties>& given = hit.article.*toll;
        if (!given) continue;
        TollPoint point;
        point.dated = bool(hit.article.date);
        if (point.dated) point.time = hit.article.date.wall_seconds();
        point.low = given->low;
        point.high = given->high;
        const std::string day = hit.article.date.to_string().substr(0, 10);
        point.who = fmt::format("{}{}{}", hit.article.source,
                                hit.article.source.empty() || day.empty() ? "" : ", ", day);
        if (point.who.empty()) point.who = "undated";
        if (!tolls.points.empty()) change = change_of(tolls.points.back(), point);
        tolls.points.push_back(std::move(point));
    }
    return tolls;
}

TemplateData toll_chart(std::string_view name, const Tolls& tolls) {
    std::vector<TollPoint> dated;
    std::copy_if(tolls.points.begin(), tolls.points.end(), std::back_inserter(dated),
                 [](const TollPoint& point) { return point.dated; });
    TemplateData chart;
    chart.set("name", std::string(name));
    chart.set("summary", summary(tolls));
    chart.set("drawn", dated.size() > 1);
    if (dated.size() < 2) return chart;
    const Scale scale = scale_of(dated);
    TemplateData marks(TemplateData::type::list);
    std::string line;
    for (const TollPoint& point : dated) {
        const double x = scale.x(point.time);
        line += fmt::format("{}{:.1f},{:.1f}", line.empty() ? "" : " ", x, scale.y(point.high));
        TemplateData mark;
        mark.set("x", fmt::format("{:.1f}", x));
        mark.set("top", fmt::format("{:.1f}", scale.y(point.high)));
        mark.set("bottom", fmt::format("{:.1f}", scale.y(point.low)));
        mark.set("note", fmt::format("{}: {}", range_of(point), point.who));
        marks << mark;
    }
    chart.set("marks", marks);
    chart.set("line", line);
    chart.set("most", grouped_number(scale.most));
    chart.set("width", fmt::format("{:.0f}", width));
    chart.set("height", fmt::format("{:.0f}", height));
    chart.set("floor", fmt::format("{:.1f}", scale.y(0)));
    chart.set("from", format_day(static_cast<Day>(scale.from / 86400)));
    chart.set("to", format_day(static_cast<Day>(scale.to / 86400)));
    return chart;
}

} // namespace sitrep
