#include "indexer/when_date.h"

#include "schema/date_scan.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

constexpr std::size_t widest_gap = 5; // a long dash between blanks
constexpr int first_year = 1900;
constexpr int last_year = 2099;
// "3 and 5 July" are taken for the days from one to the other, "3 and 20 July" are not.
constexpr int most_days_joined = 3;

bool is_year(int value, int digits) {
    return digits == 4 && value >= first_year && value <= last_year;
}

bool is_day(int value, int digits) {
    return digits <= 2 && value >= 1 && value <= 31;
}

// Two-digit years are 1970 to 2069.
int with_century(int two_digits) {
    return two_digits + (two_digits < 70 ? 2000 : 1900);
}

class DateReader {
  public:
    explicit DateReader(const WhenReader& at) : at_(at) {}

    std::uint32_t read(std::uint32_t i, WhenPoint& found) {
        const std::uint32_t begin = skip_weekday(i);
        for (const auto form : {&DateReader::numeric, &DateReader::day_month,
                                &DateReader::month_day, &DateReader::ideographic}) {
            found = {};
            found.type = WhenType::date;
            if (form == &DateReader::month_day && behind_day(begin)) continue;
            const std::uint32_t end = (this->*form)(begin, found);
            if (end > begin && (found.type == WhenType::month || is_possible(found)))
                return skip_weekday_behind(end);
            if (end > begin) return i; // of "31 June" no part is a date
        }
        if (behind_day(i)) return i;
        found = {};
        const std::uint32_t end = month_alone(i, found);
        return end > i ? end : year_alone(i, found);
    }

    // "3 to 5 July", "3-5 July", and of days that follow each other or behind `between` "3 and 4
    // July" too.
    std::uint32_t days_month(std::uint32_t i, bool between, WhenPoint& found) {
        found.day = at_.number(i);
        if (!is_day(found.day, at_.digits(i))) return i;
        std::uint32_t second = skip_suffix(i + 1);
        if (!at_.touches(second)) return i;
        const bool dash = at_.dash_before(second);
        if (!dash && at_.number(second) < 0 && at_.is(second, WhenKind::join) &&
            at_.touches(second + 1))
            ++second;
        else if (!dash)
            return i;
        found.last_day = at_.number(second);
        if (!is_day(found.last_day, at_.digits(second)) || found.last_day <= found.day ||
            (!dash && !between && found.last_day > found.day + most_days_joined))
            return i;
        return month_and_year(skip_suffix(second + 1), i, found);
    }

  private:
    // "June" in "31 June"
    bool behind_day(std::uint32_t i) const {
        return at_.touches(i) && is_day(at_.number(i - 1), at_.digits(i - 1)) &&
               at_.gap_before(i) == " ";
    }

    bool is_possible(const WhenPoint& date) const {
        if (date.jalali) return date.day <= 31;
        return sitrep::is_possible(date.year, date.month, date.day) &&
               (date.last_day == 0 ||
                sitrep::is_possible(date.year, date.last_month, date.last_day));
    }

    // "Friday, 3 July", "Thursday 3 January": the date says more than the weekday.
    std::uint32_t skip_weekday(std::uint32_t i) const {
        if (!at_.is(i, WhenKind::weekday)) return i;
        const std::uint32_t next = at_.skip_small(i + 1);
        return at_.touches(next) ? next : i;
    }
    // "3 July (Friday)"
    std::uint32_t skip_weekday_behind(std::uint32_t i) const {
        return at_.touches(i) && at_.is(i, WhenKind::weekday) &&
                       at_.gap_before(i).find('(') != std::string_view::npos
                   ? i + 1
                   : i;
    }
    std::uint32_t skip_suffix(std::uint32_t i) const {
        const bool there = at_.touches(i) && at_.is(i, WhenKind::suffix) &&
                           at_.gap_before(i).find(' ') == std::string_view::npos;
        return there ? i + 1 : i;
    }
    int month_at(std::uint32_t i, WhenPoint& found) const {
        if (const WhenMeaning* month = at_.as(i, WhenKind::month)) return month->from;
        if (const WhenMeaning* month = at_.as(i, WhenKind::jalali)) {
            found.jalali = true;
            return month->from;
        }
        return 0;
    }

