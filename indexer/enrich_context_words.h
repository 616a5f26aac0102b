// The words by which a name's surroundings tell what it is.
#pragma once

#include <cstdint>
#include <string_view>

namespace sitrep {

enum WordClass : std::uint16_t {
    word_title = 1, // of persons: before their names
    word_given_name = 2,
    word_surname = 4,     // that is hardly anything else
    word_company = 8,     // that ends a company's name
    word_company_of = 16, // "Bank of"
    word_currency = 32,
    word_division = 64,  // kinds of divisions
    word_place = 128,    // kinds of places
    word_locative = 256, // prepositions and adjectives that come before places
    word_of = 512,
    word_verb = 1024,        // what governments do in the news
    word_institution = 2048, // bears a place's name, wherever it is
};

// The classes of a folded word; 0: none. One hash look-up.
std::uint16_t classes_of(std::string_view folded);

} // namespace sitrep
