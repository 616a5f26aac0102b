// Calendar dates as news writes them: whole, partial, with or without a time of day.
//
// A date keeps the day as it was written (wall clock of its own UTC offset): an article dated
// 2025-07-04T23:30-04:00 belongs to July 4, whatever the reader's clock. Years 1000 to 9999,
// proleptic Gregorian.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

// Days since 1970-01-01.
using Day = std::int32_t;

Day day_from_civil(int year, int month, int day);

struct CivilDay {
    int year = 0;
    int month = 0;
    int day = 0;
};
CivilDay civil_from_day(Day day);

enum class Precision : std::uint8_t { none, year, month, day, second };
std::string_view name_of(Precision precision);

// Inclusive at both ends; `from` > `to` never happens.
struct DayRange {
    Day from = 0;
    Day to = 0;
    friend bool operator==(const DayRange&, const DayRange&) = default;
};

// A point in time as far as it is known. Default-constructed: unknown.
struct PartialDate {
    std::int16_t year = 0; // 0: unknown
    std::uint8_t month = 0;
    std::uint8_t day = 0;
    std::int32_t second_of_day = -1;              // wall clock; -1: unknown
    std::optional<std::int16_t> utc_offset_min{}; // minutes east of UTC; none: not written

    Precision precision() const;
    explicit operator bool() const { return year != 0; }
    // The days it may stand for. Requires a known year.
    DayRange range() const;
    // Seconds since 1970-01-01T00:00 on its own wall clock, the unknown part at its start.
    std::int64_t wall_seconds() const;
    // "2025", "2025-07", "2025-07-04", "2025-07-04T23:30:00-04:00"; empty when unknown.
    std::string to_string() const;
    friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

std::string format_day(Day day);                       // "2025-07-04"
std::string format_seconds(std::int64_t unix_seconds); // "2025-07-04T12:30:00Z"

// The current moment in UTC, and the current day on this machine's clock.
std::int64_t now_seconds();
Day today();

// Reads a date that fills the whole of `text`: ISO 8601 (basic, extended, ordinal weeks not),
// RFC 2822, "July 04, 2025", "4 July 2025", "4. Juli 2025", "3 de enero de 1990", "4 июля 2025",
// "4 липня 2025", "3 JAN 90", "26-FEB-1987 15:01:01.79", "2025/07/04", "2025", "July 2025", Unix
// seconds (10 digits). Month names in English, French, Spanish, German, Portuguese, Italian,
// Turkish, Russian, Ukrainian, Arabic; full and abbreviated; any case. All-numeric forms with the
// day or month first are read only where one reading exists (13/07/2025), else refused. A
// two-digit year is 1970 to 2069. Impossible dates (31 June) are refused.
std::optional<PartialDate> parse_date(std::string_view text);

// Reads a period as queries write it: a partial date ("2025", "2025-07", "2025-07-04", or any
// whole date that parse_date reads), "today", "yesterday", or an ISO 8601 duration counted back
// from `today` ("P7D": today and the six days before; also W, M, Y).
std::optional<DayRange> parse_period(std::string_view text, Day today);

// The line or clause that opens an article and says when, where and by whom it was filed.
struct Dateline {
    PartialDate date;        // may lack the year in the text; then taken from `reference`
    std::string_view place;  // "KYIV", "SAN SALVADOR", or empty; views into the text given
    std::string_view source; // "Clash Report", "Reuters", or empty
    std::size_t length = 0;  // bytes from the start of the text, trailing space and dash included
    bool own_line = false;   // nothing but the dateline stands on its line
};

// Finds a dateline at the very start of `text` (leading white space aside): "July 04, 2025Clash
// Report", "KYIV, July 4 (Reuters) -", "KYIV (AP) —", "4 July 2025 | Clash Report",
// "SAN SALVADOR, 3 JAN 90", "2025-07-04", "Published: July 4, 2025 by ...", "Clash Report - July
// 4, 2025", and the like. Returns none where the start is just a sentence ("July 4, 2025 was a
// day of ..." is one). `reference` completes a date without a year: the year that puts it
// nearest to the reference. A dateline may lack a date when it has a place and an agency.
std::optional<Dateline> find_dateline(std::string_view text,
                                      std::optional<PartialDate> reference = {});

} // namespace sitrep
