#include "schema/dateline_scan.h"

#include "schema/date_words.h"
#include "schema/dateline_words.h"

#include <algorithm>

#include <unicode/uchar.h>

namespace sitrep {
namespace {

constexpr std::size_t longest_agency = 60;

bool is_upper(char32_t c) {
    return u_isupper(static_cast<UChar32>(c)) != 0;
}
bool is_lower(char32_t c) {
    return u_islower(static_cast<UChar32>(c)) != 0;
}
bool is_mark(char32_t c) {
    return u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}
bool is_letter(char32_t c) {
    return u_isalpha(static_cast<UChar32>(c)) != 0;
}

// Letters, with hyphens and apostrophes inside: "PORT-AU-PRINCE", "N'DJAMENA".
struct NameWord {
    std::string_view text;
    std::size_t letters = 0;
    std::size_t upper = 0;
    std::size_t lower = 0;
    bool starts_lower = false;
    bool is_caps() const { return lower == 0 && upper > 0; }
};

bool is_letter_behind(const DateCursor& cursor, std::size_t size) {
    return is_letter(DateCursor{cursor.text, cursor.at + size}.peek());
}

void add_letter(NameWord& word, char32_t c) {
    if (word.letters == 0) word.starts_lower = is_lower(c);
    word.upper += is_upper(c) ? 1 : 0;
    word.lower += is_lower(c) ? 1 : 0;
    ++word.letters;
}

// "ST.", "D.C.", "W.Va.", and as the last word of a region "Calif.": a full stop that ends no
// sentence.
void skip_abbreviation(DateCursor& cursor, bool region, NameWord& word) {
    std::size_t size = 0;
    while (word.letters <= 5 && cursor.peek() == '.') {
        DateCursor ahead{cursor.text, cursor.at + 1};
        const bool initials = word.letters <= 3 && is_letter(ahead.peek());
        DateCursor behind = ahead;
        behind.skip_spaces();
        const bool before_end = behind.skip_any(U"(/,-–—");
        if (!initials && word.letters > 2 && !(region && before_end)) return;
        for (; initials && word.letters <= 5 && is_letter(ahead.peek(&size)); ahead.at += size)
            add_letter(word, ahead.peek());
        cursor = ahead;
        if (!initials) return;
    }
}

bool scan_name_word(DateCursor& cursor, bool region, NameWord& word) {
    const std::size_t start = cursor.at;
    word = {};
    std::size_t size = 0;
    for (; !cursor.done(); cursor.at += size) {
        const char32_t c = cursor.peek(&size);
        const bool joint = word.letters > 0 && (c == '-' || c == '\'' || c == U'’' || c == U'ʼ');
        if (is_letter(c))
            add_letter(word, c);
        else if (!(word.letters > 0 && is_mark(c)) && !(joint && is_letter_behind(cursor, size)))
            break;
    }
    if (word.letters == 0) return false;
    skip_abbreviation(cursor, region, word);
    word.text = cursor.text.substr(start, cursor.at - start);
    return true;
}

// "RUSSIA'S" is an owner, no place.
bool is_possessive(std::string_view word) {
    return word.ends_with("'S") || word.ends_with("'s") || word.ends_with("’S") ||
           word.ends_with("’s");
}

bool is_time_word(const NameWord& word) {
    const std::string folded = fold_date_word(
        word.text.ends_with('.') ? word.text.substr(0, word.text.size() - 1) : word.text);
    return month_of(folded) != 0 || is_weekday(folded);
}

// Words of one kind, all capitals or all capitalised, that stand in a row.
bool scan_words(DateCursor& cursor, std::size_t max_words, bool region, Name& name) {
    const std::size_t start = cursor.at;
    DateCursor ahead = cursor;
    NameWord word;
    bool caps = false;
    std::size_t words = 0;
    while (words < max_words && scan_name_word(ahead, region, word)) {
        if (words == 0) caps = word.is_caps();
        const bool joint = word.starts_lower && is_name_joint(fold_date_word(word.text));
        if ((word.starts_lower && (words == 0 || !joint)) || is_possessive(word.text)) break;
        if (caps && !region && !word.is_caps()) break;
        if ((region || words == 0) && is_time_word(word)) break;
        if (!joint) cursor = ahead;
        ++words;
        if (!ahead.skip_spaces() && !ahead.skip("/")) break;
    }
    name.text = cursor.text.substr(start, cursor.at - start);
    name.words = words;
    name.caps = caps;
    return cursor.at > start;
}

// The first piece of "Reuters, July 4" or "AP/Reuters".
std::string_view first_piece(std::string_view text) {
    return text.substr(0, text.find_first_of(",/|;"));
}

bool scan_bracketed(DateCursor& cursor, Agency& agency) {
    constexpr std::string_view open = "([/";
    constexpr std::string_view close = ")]/";
    const auto kind = cursor.done() ? std::string_view::npos : open.find(cursor.text[cursor.at]);
    if (kind == std::string_view::npos) return false;
    const std::string_view window = cursor.rest().substr(1, longest_agency);
    const auto end = window.find_first_of(std::string{close[kind], '\n'});
    if (end == std::string_view::npos || window[end] == '\n' || end == 0) return false;
    const std::string_view inside = window.substr(0, end);
    DateCursor date_cursor{inside};
    if (!scan_date(date_cursor, DateScan::prefix, agency.date)) {
        agency.name = first_piece(inside);
        DateCursor behind{inside, std::min(agency.name.size() + 1, inside.size())};
        behind.skip_spaces();
        scan_date(behind, DateScan::prefix, agency.date);
        agency.known = is_known_agency(agency.name) || is_known_agency(inside);
        if (agency.known && !is_known_agency(agency.name)) agency.name = inside;
        Name name;
        DateCursor words{agency.name};
        agency.plausible = agency.known || (scan_name(words, 4, name) && words.done() &&
                                            (name.words == 1 || (name.caps && name.words == 2)));
    }
    cursor.at += end + 2;
    return true;
}

} // namespace

bool scan_name(DateCursor& cursor, std::size_t max_words, Name& name) {
    name = {};
    if (!scan_words(cursor, max_words, false, name)) return false;
    DateCursor words{name.text};
    NameWord word;
    for (std::size_t i = 0; scan_name_word(words, false, word); ++i) {
        const std::string folded = fold_date_word(word.text);
        name.report = name.report || is_report_word(folded);
        name.kicker = name.kicker || (i == 0 && is_kicker(folded));
        name.opener = name.opener || (i == 0 && is_sentence_opener(folded));
        words.skip_spaces();
        words.skip("/");
    }
    name.kicker = name.kicker || is_kicker(fold_date_word(name.text));
    return true;
}

bool scan_place(DateCursor& cursor, Name& place) {
    const std::size_t start = cursor.at;
    if (!scan_name(cursor, 5, place)) return false;
    DateCursor ahead = cursor;
    Name region;
    if (ahead.skip(",") && ahead.skip_spaces() && scan_words(ahead, 4, true, region) &&
        !is_known_agency(region.text)) {
        cursor = ahead;
        place.region = true;
        place.text = cursor.text.substr(start, cursor.at - start);
    }
    return true;
}

bool scan_agency(DateCursor& cursor, Agency& agency) {
    agency = {};
    if (scan_bracketed(cursor, agency)) return true;
    DateCursor ahead = cursor;
    NameWord word;
    for (int words = 0; words < 4 && scan_name_word(ahead, false, word); ++words) {
        const std::string_view name = cursor.text.substr(cursor.at, ahead.at - cursor.at);
        if (is_known_agency(name)) agency.name = name;
        if (!ahead.skip_spaces()) break;
    }
    agency.known = agency.plausible = !agency.name.empty();
    cursor.at += agency.name.size();
    return agency.known;
}

bool skip_dash(DateCursor& cursor) {
    DateCursor ahead = cursor;
    const bool blank = ahead.skip_spaces();
    if (ahead.skip("--") || ahead.skip_any(U"–—―−"))
        ahead.skip("-");
    else if (!blank || !ahead.skip("-") || !(is_blank(ahead.peek()) || at_line_end(ahead)))
        return false;
    ahead.skip_spaces();
    cursor = ahead;
    return true;
}

bool at_line_end(DateCursor cursor) {
    cursor.skip_spaces();
    return cursor.done() || cursor.peek() == '\n' || cursor.peek() == '\r';
}

std::string_view rest_of_line(const DateCursor& cursor) {
    const std::string_view line = cursor.rest().substr(0, cursor.rest().find_first_of("\r\n"));
    return line.substr(0, line.find_last_not_of(" \t") + 1);
}

bool starts_lower(const DateCursor& cursor) {
    return is_lower(cursor.peek());
}

} // namespace sitrep
