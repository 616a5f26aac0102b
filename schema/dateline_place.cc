// Datelines that begin with a place.
#include "schema/date_words.h"
#include "schema/dateline_form.h"
#include "schema/dateline_scan.h"
#include "schema/dateline_words.h"
#include "schema/unicode.h"

#include <algorithm>
#include <string>
#include <utility>

#include <unicode/uchar.h>

namespace sitrep {
namespace {

// What a dateline that begins with a place says behind it.
struct Signs {
    Name place;
    bool bracketed = false; // the place itself
    bool date = false;
    bool agency = false;
    bool known_agency = false;
    bool slashes = false;
};

void scan_tail(DateCursor& cursor, Signs& signs, Finding& found) {
    std::string word;
    for (int pieces = 0; pieces < 6; ++pieces) {
        DateCursor ahead = cursor;
        ahead.skip_spaces();
        if (ahead.skip_any(U",.،|;")) ahead.skip_spaces();
        Agency agency;
        PartialDate date;
        const bool slash = ahead.peek() == '/';
        if (!signs.date && scan_date(ahead, DateScan::prefix, date)) {
            found.date = date;
            signs.date = date.day != 0 || date.month != 0;
        } else if (ahead.at > cursor.at && scan_agency(ahead, agency)) {
            if (agency.date.month != 0 && !signs.date) {
                found.date = agency.date;
                signs.date = true;
            }
            if (!agency.name.empty() && (agency.plausible || signs.date)) {
                found.source = agency.name;
                signs.agency = true;
                signs.known_agency = signs.known_agency || agency.known;
                signs.slashes = slash;
            }
        } else if (DateCursor day = ahead;
                   day.at > cursor.at && day.word(word) && is_weekday(word)) {
            ahead = day;
        } else {
            return;
        }
        cursor = ahead;
    }
}

// Capitals alone need a text that is not all in capitals itself.
bool has_lower_case(const DateCursor& cursor) {
    DateCursor ahead{cursor.text.substr(0, std::min(cursor.text.size(), cursor.at + 120)),
                     cursor.at};
    std::size_t size = 0;
    for (; !ahead.done(); ahead.at += size)
        if (u_islower(static_cast<UChar32>(ahead.peek(&size))) != 0) return true;
    return false;
}

std::size_t letters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) unicode::decode(text, at);
    return count;
}

// A place alone is believed when it is in capitals and the text behind it is not.
bool is_bare_place(const Name& place, bool dash, const DateCursor& cursor) {
    DateCursor behind = cursor;
    PartialDate date;
    return place.caps && !place.opener && place.words <= 3 && (dash || !place.region) &&
           letters(place.text) >= 4 && has_lower_case(cursor) &&
           !scan_date(behind, DateScan::prefix, date);
}

bool is_believable(const Signs& signs, bool dash, const DateCursor& cursor) {
    const Name& place = signs.place;
    if (signs.date && signs.agency) return true;
    if (signs.known_agency) return dash || signs.slashes || place.caps;
    if (place.caps && signs.date && dash && !place.kicker) return true;
    if (place.kicker || !starts_sentence(cursor)) return false;
    if (signs.date) return place.caps || signs.bracketed || (dash && !place.opener);
    if (signs.bracketed) return dash;
    if (place.caps && signs.agency) return true;
    return is_bare_place(place, dash, cursor);
}

// "LOUISVILLE, Colo. - March 16 - ": the date between two dashes.
void skip_date_between_dashes(DateCursor& cursor, Signs& signs, Finding& found) {
    DateCursor ahead = cursor;
    PartialDate date;
    if (signs.date || !scan_date(ahead, DateScan::prefix, date) || !skip_dash(ahead)) return;
    found.date = date;
    signs.date = true;
    cursor = ahead;
}

// Behind a dash Russian agencies name themselves: "МОСКВА, 4 июл — РИА Новости. ".
void skip_agency_sentence(DateCursor& cursor, Signs& signs, Finding& found) {
    DateCursor ahead = cursor;
    Agency agency;
    if (signs.agency || !scan_agency(ahead, agency) || !agency.known || !ahead.skip(".")) return;
    ahead.skip_spaces();
    found.source = agency.name;
    signs.agency = signs.known_agency = true;
    cursor = ahead;
}

bool scan_bracketed_place(DateCursor& cursor, Signs& signs, Finding& found) {
    if (!cursor.skip("(") || !scan_place(cursor, signs.place)) return false;
    signs.bracketed = true;
    scan_tail(cursor, signs, found);
    return cursor.skip(")");
}

} // namespace

bool place_first_form(const DateCursor& start, Finding& found) {
    DateCursor cursor = start;
    Signs signs;
    if (cursor.peek() == '(') {
        if (!scan_bracketed_place(cursor, signs, found)) return false;
    } else if (!scan_place(cursor, signs.place)) {
        return false;
    }
    scan_tail(cursor, signs, found);
    found.place = signs.place.text;
    if (signs.bracketed && is_known_agency(found.place)) { // "(Reuters) - "
        std::swap(found.source, found.place);
        signs.known_agency = true;
    }
    if (signs.date && !signs.place.kicker && !signs.place.report && !signs.place.opener &&
        close_line(cursor, found))
        return true;

    const bool dash = skip_dash(cursor);
    if (!dash && cursor.skip_any(U":")) {
        if (!cursor.skip_spaces()) return false;
    } else if (!dash) {
        if (!signs.known_agency || !signs.date) return false;
        cursor.skip_spaces();
        if (!cursor.skip(".") && !signs.slashes) return false;
        cursor.skip_spaces();
    } else {
        skip_date_between_dashes(cursor, signs, found);
        skip_agency_sentence(cursor, signs, found);
    }
    found.end = cursor;
    return is_believable(signs, dash, cursor);
}

} // namespace sitrep
