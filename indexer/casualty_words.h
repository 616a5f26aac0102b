// A text as the casualty rules read it: words of killing and hurting, of people and numbers, and
// the rest.
#pragma once

#include "schema/analysis.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sitrep {

enum class CasualtyWord : std::uint8_t {
    killed,
    injured,
    toll,
    person, // one
    people, // several
    number,
    zero,
    article,
    at_least,
    more_than,
    up_to,
    about,
    between,
    to,
    conjunction,
    filler,
    aux,
    stop,
    including,
    modal,
    total,
    thing,
    month,
    said,
    according,
    count_ // how many there are
};

enum class Voice : std::uint8_t { active, passive, either };

// A word or phrase of a sentence; it may be several things at once ("شخصين": two people), or none
// of interest.
struct CasualtyItem {
    std::uint32_t first = 0; // tokens [first, last)
    std::uint32_t last = 0;
    std::uint32_t is = 0;  // bits of CasualtyWord
    std::uint32_t low = 0; // of a number
    std::uint32_t high = 0;
    Voice voice = Voice::either;
    bool digits = false;
    bool is_group = false;     // three digits after digits and one space: 3 000
    bool fighter = false;      // or civilian: killing such is violence
    bool needs_people = false; // a word that says killed of people only
    bool starts = false;       // a sentence
    bool after_comma = false;
    bool after_break = false; // ; : ( ) or a dash
    bool before_percent = false;

    bool has(CasualtyWord word) const { return (is & (1U << static_cast<unsigned>(word))) != 0; }
};

// Linear in the text. `items` is emptied before.
void read_casualty_items(std::string_view text, const Tokens& tokens, std::string_view lang,
                         std::vector<CasualtyItem>& items);

} // namespace sitrep
