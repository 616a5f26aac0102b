#include "schema/date.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::int64_t seconds_a_day = 24 * 60 * 60;
constexpr int first_year = 1000;

int days_in_month(int year, int month) {
    const auto last = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
                      std::chrono::last;
    return static_cast<int>(static_cast<unsigned>(last.day()));
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
    });
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

// The same day of the month, `months` earlier; the month's last day where it has no such day.
std::optional<Day> months_before(Day day, long months) {
    const CivilDay civil = civil_from_day(day);
    const long count = civil.year * 12L + civil.month - 1 - months;
    const int year = static_cast<int>(count / 12);
    const int month = static_cast<int>(count % 12) + 1;
    if (count < 0 || year < first_year) return {};
    return day_from_civil(year, month, std::min(civil.day, days_in_month(year, month)));
}

// "P1Y2M3W4D", each unit once and in this order; the period ends with today.
std::optional<DayRange> parse_duration(std::string_view text, Day today) {
    if (text.size() < 3 || (text[0] != 'P' && text[0] != 'p')) return {};
    constexpr std::string_view units = "YMWD";
    long months = 0;
    long days = 0;
    std::size_t unit = 0;
    for (std::size_t at = 1; at < text.size(); ++at) {
        long count = 0;
        std::size_t digits = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits)
            count = digits < 7 ? count * 10 + (text[at] - '0') : count;
        if (digits == 0 || digits > 7 || at == text.size()) return {};
        const char upper = static_cast<char>(text[at] & ~0x20);
        const auto found = units.find(upper, unit);
        if (found == std::string_view::npos) return {};
        unit = found + 1;
        months += upper == 'Y' ? 12 * count : upper == 'M' ? count : 0;
        days += upper == 'W' ? 7 * count : upper == 'D' ? count : 0;
    }
    const auto start = months_before(today, months);
    const Day earliest = day_from_civil(first_year, 1, 1);
    if (!start || months + days == 0 || *start - days < earliest - 1) return {};
    return DayRange{static_cast<Day>(*start - days + 1), today};
}

} // namespace

Day day_from_civil(int year, int month, int day) {
    using namespace std::chrono;
    const sys_days days = std::chrono::year(year) /
                          std::chrono::month(static_cast<unsigned>(month)) /
                          std::chrono::day(static_cast<unsigned>(day));
    return static_cast<Day>(days.time_since_epoch().count());
}

CivilDay civil_from_day(Day day) {
    using namespace std::chrono;
    const year_month_day civil{sys_days{days{day}}};
    return {static_cast<int>(civil.year()), static_cast<int>(static_cast<unsigned>(civil.month())),
            static_cast<int>(static_cast<unsigned>(civil.day()))};
}

std::string_view name_of(Precision precision) {
    constexpr std::array<std::string_view, 5> names{"none", "year", "month", "day", "second"};
    return names[static_cast<std::size_t>(precision)];
}

Precision PartialDate::precision() const {
    if (year == 0) return Precision::none;
    if (month == 0) return Precision::year;
    if (day == 0) return Precision::month;
    return second_of_day < 0 ? Precision::day : Precision::second;
}

DayRange PartialDate::range() const {
    if (month == 0) return {day_from_civil(year, 1, 1), day_from_civil(year, 12, 31)};
    if (day == 0)
        return {day_from_civil(year, month, 1),
                day_from_civil(year, month, days_in_month(year, month))};
    const Day only = day_from_civil(year, month, day);
    return {only, only};
}

std::int64_t PartialDate::wall_seconds() const {
    return range().from * seconds_a_day + std::max(second_of_day, 0);
}

std::string PartialDate::to_string() const {
    switch (precision()) {
    case Precision::none: return {};
    case Precision::year: return fmt::format("{:04}", year);
    case Precision::month: return fmt::format("{:04}-{:02}", year, month);
    case Precision::day: return fmt::format("{:04}-{:02}-{:02}", year, month, day);
    case Precision::second: break;
    }
    std::string text =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", year, month, day, second_of_day / 3600,
                    second_of_day / 60 % 60, second_of_day % 60);
    if (utc_offset_min) {
        const int minutes = std::abs(*utc_offset_min);
        text += minutes == 0 ? "Z"
                             : fmt::format("{}{:02}:{:02}", *utc_offset_min < 0 ? '-' : '+',
                                           minutes / 60, minutes % 60);
    }
    return text;
}

std::string format_day(Day day) {
    const CivilDay civil = civil_from_day(day);
    return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::string format_seconds(std::int64_t unix_seconds) {
    constexpr std::int64_t seconds_per_day = 86400;
    std::int64_t day = unix_seconds / seconds_per_day;
    std::int64_t second = unix_seconds % seconds_per_day;
    if (second < 0) {
        second += seconds_per_day;
        --day;
    }
    return fmt::format("{}T{:02}:{:02}:{:02}Z", format_day(static_cast<Day>(day)), second / 3600,
                       second / 60 % 60, second % 60);
}

std::int64_t now_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Day today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return day_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

std::optional<DayRange> parse_period(std::string_view text, Day today) {
    text = trimmed(text);
    if (equals_ignoring_case(text, "today")) return DayRange{today, today};
    if (equals_ignoring_case(text, "yesterday")) return DayRange{today - 1, today - 1};
    if (const auto duration = parse_duration(text, today)) return duration;
    if (const auto date = parse_date(text)) return date->range();
    return {};
}

} // namespace sitrep
