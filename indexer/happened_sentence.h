// What the rest of a sentence says of a date in it: is it of a plan, of speaking, of history?
#pragma once

#include "indexer/when_scan.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sitrep {

// An expression of time: atoms [first, behind) of a sentence.
struct AtomSpan {
    std::uint32_t first;
    std::uint32_t behind;
};

// "will meet on Friday", "On Friday, envoys will meet".
bool is_future(const WhenText& text, const WhenSentence& sentence, AtomSpan date);
// "said on Friday", "Friday said".
bool is_day_of_speaking(const WhenText& text, const WhenSentence& sentence, AtomSpan date);
// "the anniversary of 3 July", "Resolution 1701 of 11 August", "the 19 April Movement"; and if it
// is a day of the calendar, "Daily Report 3 July".
bool is_kept_day(const WhenText& text, const WhenSentence& sentence, AtomSpan date,
                 bool by_calendar);

bool has(const WhenText& text, const WhenSentence& sentence, WhenKind kind);

// Words that tell the day, if only roughly, where no date is given.
struct WhenHint {
    std::string_view rule;   // "now", "clock", "perfect"
    bool today = false;      // else the day before is as likely
    std::uint32_t first = 0; // words [first, last)
    std::uint32_t last = 0;
};

// "at 2115 (0315 GMT)", "at 7:30", "fighting is still going on", "have killed". The present perfect
// tells it at the head of a report only, and not in a sum over months and years.
std::optional<WhenHint> find_hint(const WhenText& text, const WhenSentence& sentence, bool head);

} // namespace sitrep
