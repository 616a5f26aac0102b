// What stands around a name: the words that make it a person, a company, a sum of money, or show
// that it is a place.
#pragma once

#include "schema/analysis.h"

#include <cstdint>
#include <string_view>

namespace sitrep {

enum Around : std::uint16_t {
    around_title = 1,          // "Mr.", "General" before it
    around_given_name = 2,     // "Michael" or an initial before it
    around_surname = 4,        // a word that only goes on a person's name behind it
    around_capitals = 8,       // some other capitalised word right before or behind it
    around_company = 16,       // "Santa Fe Southern Pacific Corp"
    around_currency = 32,      // "Canadian dollars"
    around_division_word = 64, // "province", "Governorate", "countryside"
    around_place_word = 128,   // "city", "town of"
    around_locative = 256,     // "in", "near", "northern"
    around_possessive = 512,   // "Jordan's"
    around_comma = 1024,       // a comma or a bracket parts it from the word before
    around_verb = 2048,        // "said", "recalled" behind it: it acts
    around_comma_behind = 4096,
    around_institution = 8192, // "Georgetown University"
};

// The words that stand next to tokens [first, last) of a text, in constant time. `source` is the
// text that was analysed; without case its capitals mean nothing.
std::uint16_t look_around(std::string_view source, const Tokens& tokens, std::uint32_t first,
                          std::uint32_t last, bool no_case);

} // namespace sitrep
