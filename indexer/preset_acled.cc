// ACLED: one row an event, with a note that tells it.
#include "indexer/preset.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

using enum EventPart;

struct Kind {
    std::string_view acled; // lower case
    std::string_view event; // of schema/lexicon/events.tsv, or empty
};

constexpr Kind sub_types[] = {
    {"armed clash", "ground combat"},
    {"government regains territory", "territorial change"},
    {"non-state actor overtakes territory", "territorial change"},
    {"non-violent transfer of territory", "territorial change"},
    {"air/drone strike", "air strike"},
    {"shelling/artillery/missile attack", "shelling"},
    {"remote explosive/landmine/ied", "bombing"},
    {"suicide bomb", "suicide attack"},
    {"grenade", "explosion"},
    {"chemical weapon", "chemical attack"},
    {"attack", "attack"},
    {"abduction/forced disappearance", "kidnapping"},
    {"sexual violence", "sexual violence"},
    {"peaceful protest", "protest"},
    {"protest with intervention", "protest"},
    {"excessive force against protesters", "protest"},
    {"violent demonstration", "riot"},
    {"mob violence", "riot"},
    {"agreement", "peace agreement"},
    {"arrests", "arrest"},
};

constexpr Kind types[] = {
    {"battles", "ground combat"},
    {"explosions/remote violence", "explosion"},
    {"violence against civilians", "attack"},
    {"protests", "protest"},
    {"riots", "riot"},
};

std::string_view event_of(std::span<const Kind> kinds, std::string_view name) {
    const std::string folded = lower_ascii(name);
    for (const Kind& one : kinds)
        if (one.acled == folded) return one.event;
    return {};
}

// 1: the day; 2: the week around it; 3: the month that it lies in.
void read_happened(const EventRow& row, Day day, Article& article) {
    DayRange days{day, day};
    Precision precision = Precision::day;
    if (row[date_precision] == "2") {
        days = {day - 3, day + 3};
    } else if (row[date_precision] == "3") {
        PartialDate month;
        const CivilDay civil = civil_from_day(day);
        month.year = static_cast<std::int16_t>(civil.year);
        month.month = static_cast<std::uint8_t>(civil.month);
        days = month.range();
        precision = Precision::month;
    }
    give_happened(article, days, precision, row[from]);
}

void give_actors(Article& article, std::string_view list) {
    while (!list.empty()) {
        const auto end = std::min(list.find(';'), list.size());
        give_actor(article, trim(list.substr(0, end)));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

std::string composed_title(const EventRow& row) {
    std::string line(row[kind].empty() ? row[kind_group] : row[kind]);
    if (!row[side_a].empty()) line += fmt::format(": {}", row[side_a]);
    if (!row[side_b].empty()) line += fmt::format(" and {}", row[side_b]);
    std::string_view last;
    for (const std::string_view where : {row[place], row[division], row[country]})
        if (!where.empty() && where != last) line += fmt::format(", {}", last = where);
    return line;
}

} // namespace

Problem read_acled_event(const EventRow& row, Article& article) {
    Day day = 0;
    if (Problem problem = read_day(row, from, day); !problem.empty()) return problem;
    assign(article, Member::id, fmt::format("acled:{}", row[id]));
    assign(article, Member::date, format_day(day));
    if (Problem problem = assign(article, Member::updated, row[updated]); !problem.empty())
        return problem;
    read_happened(row, day, article);
    assign(article, Member::title, composed_title(row));
    assign(article, Member::text, row[text]);
    assign(article, Member::source, row[source].substr(0, row[source].find(';')));
    assign(article, Member::lang, "en");
    give_region(article, row[country], row[division], row[place]);
    for (const EventPart actors : {side_a, side_a_allies, side_b, side_b_allies})
        give_actors(article, row[actors]);
    std::string_view event = event_of(sub_types, row[kind]);
    if (event.empty()) event = event_of(types, row[kind_group]);
    give_event(article, event, row[kind].empty() ? row[kind_group] : row[kind]);
    return read_killed(row, article);
}

} // namespace sitrep
