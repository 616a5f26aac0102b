#include "indexer/happened_sentence.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

// How far words reach, in words.
constexpr std::uint32_t future_reach = 14;
constexpr std::uint32_t near_reach = 3;
constexpr std::uint32_t paper_reach = 4; // "Decree No 814 of 19 April"

bool is(const WhenText& text, std::uint32_t atom, WhenKind kind) {
    return text.meaning(text.atoms()[atom], kind) != nullptr;
}

bool is_past(const WhenText& text, std::uint32_t atom) {
    return is(text, atom, WhenKind::past) || is(text, atom, WhenKind::said);
}

// The atom stands directly behind the date.
bool follows(const WhenText& text, const WhenSentence& sentence, AtomSpan date) {
    return date.behind < sentence.last_atom &&
           text.atoms()[date.behind].first == text.atoms()[date.behind - 1].last;
}

// "said that on Friday": what follows "that" is what was said.
bool opens_clause(const WhenText& text, std::uint32_t first, std::uint32_t last) {
    constexpr std::array<std::string_view, 7> words{"that", "dass", "que", "che",
                                                    "что",  "що",   "ان"};
    for (; first < last; ++first)
        if (std::find(words.begin(), words.end(), text.form(first)) != words.end()) return true;
    return false;
}

bool is_minute_of_hour(int hour, int minute) {
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

// "at 2115", "0315 GMT", "at 7:30", "в 14:30".
bool is_clock(const WhenText& text, const WhenSentence& sentence, std::uint32_t i) {
    constexpr std::array<std::string_view, 4> before{"at", "approximately", "about", "around"};
    constexpr std::array<std::string_view, 5> behind{"gmt", "hours", "hrs", "local", "utc"};
    const WhenAtom& atom = text.atoms()[i];
    if (atom.digits == 4 && is_minute_of_hour(atom.value / 100, atom.value % 100)) {
        const auto among = [&](const auto& words, std::uint32_t word) {
            return std::find(words.begin(), words.end(), text.form(word)) != words.end();
        };
        return (atom.first > sentence.first_word && among(before, atom.first - 1)) ||
               (atom.last < text.word_count() && among(behind, atom.last));
    }
    if (i + 1 >= sentence.last_atom || atom.digits < 1 || atom.digits > 2) return false;
    const WhenAtom& minute = text.atoms()[i + 1];
    return minute.digits == 2 && minute.first == atom.last &&
           text.gap_before(minute.first) == ":" && is_minute_of_hour(atom.value, minute.value);
}

// "has killed", not "has killed 40,000 over the years".
bool is_just_past(const WhenText& text, const WhenSentence& sentence, std::uint32_t i) {
    if (!is(text, i, WhenKind::perfect)) return false;
    for (std::uint32_t other = sentence.first_atom; other < sentence.last_atom; ++other) {
        const WhenMeaning* unit = text.meaning(text.atoms()[other], WhenKind::unit);
        const std::uint32_t behind = text.atoms()[other].last; // "36-year-old" is no span
        if (unit != nullptr && unit->from >= static_cast<std::int16_t>(WhenUnit::week) &&
            (behind == text.word_count() || text.form(behind) != "old"))
            return false;
        if (is(text, other, WhenKind::since)) return false;
    }
    return true;
}

} // namespace

bool has(const WhenText& text, const WhenSentence& sentence, WhenKind kind) {
    for (std::uint32_t i = sentence.first_atom; i < sentence.last_atom; ++i)
        if (is(text, i, kind)) return true;
    return false;
}

// A word of the future before it that nothing of the past follows; or behind it, where it opens the
// sentence.
bool is_future(const WhenText& text, const WhenSentence& sentence, AtomSpan date) {
    const std::uint32_t word = text.atoms()[date.first].first;
    for (std::uint32_t i = date.first; i-- > sentence.first_atom;) {
        if (text.atoms()[i].last + future_reach < word) break;
        if (is(text, i, WhenKind::future)) return true;
        if (is_past(text, i)) break;
    }
    if (word > sentence.first_word + 2) return false;
    for (std::uint32_t i = date.behind; i < sentence.last_atom; ++i) {
        if (text.atoms()[i].first > word + future_reach) break;
        if (is(text, i, WhenKind::future)) return true;
        if (is_past(text, i)) break;
    }
    return false;
}

bool is_day_of_speaking(const WhenText& text, const WhenSentence& sentence, AtomSpan date) {
    const std::uint32_t word = text.atoms()[date.first].first;
    for (std::uint32_t i = date.first; i-- > sentence.first_atom;) {
        if (text.atoms()[i].last + near_reach < word) break;
        if (is(text, i, WhenKind::said)) return !opens_clause(text, text.atoms()[i].last, word);
        if (is(text, i, WhenKind::past)) break;
    }
    return follows(text, sentence, date) && is(text, date.behind, WhenKind::said);
}

bool is_kept_day(const WhenText& text, const WhenSentence& sentence, AtomSpan date,
                 bool by_calendar) {
    const std::uint32_t word = text.atoms()[date.first].first;
    for (std::uint32_t i = date.first; i-- > sentence.first_atom;) {
        if (text.atoms()[i].last + paper_reach < word) break;
        if (is(text, i, WhenKind::memory)) return true;
        if (by_calendar && text.atoms()[i].last == word && is(text, i, WhenKind::paper))
            return true;
    }
    return follows(text, sentence, date) && is(text, date.behind, WhenKind::named);
}

std::optional<WhenHint> find_hint(const WhenText& text, const WhenSentence& sentence, bool head) {
    std::optional<WhenHint> perfect;
    for (std::uint32_t i = sentence.first_atom; i < sentence.last_atom; ++i) {
        const WhenAtom& atom = text.atoms()[i];
        if (is_clock(text, sentence, i))
            return WhenHint{"clock", false, atom.first,
                            atom.digits == 4 ? atom.last : atom.last + 1};
        if (is(text, i, WhenKind::now)) return WhenHint{"now", true, atom.first, atom.last};
        if (!perfect && head && is_just_past(text, sentence, i) && atom.last < text.word_count())
            perfect = WhenHint{"perfect", false, atom.first, atom.last + 1};
    }
    return perfect;
}

} // namespace sitrep
