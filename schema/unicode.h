// What the analyser needs to know of each character, from ICU, in tables that are built a page at
// a time when first used.
#pragma once

#include "schema/analysis.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sitrep::unicode {

enum class CharClass : std::uint8_t {
    other,     // separates words
    letter,    // part of a word
    digit,     // part of a word; folded to 0-9
    mark,      // combining; folded away or kept as part of the word (see fold_size)
    ideograph, // a word by itself: Han, kana, Thai, Lao, Khmer, Burmese
    ignored,   // tatweel, soft hyphen, zero-width joiners: as if not there
};

struct CharInfo {
    CharClass kind = CharClass::other;
    Script script = Script::other;
    bool upper = false;         // upper or title case
    std::uint8_t fold_size = 0; // bytes of fold
    char fold[8] = {};          // UTF-8
};

// Any code point; those past U+10FFFF are `other`.
const CharInfo& info(char32_t c);

// The same for many characters: those below U+0100 without a call.
class CharTable {
  public:
    const CharInfo& operator[](char32_t c) const { return c < 256 ? first_page_[c] : info(c); }

  private:
    const CharInfo* first_page_ = &info(0);
};

// Decodes the character at `i` (< text.size()) and moves `i` behind it. An invalid sequence is
// one byte long and gives 0xFFFD.
inline char32_t decode(std::string_view text, std::size_t& i) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned char b0 = byte(i);
    if (b0 < 0x80) {
        ++i;
        return b0;
    }
    const auto follows = [&](std::size_t n) {
        if (i + n >= text.size()) return false;
        for (std::size_t k = 1; k <= n; ++k)
            if ((byte(i + k) & 0xC0) != 0x80) return false;
        return true;
    };
    const auto low = [&](std::size_t k) { return static_cast<char32_t>(byte(i + k) & 0x3F); };
    if (b0 >= 0xC2 && b0 < 0xE0 && follows(1)) {
        const char32_t c = (static_cast<char32_t>(b0 & 0x1F) << 6) | low(1);
        i += 2;
        return c;
    }
    if (b0 >= 0xE0 && b0 < 0xF0 && follows(2)) {
        const char32_t c = (static_cast<char32_t>(b0 & 0x0F) << 12) | (low(1) << 6) | low(2);
        if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
            i += 3;
            return c;
        }
    }
    if (b0 >= 0xF0 && b0 < 0xF5 && follows(3)) {
        const char32_t c =
            (static_cast<char32_t>(b0 & 0x07) << 18) | (low(1) << 12) | (low(2) << 6) | low(3);
        if (c >= 0x10000 && c <= 0x10FFFF) {
            i += 4;
            return c;
        }
    }
    ++i;
    return 0xFFFD;
}

void append(std::string& out, char32_t c);

// The last character of a text that is not empty, and where it begins.
inline char32_t last_char(std::string_view text, std::size_t& begin) {
    begin = text.size();
    while (begin > 0 && (static_cast<unsigned char>(text[--begin]) & 0xC0) == 0x80) {
    }
    std::size_t i = begin;
    return decode(text, i);
}

// The composed form of a letter and a mark that makes another letter (и + breve = й), folded;
// 0 if there is none.
char32_t compose(char32_t base, char32_t mark);

} // namespace sitrep::unicode
