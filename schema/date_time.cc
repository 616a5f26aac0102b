#include "schema/date_scan.h"
#include "schema/date_words.h"

#include <optional>

namespace sitrep {
namespace {

struct Clock {
    int hour = 0;
    int minute = 0;
    int second = 0;
    bool possible() const { return hour < 24 && minute < 60 && second <= 60; }
    // A leap second counts as the one before it.
    int second_of_day() const { return hour * 3600 + minute * 60 + (second == 60 ? 59 : second); }
};

bool scan_two_digits(DateCursor& cursor, int& value) {
    DateCursor ahead = cursor;
    std::int64_t wide = 0;
    int digits = 0;
    if (!ahead.number(wide, digits) || digits != 2) return false;
    value = static_cast<int>(wide);
    cursor = ahead;
    return true;
}

// "am", "p.m.": 1 to 12 become 0 to 23. True if there was one.
bool scan_half_of_day(DateCursor& cursor, int& hour) {
    DateCursor ahead = cursor;
    ahead.skip_spaces();
    std::string half;
    std::string m;
    if (!ahead.word(half)) return false;
    if ((half == "a" || half == "p") && ahead.skip(".") && ahead.word(m) && m == "m") {
        half += m;
        ahead.skip(".");
    }
    if ((half != "am" && half != "pm") || hour < 1 || hour > 12) return false;
    hour = hour % 12 + (half == "pm" ? 12 : 0);
    cursor = ahead;
    return true;
}

// ":SS" and a fraction, which is dropped.
void scan_seconds(DateCursor& cursor, int& second) {
    DateCursor ahead = cursor;
    if (!ahead.skip(":") || !scan_two_digits(ahead, second)) return;
    cursor = ahead;
    std::int64_t fraction = 0;
    int digits = 0;
    if (ahead.skip_any(U".,") && ahead.number(fraction, digits)) cursor = ahead;
}

// "23:30:00", "15h30", "10:15 p.m.", "10 am"; after a T also "2330", "233000", "23".
bool scan_clock(DateCursor& cursor, bool after_t, Clock& clock) {
    DateCursor ahead = cursor;
    std::int64_t value = 0;
    int digits = 0;
    if (!ahead.number(value, digits)) return false;
    const int number = static_cast<int>(value);
    if (after_t && (digits == 4 || digits == 6)) {
        const int hhmmss = digits == 4 ? number * 100 : number;
        clock = {hhmmss / 10000, hhmmss / 100 % 100, hhmmss % 100};
        std::int64_t fraction = 0;
        DateCursor decimals = ahead;
        if (decimals.skip_any(U".,") && decimals.number(fraction, digits)) ahead = decimals;
    } else if (digits > 2) {
        return false;
    } else {
        clock.hour = number;
        DateCursor minutes = ahead;
        if (minutes.skip_any(U":hH") && scan_two_digits(minutes, clock.minute)) {
            ahead = minutes;
            scan_seconds(ahead, clock.second);
            scan_half_of_day(ahead, clock.hour);
        } else if (!scan_half_of_day(ahead, clock.hour) && !after_t) {
            return false;
        }
    }
    cursor = ahead;
    return clock.possible();
}

// "-04:00", "+0530", "+3".
bool scan_offset(DateCursor& cursor, int& minutes) {
    DateCursor ahead = cursor;
    const bool west = ahead.skip_any(U"-−");
    if (!west && !ahead.skip("+")) return false;
    std::int64_t value = 0;
    int digits = 0;
    if (!ahead.number(value, digits) || digits > 4) return false;
    int rest = 0;
    int hours = static_cast<int>(value);
    if (digits > 2) {
        rest = hours % 100;
        hours /= 100;
    } else if (DateCursor colon = ahead; colon.skip(":") && scan_two_digits(colon, rest)) {
        ahead = colon;
    }
    if (hours > 15 || rest > 59) return false;
    minutes = (hours * 60 + rest) * (west ? -1 : 1);
    cursor = ahead;
    return true;
}

void scan_zone(DateCursor& cursor, PartialDate& date) {
    DateCursor ahead = cursor;
    ahead.skip_spaces();
    ahead.skip_any(U",");
    ahead.skip_spaces();
    const bool bracket = ahead.skip("(");
    int minutes = 0;
    std::string word;
    if (scan_offset(ahead, minutes)) {
        date.utc_offset_min = static_cast<std::int16_t>(minutes);
        cursor = ahead;
        // RFC 2822 may repeat it as a comment: "-0400 (EDT)".
        ahead.skip_spaces();
        if (ahead.skip("(") && ahead.word(word) && ahead.skip(")")) cursor = ahead;
        return;
    }
    if (!ahead.word(word)) return;
    const auto zone = zone_of(word);
    if (!zone || (bracket && !ahead.skip(")"))) return;
    date.utc_offset_min.reset();
    if (*zone) date.utc_offset_min = static_cast<std::int16_t>(**zone);
    if (*zone == 0 && scan_offset(ahead, minutes)) // "GMT+3"
        date.utc_offset_min = static_cast<std::int16_t>(minutes);
    cursor = ahead;
}

} // namespace

void scan_time(DateCursor& cursor, PartialDate& date) {
    DateCursor ahead = cursor;
    const bool after_t = ahead.skip_any(U"Tt");
    if (!after_t) {
        const std::size_t before = ahead.at;
        ahead.skip_spaces();
        ahead.skip_any(U",،|·•–—-@");
        ahead.skip_spaces();
        while (ahead.one_word_of(
            {"at", "um", "a", "as", "las", "alle", "ore", "saat", "в", "о", "об", "الساعه"}))
            ahead.skip_spaces();
        if (ahead.at == before) return;
    }
    Clock clock;
    if (!scan_clock(ahead, after_t, clock)) return;
    date.second_of_day = clock.second_of_day();
    cursor = ahead;
    std::string unit;
    ahead.skip_spaces();
    if (ahead.one_word_of({"uhr", "h", "hrs"})) cursor = ahead;
    scan_zone(cursor, date);
}

} // namespace sitrep
