#include "indexer/when_resolve.h"

#include "schema/date_scan.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sitrep {
namespace {

// A day without a year that lies this far ahead of its article at most is a plan; else it is last
// year's.
constexpr Day furthest_plan = 90;
// Reports are dated by clocks of other zones than their places'.
constexpr Day clock_slack = 1;

int weekday_of(Day day) { // 1 Monday
    return ((day + 3) % 7 + 7) % 7 + 1;
}
Day monday_of(Day day) {
    return day - weekday_of(day) + 1;
}
DayRange month_range(int year, int month) {
    PartialDate date;
    date.year = static_cast<std::int16_t>(year);
    date.month = static_cast<std::uint8_t>(month);
    return date.range();
}
DayRange month_from(Day day, int shift) {
    const CivilDay civil = civil_from_day(day);
    const int count = civil.year * 12 + civil.month - 1 + shift;
    return month_range(count / 12, count % 12 + 1);
}

DayRange part_of_month(DayRange month, WhenPart part) {
    if (part == WhenPart::early) return {month.from, month.from + 9};
    if (part == WhenPart::mid) return {month.from + 9, month.from + 19};
    if (part == WhenPart::late) return {month.from + 19, month.to};
    return month;
}

class Resolver {
  public:
    explicit Resolver(const WhenContext& context) : context_(context) {}

    std::optional<WhenDays> resolve(const WhenPoint& point) const {
        switch (point.type) {
        case WhenType::date: return date(point);
        case WhenType::month: return month(point);
        case WhenType::year:
            return WhenDays{{day_from_civil(point.year, 1, 1), day_from_civil(point.year, 12, 31)},
                            Precision::year};
        case WhenType::anchor: return anchor(point);
        default: break;
        }
        if (!context_.article) return {};
        const Day on = *context_.article;
        switch (point.type) {
        case WhenType::offset: return WhenDays{{on + point.from, on + point.to}, Precision::day};
        case WhenType::weekday: return weekday(point, on);
        case WhenType::unit: return unit(point, on);
        case WhenType::span: return span(point, on);
        case WhenType::ago: return ago(point, on);
        default: return {};
        }
    }

  private:
    std::optional<WhenDays> anchor(const WhenPoint& point) const {
        if (!context_.anchor) return {};
        const Day day = *context_.anchor + point.from;
        return WhenDays{{day, day}, Precision::day};
    }

    std::optional<WhenDays> weekday(const WhenPoint& point, Day on) const {
        const int back = (weekday_of(on) - point.from + 7) % 7; // to the last such day, 0 to 6
        const int shift = point.shift.value_or(0);
        Day day = on - back;
        if (shift < 0)
            day = on - (back == 0 ? 7 : back);
        else if (shift > 0)
            day = on + 7 - back;
        else if (context_.future && back > 0)
            day = on + 7 - back;
        return WhenDays{{day, day}, Precision::day};
    }

    std::optional<WhenDays> unit(const WhenPoint& point, Day on) const {
        const int shift = point.shift.value_or(0);
        WhenDays found{{on, on}, Precision::day};
        switch (point.unit) {
        case WhenUnit::week: found.range = week(point, on, shift); break;
        case WhenUnit::weekend: found.range = weekend(point, on); break;
        case WhenUnit::month:
            found.range = part_of_month(month_from(on, shift), point.part);
            if (point.part == WhenPart::none) found.precision = Precision::month;
            break;
        default: {
            const int year = civil_from_day(on).year + shift;
            found.range = {day_from_civil(year, 1, 1), day_from_civil(year, 12, 31)};
            found.precision = Precision::year;
        }
        }
        // What has happened lies behind; "later this week" ahead.
        if (shift == 0 && !context_.future) found.range.to = std::min(found.range.to, on);
        if (found.range.from > found.range.to) return {};
        return found;
    }

    DayRange week(const WhenPoint& point, Day on, int shift) const {
        const Day monday = monday_of(on) + 7 * shift;
        DayRange days{monday, monday + 6};
        // Where weeks begin on Sunday, "last week" said on one is the week just over.
        if (shift == -1 && weekday_of(on) == 7) days = {on - 7, on - 1};
        if (point.part == WhenPart::early) days.to = days.from + 2;
        if (point.part == WhenPart::mid) days = {monday + 1, monday + 4};
        if (point.part == WhenPart::late) days.from = monday + 3;
        if (shift == 0 && context_.future) days.from = std::max(days.from, on);
        return days;
    }

    DayRange weekend(const WhenPoint& point, Day on) const {
        Day saturday = monday_of(on) + 5;
        const int shift = point.shift.value_or(0);
        if (shift > 0)
            saturday += saturday < on ? 7 : 0;
        else if (shift < 0 || (saturday > on && !context_.future))
            saturday -= 7;
        return {saturday, saturday + 1};
    }

    std::optional<WhenDays> span(const WhenPoint& point, Day on) const {
        const Day days = length(point.unit, point.to);
        WhenDays found{{on - days, on}, Precision::day, days > 3};
        if (point.shift.value_or(-1) > 0) found.range = {on, on + days};
        return found;
    }

