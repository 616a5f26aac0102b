// An expression of time and the day of its article -> days.
#pragma once

#include "indexer/when_parse.h"
#include "schema/date.h"

#include <optional>

namespace sitrep {

struct WhenContext {
    std::optional<Day> article; // none: only whole dates can be resolved
    bool future = false;        // the sentence tells of what is to come
    std::optional<Day> anchor;  // the day spoken of before
};

struct WhenDays {
    DayRange range;
    Precision precision = Precision::day; // how fine the words are
    bool vague = false;                   // "three weeks ago", "in recent days": give or take
};

std::optional<WhenDays> resolve_when(const WhenExpression& expression, const WhenContext& context);

// A day of the Iranian calendar (1343 to 1472, within which a leap year is every fourth or fifth by
// the 33-year cycle).
std::optional<Day> day_from_jalali(int year, int month, int day);

} // namespace sitrep
