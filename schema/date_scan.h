// Reads dates out of running text: the grammar that parse_date and find_dateline share.
#pragma once

#include "schema/date.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace sitrep {

// A place in a text. Copy it to come back.
struct DateCursor {
    std::string_view text;
    std::size_t at = 0;

    bool done() const { return at >= text.size(); }
    // The code point at hand (U+FFFD for a broken byte), 0 at the end. `size` gets its bytes.
    char32_t peek(std::size_t* size = nullptr) const;
    std::string_view rest() const { return text.substr(at); }

    // Each moves on and says true only if it found what it is named for.
    bool skip(std::string_view literal);    // bytes as they are
    bool skip_any(std::u32string_view set); // one code point of a set
    bool skip_spaces();                     // blanks and marks of no width, no line breaks
    bool word(std::string& folded);         // letters, at most 60 bytes
    bool one_word_of(std::initializer_list<std::string_view> folded);
    bool number(std::int64_t& value, int& digits); // decimal digits of any script, at most 14
};

bool is_blank(char32_t c);

// `whole` also reads what would be too bold inside a text: bare years, Unix seconds, two-digit
// years after a comma, a leading article.
enum class DateScan { whole, prefix };

// Reads a date at the cursor. A day without a year leaves `year` at 0 (prefix only).
bool scan_date(DateCursor& cursor, DateScan mode, PartialDate& date);

// Whether such a date exists; with year 0, in any year.
bool is_possible(int year, int month, int day);

// Time of day and zone: "T23:30:00-04:00", " 15:01:01.79", ", 10:15 p.m. EDT" (in date_time.cc).
void scan_time(DateCursor& cursor, PartialDate& date);

} // namespace sitrep