    // In days, a part of a day taken for one.
    static Day length(WhenUnit unit, int count) {
        switch (unit) {
        case WhenUnit::minute: return (count + 1439) / 1440;
        case WhenUnit::hour: return (count + 23) / 24;
        case WhenUnit::week: return 7 * count;
        case WhenUnit::month: return 30 * count;
        case WhenUnit::year: return 365 * count;
        default: return count;
        }
    }

    // The same day so many weeks, months or years back.
    static std::optional<WhenDays> to_the_day(const WhenPoint& point, Day on) {
        CivilDay day = civil_from_day(on);
        if (point.unit == WhenUnit::year)
            day.year -= point.from;
        else if (point.unit == WhenUnit::month) {
            const int months = day.year * 12 + day.month - 1 - point.from;
            day.year = months / 12;
            day.month = months % 12 + 1;
        } else
            day = civil_from_day(on - length(point.unit, point.from));
        if (day.year < 1000 || !is_possible(day.year, day.month, day.day)) return {};
        const Day then = day_from_civil(day.year, day.month, day.day);
        return WhenDays{{then, then}, Precision::day};
    }

    std::optional<WhenDays> ago(const WhenPoint& point, Day on) const {
        if (point.to_the_day) return to_the_day(point, on);
        const bool exact = point.from == point.to;
        Day slack = 0;
        switch (point.unit) {
        case WhenUnit::minute: return WhenDays{{on, on}, Precision::day};
        case WhenUnit::hour: {
            if (!exact || point.to < 24) return WhenDays{{on - 1, on}, Precision::day};
            break;
        }
        case WhenUnit::week: slack = 3; break;
        case WhenUnit::month: slack = 15; break;
        case WhenUnit::year: slack = 180; break;
        default: break;
        }
        return WhenDays{{on - length(point.unit, point.to) - slack,
                         on - length(point.unit, point.from) + slack},
                        Precision::day,
                        !exact || slack > 0};
    }

    std::optional<WhenDays> month(const WhenPoint& point) const {
        if (point.jalali) return {}; // its days begin in the middle of ours
        int year = point.year;
        if (year == 0) {
            if (!context_.article) return {};
            const CivilDay on = civil_from_day(*context_.article);
            year = on.year;
            if (context_.future ? point.month < on.month : point.month > on.month)
                year += context_.future ? 1 : -1;
        }
        WhenDays found{month_range(year, point.month), Precision::month};
        if (point.part == WhenPart::none) return found;
        return WhenDays{part_of_month(found.range, point.part), Precision::day, true};
    }

    std::optional<WhenDays> date(const WhenPoint& point) const {
        if (point.year != 0) return in_year(point, point.year);
        if (!context_.article) return {};
        const Day on = *context_.article;
        int around = civil_from_day(on).year;
        if (point.jalali) around -= 621;
        std::optional<WhenDays> best;
        for (int year = around - 1; year <= around + 1; ++year) {
            const auto days = in_year(point, year);
            if (!days) continue;
            const Day ahead = days->range.from - on;
            if (ahead > (context_.future ? 2 * furthest_plan : furthest_plan)) continue;
            if (!best || std::abs(ahead) < std::abs(best->range.from - on)) best = days;
        }
        return best;
    }

    static std::optional<Day> day_of(const WhenPoint& point, int year, int month, int day) {
        if (point.jalali) return day_from_jalali(year, month, day);
        if (!is_possible(year, month, day)) return {};
        return day_from_civil(year, month, day);
    }

    static std::optional<WhenDays> in_year(const WhenPoint& point, int year) {
        const auto from = day_of(point, year, point.month, point.day);
        auto to = from;
        if (point.last_day > 0) to = day_of(point, year, point.last_month, point.last_day);
        if (!from || !to || *to < *from) return {};
        return WhenDays{{*from, *to}, Precision::day};
    }

    const WhenContext& context_;
};

} // namespace

std::optional<WhenDays> resolve_when(const WhenExpression& expression, const WhenContext& context) {
    const Resolver resolver(context);
    auto found = resolver.resolve(expression.point);
    if (!found) return {};
    if (expression.until) {
        const auto until = resolver.resolve(*expression.until);
        if (!until || until->range.to < found->range.from) return {};
        found->range.to = until->range.to;
    }
    if (expression.since) {
        if (!context.article || *context.article + clock_slack < found->range.from) return {};
        found->range.to = std::max(*context.article, found->range.to);
        found->vague = true;
    }
    if (expression.night == WhenNight::begins && found->range.from == found->range.to)
        ++found->range.to;
    if (expression.night == WhenNight::ends && found->range.from == found->range.to)
        --found->range.from;
    return found;
}

std::optional<Day> day_from_jalali(int year, int month, int day) {
    constexpr int first = 1343;
    constexpr int last = 1472;
    if (year < first || year > last || month < 1 || month > 12 || day < 1 ||
        day > (month <= 6 ? 31 : 30))
        return {};
    // 1 Farvardin 1343 was 21 March 1964.
    constexpr std::array<int, 8> leap_in_cycle{1, 5, 9, 13, 17, 22, 26, 30};
    Day days = day_from_civil(1964, 3, 21);
    for (int before = first; before < year; ++before)
        days += std::find(leap_in_cycle.begin(), leap_in_cycle.end(), before % 33) !=
                        leap_in_cycle.end()
                    ? 366
                    : 365;
    return days + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) + day - 1;
}

} // namespace sitrep
