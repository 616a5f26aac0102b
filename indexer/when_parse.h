// Words of time -> an expression: "on the night of July 3", "two weeks ago", "в ночь на 5 июля".
// What it says is not resolved yet: see when_resolve.
#pragma once

#include "indexer/when_scan.h"

#include <cstdint>
#include <optional>

namespace sitrep {

enum class WhenType : std::uint8_t {
    offset,  // `from`..`to` days from the day of the article: "yesterday"
    weekday, // `from`: 1 Monday to 7 Sunday
    date,    // `month` and `day`, perhaps to `last_month` and `last_day`; `year` or 0
    month,   // `month`; `year` or 0
    year,    // `year`
    unit,    // the week, weekend, month or year that `shift` says: "last week"
    span,    // `from`..`to` units up to now or, with shift 1, from now on: "the past three days"
    ago,     // `from`..`to` units back: "three weeks ago"
    anchor,  // `from` days from the day spoken of before: "the next day", "two days earlier"
};

struct WhenPoint {
    WhenType type = WhenType::offset;
    int from = 0;
    int to = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    int last_month = 0;
    int last_day = 0;
    bool to_the_day = false;  // "a year ago today"
    bool jalali = false;      // year, month and day of the Iranian calendar
    std::optional<int> shift; // -1 last, 0 this, 1 next
    WhenUnit unit = WhenUnit::day;
    WhenPart part = WhenPart::none;
};

enum class WhenNight : std::uint8_t { none, begins, ends };

struct WhenExpression {
    WhenPoint point;
    std::optional<WhenPoint> until; // "from ... to ..."
    WhenNight night = WhenNight::none;
    bool since = false;
    std::uint32_t first = 0; // words [first, last) of the text
    std::uint32_t last = 0;
};

// Reads an expression that begins with the atom; atoms before `end` are at hand. Sets `next` to the
// first atom behind it. Constant time.
std::optional<WhenExpression> parse_when(const WhenText& text, std::uint32_t atom,
                                         std::uint32_t end, std::uint32_t& next);

} // namespace sitrep