    // "July", "of July", "July 2025", "يوليو/تموز"; `none` if there is no month at `i`.
    std::uint32_t month_and_year(std::uint32_t i, std::uint32_t none, WhenPoint& found) const {
        i = at_.skip_joints(i);
        if (!at_.touches(i)) return none;
        found.month = month_at(i, found);
        if (found.month == 0) return none;
        if (found.last_day > 0) found.last_month = found.month;
        return year_behind(skip_same_month(i + 1, found), found);
    }

    std::uint32_t skip_same_month(std::uint32_t i, const WhenPoint& found) const {
        const WhenMeaning* again = at_.touches(i) ? at_.as(i, WhenKind::month) : nullptr;
        const bool same = again != nullptr && again->from == found.month &&
                          at_.gap_before(i).find('/') != std::string_view::npos;
        return same ? i + 1 : i;
    }

    // "2025", ", 2025", "de 2025", "2025 года"; two digits only behind a short month or apostrophe.
    std::uint32_t year_behind(std::uint32_t i, WhenPoint& found) const {
        const std::uint32_t at = at_.skip_joints(i);
        if (!at_.touches(at)) return i;
        const int value = at_.number(at);
        const int digits = at_.digits(at);
        const bool jalali_year = found.jalali && digits == 4 && value >= 1300 && value < 1500;
        if (jalali_year || (is_year(value, digits) && !is_clock(at + 1))) {
            found.year = value;
        } else if (digits == 2 && value >= 0 && is_short_year(at)) {
            found.year = with_century(value);
        } else {
            return i;
        }
        const WhenMeaning* unit = at_.touches(at + 1) ? at_.as(at + 1, WhenKind::unit) : nullptr;
        const bool year_word =
            unit != nullptr && unit->from == static_cast<std::int16_t>(WhenUnit::year);
        return year_word ? at + 2 : at + 1;
    }
    // "3 JAN 90", "July '25": a number behind a month that is no count of something.
    bool is_short_year(std::uint32_t i) const {
        if (at_.gap_before(i).find_first_of("'\xE2") != std::string_view::npos) return true;
        const std::string_view month = at_.text().form(at_.atom(i).first - 1);
        if (month.size() > 4 || at_.gap_before(i) == ", ") return false;
        const std::uint32_t next = at_.atom(i).last;
        return next == at_.text().word_count() || at_.text().gap_before(next) != " ";
    }
    // "3 July 1930 GMT", "July 4, 2030 hours"
    bool is_clock(std::uint32_t i) const {
        const std::uint32_t word = at_.atom(i - 1).last;
        if (word >= at_.text().word_count()) return false;
        const std::string_view form = at_.text().form(word);
        return form == "gmt" || form == "hours" || form == "hrs" || form == "local";
    }

    // "3 July", "the 3rd of July", "3-5 July", "3 de enero de 1990", "primero de enero".
    std::uint32_t day_month(std::uint32_t i, WhenPoint& found) {
        if (const std::uint32_t end = days_month(i, false, found); end > i) return end;
        found.last_day = 0;
        found.day = at_.number(i);
        const WhenMeaning* word = at_.as(i, WhenKind::number);
        if (found.day < 0 && word != nullptr) found.day = word->from;
        if (!is_day(found.day, at_.digits(i))) return i;
        if (at_.number(i) < 0 && !at_.is(i + 1, WhenKind::joint)) return i;
        if ((at_.text().word(at_.atom(i).first).flags & token_glued) != 0 && !particle_before(i))
            return i;
        return month_and_year(skip_suffix(i + 1), i, found);
    }
    // Of "T-3" the 3 is no day; of Hebrew "ה-3" it is.
    bool particle_before(std::uint32_t i) const {
        const std::uint32_t word = at_.atom(i).first;
        return word > 0 && at_.text().word(word - 1).script != Script::latin &&
               at_.text().word(word - 1).script != Script::cyrillic;
    }

