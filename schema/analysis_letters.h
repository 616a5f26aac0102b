// What single characters and short forms mean to the analyser.
#pragma once

#include <string>
#include <string_view>

namespace sitrep {

inline bool is_apostrophe(char32_t c) {
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == '`';
}

inline bool is_hyphen(char32_t c) {
    return c == '-' || c == 0x2010 || c == 0x2011;
}

// What may end a sentence, closing quotes included.
inline bool ends_sentence(char32_t c) {
    switch (c) {
    case '.':
    case '!':
    case '?':
    case ':':
    case '"':
    case 0x2026: // …
    case 0x201D: // ”
    case 0xBB:   // »
    case 0x3002: // 。
    case 0x061F: // ؟
    case 0x06D4: return true;
    default: return false;
    }
}

inline bool is_ascii_letter(char c) {
    return static_cast<unsigned char>((c | 0x20) - 'a') < 26;
}
inline bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

// The joined form of a word in capitals that is something else than the stop word it looks like
// ("us" -> "u.s"); empty for others.
std::string_view capital_word(std::string_view form);

// Romance articles and pronouns that lose their vowel before another word; Irish O'.
bool is_elision(std::string_view form);

// Cyrillic letters of designators in Latin: Т-72 = T-72, С-300 = S-300, Су-34 = Su-34.
void append_latin(std::string& out, std::string_view form);

} // namespace sitrep
