// UCDP Georeferenced Event Dataset: one row an event, with the parties, the place, the days and
// estimates of the killed as its codebook defines them.
#include "indexer/preset.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

using enum EventPart;

std::vector<std::string_view> entries(std::string_view list) {
    std::vector<std::string_view> all;
    while (!list.empty()) {
        const auto end = std::min(list.find(';'), list.size());
        if (const auto entry = trim(list.substr(0, end)); !entry.empty()) all.push_back(entry);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return all;
}

// Several reports of one event stand in one field: offices, dates and headlines alike.
struct Report {
    std::string_view office;
    std::string_view date;
    std::string_view headline;
};

Report first_report(const EventRow& row) {
    const auto offices = entries(row[source]);
    const auto dates = entries(row[published]);
    const auto headlines = entries(row[title]);
    Report report{{}, {}, row[title]};
    if (!offices.empty()) report.office = offices.front();
    if (!dates.empty()) report.date = dates.front();
    // A headline may have a semicolon of its own.
    if (offices.size() > 1 && headlines.size() == offices.size())
        report.headline = headlines.front();
    return report;
}

// 1: the day is known; 2, 3: some days; 4: the month; 5: more than that.
Problem read_days(const EventRow& row, DayRange& days, Precision& precision) {
    if (Problem problem = read_day(row, from, days.from); !problem.empty()) return problem;
    if (Problem problem = read_day(row, to, days.to); !problem.empty()) return problem;
    if (days.from > days.to) return "it ends before it begins";
    const std::string_view code = row[date_precision];
    precision = code == "4" ? Precision::month : code == "5" ? Precision::year : Precision::day;
    return {};
}

// 1: between a state and another party; 2: between others; 3: one-sided, against civilians.
std::string_view event_of(std::string_view code) {
    if (code == "3") return "killing";
    return code == "1" || code == "2" ? "attack" : "";
}

// From 4 on the "place" is the division, from 6 on the country.
bool names_place(const EventRow& row) {
    const std::string_view code = row[place_precision];
    return code.empty() || code == "1" || code == "2" || code == "3";
}

std::string composed_title(const EventRow& row) {
    std::string line = fmt::format("{} and {}", row[side_a], row[side_b]);
    if (!row[killed_best].empty()) line += fmt::format(": {} killed", row[killed_best]);
    const std::string_view where = row[place].empty() ? row[division] : row[place];
    line += where.empty() || where == row[country] ? "" : fmt::format(", {}", where);
    return line + fmt::format(", {}", row[country]);
}

std::string composed_text(const EventRow& row) {
    std::string text_of_row;
    const auto add = [&](std::string_view paragraph) {
        if (paragraph.empty()) return;
        text_of_row += (text_of_row.empty() ? "" : "\n") + std::string(paragraph);
    };
    add(row[text]);
    add(row[conflict]);
    if (row[dyad] != row[conflict]) add(row[dyad]);
    return text_of_row;
}

} // namespace

Problem read_ucdp_event(const EventRow& row, Article& article) {
    assign(article, Member::id, fmt::format("ucdp-ged:{}", row[id]));
    DayRange days;
    Precision precision = Precision::day;
    if (Problem problem = read_days(row, days, precision); !problem.empty()) return problem;
    give_happened(article, days, precision, fmt::format("{} to {}", row[from], row[to]));
    const Report report = first_report(row);
    if (const auto date = parse_date(report.date))
        article.date = *date;
    else
        assign(article, Member::date, format_day(days.to));
    assign(article, Member::source, report.office);
    assign(article, Member::title, report.headline);
    if (article.title.empty()) assign(article, Member::title, composed_title(row));
    assign(article, Member::text, composed_text(row));
    give_region(article, row[country], row[division], names_place(row) ? row[place] : "");
    give_actor(article, row[side_a]);
    give_actor(article, row[side_b]);
    give_event(article, event_of(row[kind]), row[kind]);
    return read_killed(row, article);
}

} // namespace sitrep