    // "July 3", "July 3rd, 2025", "July 3-5", "July 3 and 4", "July 2025", "July of 2025".
    std::uint32_t month_day(std::uint32_t i, WhenPoint& found) {
        found.month = month_at(i, found);
        if (found.month == 0) return i;
        const std::uint32_t at = skip_same_month(i + 1, found);
        found.day = at_.number(at);
        if (!at_.touches(at) || !is_day(found.day, at_.digits(at)) || counts_something(at))
            return month_year(i, found);
        std::uint32_t end = skip_suffix(at + 1);
        if (at_.touches(end)) {
            const bool joined = at_.is(end, WhenKind::join) && at_.touches(end + 1);
            const std::uint32_t second = joined ? end + 1 : end;
            const int last = at_.number(second);
            if ((joined || at_.dash_before(end)) && is_day(last, at_.digits(second)) &&
                last > found.day && !counts_something(second)) {
                found.last_day = last;
                found.last_month = found.month;
                end = skip_suffix(second + 1);
            }
        }
        return year_behind(end, found);
    }
    // "July 3 weeks ago"; "in July 20 people died", for it would be "on July 20".
    bool counts_something(std::uint32_t i) const {
        if (at_.touches(i + 1) && at_.is(i + 1, WhenKind::unit)) return true;
        const std::uint32_t month = at_.atom(i - 1).first;
        return month > 0 && at_.text().form(month - 1) == "in" && at_.is(i - 1, WhenKind::month) &&
               at_.gap_before(i) == " ";
    }
    std::uint32_t month_year(std::uint32_t i, WhenPoint& found) const {
        found.day = 0;
        const std::uint32_t end = year_behind(i + 1, found);
        if (end == i + 1) return i;
        found.type = WhenType::month;
        return end;
    }

    // "2025-07-03", "13/07/2025", "03.07.2025" (one word to the analyser).
    std::uint32_t numeric(std::uint32_t i, WhenPoint& found) {
        if (const int dotted = at_.dotted(i); dotted > 0)
            return set(found, dotted / 10000, dotted / 100 % 100, dotted % 100) ? i + 1 : i;
        if (at_.number(i) < 0) return i;
        const std::string_view mark = at_.touches(i + 1) ? at_.gap_before(i + 1) : "";
        if (mark == "/" || mark == "-") {
            if (!at_.touches(i + 2) || at_.gap_before(i + 2) != mark) return i;
            return three_numbers({at_.number(i), at_.number(i + 1), at_.number(i + 2)},
                                 at_.digits(i), at_.digits(i + 2), mark == "/" ? '/' : '-', found)
                       ? i + 3
                       : i;
        }
        return i;
    }

    static bool three_numbers(std::array<int, 3> parts, int first_digits, int last_digits,
                              char mark, WhenPoint& found) {
        if (is_year(parts[0], first_digits)) return set(found, parts[0], parts[1], parts[2]);
        if (!is_year(parts[2], last_digits)) return false;
        const bool day_first = sitrep::is_possible(parts[2], parts[1], parts[0]);
        const bool month_first = mark != '.' && sitrep::is_possible(parts[2], parts[0], parts[1]);
        if (day_first == month_first && parts[0] != parts[1]) return false;
        return day_first ? set(found, parts[2], parts[1], parts[0])
                         : set(found, parts[2], parts[0], parts[1]);
    }
    static bool set(WhenPoint& found, int year, int month, int day) {
        if (!sitrep::is_possible(year, month, day)) return false;
        found.year = year;
        found.month = month;
        found.day = day;
        return true;
    }

