#include "schema/date_scan.h"

#include "schema/date_words.h"

#include <array>

namespace sitrep {
namespace {

// Two-digit years are 1970 to 2069.
int with_century(int two_digits) {
    return two_digits + (two_digits < 70 ? 2000 : 1900);
}

bool set_day(PartialDate& date, int year, int month, int day) {
    if (!is_possible(year, month, day)) return false;
    date.year = static_cast<std::int16_t>(year);
    date.month = static_cast<std::uint8_t>(month);
    date.day = static_cast<std::uint8_t>(day);
    return true;
}

// A number of `least` to `most` digits.
bool scan_number(DateCursor& cursor, int least, int most, int& value) {
    DateCursor ahead = cursor;
    std::int64_t wide = 0;
    int digits = 0;
    if (!ahead.number(wide, digits) || digits < least || digits > most) return false;
    value = static_cast<int>(wide);
    cursor = ahead;
    return true;
}

// "July", "Sept.", "كانون الثاني".
bool scan_one_month_name(DateCursor& cursor, int& month) {
    std::string first;
    if (!cursor.word(first)) return false;
    month = month_of(first);
    DateCursor ahead = cursor;
    std::string second;
    if (ahead.skip_spaces() && ahead.word(second)) {
        if (const int joined = month_of(first + '_' + second); joined != 0) {
            month = joined;
            cursor = ahead;
        }
    }
    if (month == 0) return false;
    cursor.skip(".");
    return true;
}

// The same, and one month by two names: "يوليو/تموز".
bool scan_month_name(DateCursor& cursor, int& month) {
    if (!scan_one_month_name(cursor, month)) return false;
    DateCursor ahead = cursor;
    ahead.skip_spaces();
    int again = 0;
    if (!ahead.skip("/")) return true;
    ahead.skip_spaces();
    if (scan_one_month_name(ahead, again) && again == month) cursor = ahead;
    return true;
}

// What may follow the number of a day: "4.", "4th", "1er", "1º", "4-го".
void skip_ordinal(DateCursor& cursor) {
    if (cursor.skip_any(U"ºª°.")) return;
    DateCursor ahead = cursor;
    ahead.skip("-");
    if (ahead.one_word_of({"st", "nd", "rd", "th", "er", "го", "е", "те"})) cursor = ahead;
}

// Four digits; or two, where that can be no time of day and no count of something.
bool scan_year(DateCursor& cursor, bool two_digits, int& year) {
    DateCursor ahead = cursor;
    two_digits = ahead.skip_any(U"'’") || two_digits;
    std::int64_t wide = 0;
    int digits = 0;
    if (!ahead.number(wide, digits) || DateCursor(ahead).skip(":")) return false;
    if (digits == 2 && two_digits)
        year = with_century(static_cast<int>(wide));
    else if (digits == 4 && wide >= 1000)
        year = static_cast<int>(wide);
    else
        return false;
    cursor = ahead;
    ahead.skip_spaces();
    if (ahead.one_word_of({"г", "год", "года", "году", "р", "року", "рік", "yili"})) {
        ahead.skip(".");
        cursor = ahead;
    }
    return true;
}

// What may stand between day, month and year written in words.
void skip_joint(DateCursor& cursor, std::u32string_view marks) {
    cursor.skip_spaces();
    cursor.skip_any(marks);
    cursor.skip_spaces();
    if (cursor.one_word_of({"de", "del", "do", "of", "d"})) cursor.skip_any(U"'’");
    cursor.skip_spaces();
}

// "4 July 2025", "4. Juli 2025", "3 de enero de 1990", "26-FEB-1987", "3 JAN 90", "4 July".
bool scan_day_month(DateCursor& cursor, DateScan mode, PartialDate& date) {
    DateCursor ahead = cursor;
    int day = 0;
    int month = 0;
    if (!scan_number(ahead, 1, 2, day)) return false;
    skip_ordinal(ahead);
    skip_joint(ahead, U"-/–");
    if (!scan_month_name(ahead, month)) return false;
    cursor = ahead;
    const auto before_joint = ahead.at;
    skip_joint(ahead, U"-/–,");
    const bool comma = ahead.text.substr(before_joint, ahead.at - before_joint).find(',') !=
                       std::string_view::npos;
    int year = 0;
    if (ahead.at > before_joint && scan_year(ahead, mode == DateScan::whole || !comma, year))
        cursor = ahead;
    else if (mode == DateScan::whole)
        return false;
    return set_day(date, year, month, day);
}

// "July 04, 2025", "Jul 4th 2025", "July 2025", "July 4".
bool scan_month_day(DateCursor& cursor, DateScan mode, PartialDate& date) {
    DateCursor ahead = cursor;
    int day = 0;
    int month = 0;
    int year = 0;
    if (!scan_month_name(ahead, month)) return false;
    const auto before_joint = ahead.at;
    skip_joint(ahead, U"-/,");
    if (ahead.at == before_joint && !ahead.text.substr(0, ahead.at).ends_with('.')) return false;
    DateCursor month_only = ahead;
    if (!scan_number(ahead, 1, 2, day)) {
        if (!scan_year(month_only, false, year)) return false;
        cursor = month_only;
        date.year = static_cast<std::int16_t>(year);
        date.month = static_cast<std::uint8_t>(month);
        return true;
    }
    skip_ordinal(ahead);
    cursor = ahead;
    skip_joint(ahead, U"-/,");
    if (scan_year(ahead, mode == DateScan::whole, year))
        cursor = ahead;
    else if (mode == DateScan::whole)
        return false;
    return set_day(date, year, month, day);
}

// "13/07/2025", "04.07.2025". With dots the day stands first wherever dates are written so; with
// other marks only where there is no other way to read it.
bool scan_numeric(DateCursor& cursor, PartialDate& date) {
    DateCursor ahead = cursor;
    int first = 0;
    int second = 0;
    int year = 0;
    if (!scan_number(ahead, 1, 2, first)) return false;
    std::size_t size = 0;
    const char32_t mark = ahead.peek(&size);
    const std::string_view literal = ahead.rest().substr(0, size);
    if ((mark != '/' && mark != '-' && mark != '.') || !ahead.skip(literal) ||
        !scan_number(ahead, 1, 2, second) || !ahead.skip(literal) || !scan_year(ahead, false, year))
        return false;
    const bool day_first = is_possible(year, second, first);
    const bool month_first = mark != '.' && is_possible(year, first, second);
    if (day_first == month_first && first != second) return false;
    cursor = ahead;
    return day_first ? set_day(date, year, second, first) : set_day(date, year, first, second);
}

bool set_ordinal_day(PartialDate& date, int year, int day_of_year) {
    const CivilDay civil = civil_from_day(day_from_civil(year, 1, 1) + day_of_year - 1);
    return day_of_year > 0 && civil.year == year && set_day(date, year, civil.month, civil.day);
}

// "20250704", "20250704233000".
bool set_compact(PartialDate& date, std::int64_t value, int digits) {
    const int clock = digits == 14 ? static_cast<int>(value % 1000000) : 0;
    const int day = static_cast<int>(digits == 14 ? value / 1000000 : value);
    if (clock / 10000 > 23 || clock / 100 % 100 > 59 || clock % 100 > 59) return false;
    if (digits == 14)
        date.second_of_day = clock / 10000 * 3600 + clock / 100 % 100 * 60 + clock % 100;
    return day / 10000 >= 1000 && set_day(date, day / 10000, day / 100 % 100, day % 100);
}

void set_unix(PartialDate& date, std::int64_t seconds) {
    const CivilDay civil = civil_from_day(static_cast<Day>(seconds / 86400));
    set_day(date, civil.year, civil.month, civil.day);
    date.second_of_day = static_cast<std::int32_t>(seconds % 86400);
    date.utc_offset_min = std::int16_t{0};
}

// After "2025": "-07-04", "/7/4", ".07.04", "年7月4日", "-07", "-185", "-Jul-04".
bool scan_after_year(DateCursor& cursor, DateScan mode, int year, PartialDate& date) {
    std::size_t size = 0;
    const char32_t mark = cursor.peek(&size);
    DateCursor ahead = cursor;
    date.year = static_cast<std::int16_t>(year);
    const std::string_view literal = ahead.rest().substr(0, size);
    if ((mark != '-' && mark != '/' && mark != '.' && mark != U'年' && mark != ' ') ||
        !ahead.skip(literal))
        return mode == DateScan::whole;
    int month = 0;
    int day = 0;
    if (mark == '-' && scan_number(ahead, 3, 3, day)) {
        cursor = ahead;
        return set_ordinal_day(date, year, day);
    }
    const bool name = scan_month_name(ahead, month);
    if (!name && (mark == ' ' || !scan_number(ahead, 1, 2, month))) return mode == DateScan::whole;
    if (!is_possible(year, month, 1)) return false;
    const DateCursor month_end = ahead;
    if ((ahead.skip(literal) || ahead.skip("月")) && scan_number(ahead, 1, 2, day)) {
        ahead.skip("日");
        cursor = ahead;
        return set_day(date, year, month, day);
    }
    cursor = month_end;
    cursor.skip("月");
    date.month = static_cast<std::uint8_t>(month);
    return mark != '.' || mode == DateScan::whole;
}

bool scan_year_first(DateCursor& cursor, DateScan mode, PartialDate& date) {
    DateCursor ahead = cursor;
    std::int64_t value = 0;
    int digits = 0;
    if (!ahead.number(value, digits)) return false;
    cursor = ahead;
    if (digits == 8 || digits == 14) return set_compact(date, value, digits);
    if (mode == DateScan::whole && (digits == 10 || digits == 13)) {
        set_unix(date, digits == 13 ? value / 1000 : value);
        return true;
    }
    return digits == 4 && value >= 1000 &&
           scan_after_year(cursor, mode, static_cast<int>(value), date);
}

// "Fri, ", "vendredi ", "П'ятниця, ".
void skip_weekday(DateCursor& cursor) {
    DateCursor ahead = cursor;
    std::string word;
    if (!ahead.word(word) || !is_weekday(word)) return;
    if (ahead.skip("-") && !ahead.one_word_of({"feira"})) return;
    ahead.skip(".");
    ahead.skip_any(U",،");
    ahead.skip_spaces();
    cursor = ahead;
}

} // namespace

bool is_possible(int year, int month, int day) {
    constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year > 9999 || month < 1 || month > 12 || day < 1) return false;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); // and year 0
    return day <= lengths[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
}

