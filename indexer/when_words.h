// The words that say when, in many languages: the table in when_words.tsv, ready for look-ups.
#pragma once

#include "schema/analysis.h"
#include "schema/word_trie.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// What a word or phrase is in an expression of time; when_words.tsv says it of each.
enum class WhenKind : std::uint8_t {
    day,
    weekday,
    month,
    jalali,
    unit,
    number,
    few,
    shift,
    part,
    ago,
    ago_before,
    anchor,
    anchor_ago,
    since,
    between,
    join,
    night_of,
    night_to,
    daypart,
    prep,
    joint,
    suffix,
    abbreviation,
    future,
    past,
    said,
    deed,
    now,
    perfect,
    memory,
    paper,
    named,
    nothing,
};

enum class WhenUnit : std::int16_t { minute, hour, day, week, weekend, month, year };
enum class WhenPart : std::int16_t { none, early, mid, late, whole };

// One of the meanings of a phrase. `from` and `to` are the value: days, a number, a WhenUnit ...
struct WhenMeaning {
    WhenKind kind = WhenKind::nothing;
    bool own_language = false; // only in texts of `lang`
    bool needs_company = false;
    std::uint16_t lang = 0; // see language_code
    std::int16_t from = 0;
    std::int16_t to = 0;
};
using WhenMeanings = std::vector<WhenMeaning>;

// "en" as a number; 0 for what is no two-letter code.
std::uint16_t language_code(std::string_view lang);

class WhenWords {
  public:
    // The table that is part of the program.
    static const WhenWords& builtin();
    explicit WhenWords(std::string_view table);
    // Lines that made no sense and were left out.
    const std::vector<std::string>& problems() const { return problems_; }

    // The longest phrase that begins with the first of `words`, or null. Sets `size` to its words.
    // Constant time: no phrase is longer than longest_phrase().
    const WhenMeanings* find(std::span<const std::string_view> words, std::uint16_t lang,
                             std::size_t& size) const;
    std::size_t longest_phrase() const { return longest_; }

  private:
    struct Ending {
        std::string text;
        WhenMeanings meanings;
    };

    void add_row(std::string_view line, std::size_t number);
    void add_form(std::string_view form, WhenMeaning meaning);
    WordTrie::Place begin(std::string_view first) const;
    const WhenMeanings* find_ending(std::string_view word, std::uint16_t lang) const;

    std::map<std::string, std::uint32_t> phrases_; // while it is built: places in meanings_
    std::vector<WhenMeanings> meanings_;
    WordTrie trie_; // of the phrases, their words joined by blanks
    std::vector<Ending> endings_;
    std::size_t longest_ = 1;
    std::vector<std::string> problems_;
};

} // namespace sitrep
