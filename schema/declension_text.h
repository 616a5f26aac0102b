// Cyrillic words as characters, for the rules of declension.
#pragma once

#include "schema/unicode.h"

#include <string>
#include <string_view>

namespace sitrep::declension {

using Text = std::u32string;
using TextView = std::u32string_view;

inline Text decode(std::string_view utf8) {
    Text text;
    for (std::size_t i = 0; i < utf8.size();) text.push_back(unicode::decode(utf8, i));
    return text;
}

inline std::string encode(TextView text) {
    std::string utf8;
    for (const char32_t c : text) unicode::append(utf8, c);
    return utf8;
}

// Of Ukrainian, Russian and Belarusian; ё is е, all apostrophes become one.
inline char32_t lower(char32_t c) {
    if (c >= U'А' && c <= U'Я') return c + (U'а' - U'А');
    if (c == U'Ё' || c == U'ё') return U'е';
    if (c >= U'Ѐ' && c <= U'Џ') return c + (U'ѐ' - U'Ѐ');
    if (c == U'Ґ') return U'ґ';
    return c == U'’' || c == U'ʼ' || c == U'`' ? U'\'' : c;
}

inline Text lower(TextView text) {
    Text folded(text);
    for (char32_t& c : folded) c = lower(c);
    return folded;
}

inline bool is_cyrillic(char32_t c) {
    return c >= U'Ѐ' && c <= U'ґ';
}

// In which only foreign names end: "Баку", "Тулузу".
inline bool is_vowel_that_stays(char32_t c) {
    return TextView(U"уюэїё").find(c) != TextView::npos;
}

} // namespace sitrep::declension