    // "7月3日", "2025年7月3日": each sign is a word of its own.
    std::uint32_t ideographic(std::uint32_t i, WhenPoint& found) {
        std::uint32_t at = i;
        const auto sign = [&](std::uint32_t number, std::string_view wanted) {
            const std::uint32_t word = at_.atom(number).last;
            return word < at_.text().word_count() && at_.text().form(word) == wanted;
        };
        if (is_year(at_.number(at), at_.digits(at)) && sign(at, "年"))
            found.year = at_.number(at++);
        if (!is_day(at_.number(at), at_.digits(at)) || !sign(at, "月")) return i;
        found.month = at_.number(at++);
        if (!is_day(at_.number(at), at_.digits(at)) || !(sign(at, "日") || sign(at, "号")))
            return i;
        found.day = at_.number(at++);
        return at;
    }

    // "in June", "early July", "mid-July", "June": a month that stands by itself.
    std::uint32_t month_alone(std::uint32_t i, WhenPoint& found) const {
        const WhenMeaning* part = at_.as(i, WhenKind::part);
        std::uint32_t at = i;
        if (part != nullptr) {
            at = at_.skip_joints(i + 1);
            if (!at_.touches(at)) return i;
            found.part = static_cast<WhenPart>(part->from);
        }
        const WhenMeaning* shift = at_.as(at, WhenKind::shift); // "last July"
        if (shift != nullptr && at_.touches(at + 1)) ++at;
        const WhenMeaning* month = at_.as(at, WhenKind::month);
        found.month = month_at(at, found);
        if (found.month == 0) return i;
        if (month != nullptr && month->needs_company && part == nullptr && shift == nullptr &&
            !at_.behind_prep(at))
            return i;
        if (found.jalali && part == nullptr && !at_.behind_prep(at)) return i;
        found.type = WhenType::month;
        return year_behind(at + 1, found);
    }

    std::uint32_t year_alone(std::uint32_t i, WhenPoint& found) const {
        if (!is_year(at_.number(i), at_.digits(i)) || is_clock(i + 1)) return i;
        const WhenMeaning* unit = at_.touches(i + 1) ? at_.as(i + 1, WhenKind::unit) : nullptr;
        const bool year_word =
            unit != nullptr && unit->from == static_cast<std::int16_t>(WhenUnit::year);
        if (!year_word && !at_.behind_prep(i)) return i;
        found.type = WhenType::year;
        found.year = at_.number(i);
        return year_word ? i + 2 : i + 1;
    }

    const WhenReader& at_;
};

} // namespace

bool WhenReader::touches(std::uint32_t i) const {
    if (i == 0 || i >= end_ || atom(i - 1).last != atom(i).first) return false;
    const std::string_view gap = gap_before(i);
    return gap.size() <= widest_gap && gap.find_first_of("!?;\n") == std::string_view::npos;
}

std::string_view WhenReader::gap_before(std::uint32_t i) const {
    return i < end_ ? text_.gap_before(atom(i).first) : std::string_view();
}

bool WhenReader::dash_before(std::uint32_t i) const {
    if (!touches(i)) return false;
    const std::string_view gap = gap_before(i);
    return gap == "-" || gap == "/" || gap == "–" || gap == "—" || gap == " - " || gap == " – " ||
           gap == " — ";
}

std::uint32_t WhenReader::skip_small(std::uint32_t i) const {
    for (int most = 2; most > 0 && touches(i) && number(i) < 0 &&
                       (is(i, WhenKind::prep) || is(i, WhenKind::joint));
         --most)
        ++i;
    return i;
}

std::uint32_t WhenReader::skip_joints(std::uint32_t i) const {
    for (int most = 2; most > 0 && touches(i) && number(i) < 0 && is(i, WhenKind::joint); --most)
        ++i;
    return i;
}

bool WhenReader::behind_prep(std::uint32_t i) const {
    return touches(i) && (is(i - 1, WhenKind::prep) || is(i - 1, WhenKind::since) ||
                          is(i - 1, WhenKind::between));
}

std::uint32_t date_point(const WhenReader& at, std::uint32_t i, WhenPoint& found) {
    return DateReader(at).read(i, found);
}

std::uint32_t date_range(const WhenReader& at, std::uint32_t i, WhenPoint& found) {
    found = {};
    found.type = WhenType::date;
    return DateReader(at).days_month(i, true, found);
}

} // namespace sitrep
