// Datelines that begin with a label, a date or a publisher.
#include "schema/dateline_form.h"

#include "schema/dateline_scan.h"
#include "schema/dateline_words.h"

#include <string>

#include <unicode/uchar.h>

namespace sitrep {
namespace {

// Moves to the end of a line of which the rest does not matter.
void skip_line(DateCursor& cursor) {
    cursor.at += rest_of_line(cursor).size();
}

// "On" or "In" begins a sentence, "The" also a newspaper's name.
bool may_be_publisher(const Name& name) {
    return !name.report && !name.kicker && (!name.opener || name.text.starts_with("The "));
}

// A publisher's name that fills the line, or all of it up to a bar.
bool scan_source(DateCursor& cursor, std::size_t max_words, std::string_view& source) {
    DateCursor ahead = cursor;
    Name name;
    Agency agency;
    if (scan_agency(ahead, agency) && agency.known && at_line_end(ahead)) {
        source = agency.name;
    } else {
        ahead = cursor;
        if (!scan_name(ahead, max_words, name) || !may_be_publisher(name)) return false;
        source = name.text;
    }
    cursor = ahead;
    ahead.skip_spaces();
    if (ahead.skip_any(U"|·•")) skip_line(cursor);
    return at_line_end(cursor);
}

bool has_second_dash(const DateCursor& cursor) {
    const std::string_view rest = rest_of_line(cursor).substr(0, 80);
    return rest.find("—") != std::string_view::npos || rest.find(" – ") != std::string_view::npos ||
           rest.find(" - ") != std::string_view::npos;
}

} // namespace

bool close_line(DateCursor cursor, Finding& found) {
    if (!at_line_end(cursor)) return false;
    while (cursor.skip_spaces() || cursor.skip_any(U"\r\n")) {
    }
    found.end = cursor;
    found.own_line = true;
    return true;
}

bool starts_sentence(const DateCursor& cursor) {
    return !cursor.done() && !at_line_end(cursor) && !starts_lower(cursor);
}

bool labelled_form(const DateCursor& start, Finding& found) {
    DateCursor cursor = start;
    DateCursor ahead = start;
    std::string word;
    bool label = false;
    while (ahead.word(word) && (is_date_label(word) || word == "last")) {
        label = label || is_date_label(word);
        ahead.skip_spaces();
        cursor = ahead;
    }
    const bool colon = cursor.skip_any(U":：");
    cursor.skip_spaces();
    cursor.one_word_of({"on", "le", "am", "el", "il", "at"});
    cursor.skip_spaces();
    if (!label || !scan_date(cursor, DateScan::prefix, found.date) || found.date.day == 0)
        return false;
    cursor.skip_any(U".");
    if (close_line(cursor, found)) return true;
    cursor.skip_spaces();
    const bool mark = cursor.skip_any(U"|·•–—-,(");
    cursor.skip_spaces();
    ahead = cursor;
    const bool by = ahead.one_word_of({"by", "von", "par", "por", "di"});
    if (by) {
        ahead.skip_spaces();
        cursor = ahead;
    } else if (ahead.word(word) && is_date_label(word)) { // "... | Updated: July 5, 2025"
        skip_line(cursor);
        return close_line(cursor, found);
    }
    return (by || mark || colon) && scan_source(cursor, by ? 6 : 4, found.source) &&
           close_line(cursor, found);
}

bool date_first_form(const DateCursor& start, Finding& found) {
    DateCursor cursor = start;
    if (!scan_date(cursor, DateScan::prefix, found.date)) return false;
    if (close_line(cursor, found)) return true;
    if (found.date.year == 0) return false;

    DateCursor ahead = cursor;
    Agency agency;
    ahead.skip_spaces();
    if (found.date.day != 0 && scan_agency(ahead, agency) && agency.plausible && skip_dash(ahead)) {
        found.source = agency.name;
        found.end = ahead;
        return starts_sentence(ahead);
    }
    ahead = cursor;
    const bool inline_end = skip_dash(ahead) || (ahead.skip(":") && ahead.skip_spaces());
    const DateCursor after_dash = ahead;

    const bool glued = u_isalpha(static_cast<UChar32>(cursor.peek())) != 0;
    cursor.skip_spaces();
    const bool bar = cursor.skip_any(U"|·•/");
    const bool mark = bar || cursor.skip_any(U"–—-,:");
    cursor.skip_spaces();
    const bool by = cursor.one_word_of({"by"});
    cursor.skip_spaces();
    const std::size_t max_words = by ? 6 : glued || bar ? 5 : mark ? 4 : 3;
    const bool line_follows = cursor.rest().find_first_of("\r\n") != std::string_view::npos;
    std::string_view source;
    DateCursor source_end = cursor;
    if (scan_source(source_end, max_words, source) &&
        (glued || bar || by || line_follows || is_known_agency(source))) {
        found.source = source;
        return close_line(source_end, found);
    }
    found.end = after_dash;
    return inline_end && found.date.day != 0 && starts_sentence(after_dash) &&
           !has_second_dash(after_dash);
}

bool source_first_form(const DateCursor& start, Finding& found) {
    DateCursor cursor = start;
    const bool by = cursor.one_word_of({"by"});
    cursor.skip_spaces();
    Name name;
    Agency agency;
    DateCursor ahead = cursor;
    if (scan_agency(ahead, agency) && agency.known) {
        cursor = ahead;
        name.text = agency.name;
    } else if (!scan_name(cursor, 5, name) || !may_be_publisher(name)) {
        return false;
    }
    const bool dash = skip_dash(cursor) || (cursor.skip_spaces(), cursor.skip_any(U"|·•"));
    if (!dash && !(agency.known && cursor.skip(","))) return false;
    cursor.skip_spaces();
    std::string word;
    ahead = cursor;
    if (ahead.word(word) && is_date_label(word)) {
        ahead.skip_any(U":");
        ahead.skip_spaces();
        cursor = ahead;
    }
    if (!scan_date(cursor, DateScan::prefix, found.date) || found.date.year == 0) return false;
    if (!by) found.source = name.text; // a person is no source
    return close_line(cursor, found);
}

} // namespace sitrep