bool scan_date(DateCursor& cursor, DateScan mode, PartialDate& date) {
    DateCursor start = cursor;
    if (mode == DateScan::whole) {
        start.one_word_of({"the", "le", "el", "il", "am", "den", "on"});
        start.skip_spaces();
    }
    skip_weekday(start);
    using Scan = bool (*)(DateCursor&, DateScan, PartialDate&);
    constexpr Scan numeric = [](DateCursor& c, DateScan, PartialDate& d) {
        return scan_numeric(c, d);
    };
    for (const Scan scan :
         {Scan(scan_month_day), Scan(scan_day_month), numeric, Scan(scan_year_first)}) {
        DateCursor ahead = start;
        PartialDate found;
        if (scan(ahead, mode, found)) {
            if (found.day != 0 && found.second_of_day < 0) scan_time(ahead, found);
            date = found;
            cursor = ahead;
            return true;
        }
    }
    return false;
}

std::optional<PartialDate> parse_date(std::string_view text) {
    constexpr std::size_t longest = 200;
    DateCursor cursor{text};
    while (cursor.skip_spaces() || cursor.skip_any(U"\r\n")) {
    }
    PartialDate date;
    if (text.size() - cursor.at > longest || !scan_date(cursor, DateScan::whole, date)) return {};
    cursor.skip_spaces();
    cursor.skip_any(U",");
    cursor.skip_spaces();
    std::string word;
    if (DateCursor ahead = cursor; ahead.word(word) && is_weekday(word)) cursor = ahead;
    cursor.skip(".");
    while (cursor.skip_spaces() || cursor.skip_any(U"\r\n")) {
    }
    if (!cursor.done()) return {};
    return date;
}

} // namespace sitrep
