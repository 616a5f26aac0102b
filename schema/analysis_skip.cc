#include "schema/analysis_skip.h"

#include "schema/analysis_letters.h"
#include "schema/letter_blocks.h"

#include <bit>

namespace sitrep {
namespace {

// The words at the start of the next blocks of text, as far as all is plain letters, spaces and
// commas, and no word matters.
Passed pass_blocks(std::string_view text, std::size_t begin, const WordStarts& wanted) {
    Passed passed;
    for (std::size_t i = begin; text.size() - i >= LetterBlock::size && is_ascii_letter(text[i]);) {
        const char* const bytes = text.data() + i;
        const LetterBlock block = LetterBlock::of(bytes);
        std::uint64_t starts = block.letters & ~(block.letters << 1);
        std::uint64_t ends = ~block.letters & (block.letters << 1);
        // A word before something special may be part of that: so may one before a space.
        const int special = std::countr_zero(block.special);
        ends &= special < 2 ? 0 : ~std::uint64_t{0} >> (LetterBlock::size + 1 - special);
        for (std::uint64_t rest = starts; rest != 0; rest &= rest - 1) {
            const int start = std::countr_zero(rest);
            if (start < 62 && !wanted.may_begin(bytes[start], bytes[start + 1], bytes[start + 2]))
                continue;
            ends &= (std::uint64_t{1} << start) - 1;
            break;
        }
        if (ends == 0) return passed;
        const int end = 63 - std::countl_zero(ends); // of the last word passed over
        starts &= (std::uint64_t{1} << end) - 1;
        passed.words += static_cast<std::uint32_t>(std::popcount(starts));
        passed.end = i + static_cast<std::size_t>(end);
        i = text.find_first_not_of(" ,", passed.end);
        if (i == text.npos || i - passed.end > 2) return passed;
    }
    return passed;
}

// The end of a plain word that does not matter; `begin`: there is none, or what may be more
// than a plain word.
std::size_t unwanted_end(std::string_view text, std::size_t begin, const WordStarts& wanted) {
    if (!is_ascii_letter(text[begin])) return begin;
    std::size_t end = begin + 1;
    while (end < text.size() && is_ascii_letter(text[end])) ++end;
    const char next = end < text.size() ? text[end] : ' ';
    const auto letter = [&](std::size_t i) { return begin + i < end ? text[begin + i] : ' '; };
    if ((end - begin == 1 && next == '.') || wanted.may_begin(letter(0), letter(1), letter(2)))
        return begin;
    if (static_cast<unsigned char>(next) >= 0x80 || is_ascii_digit(next) || next == '\'' ||
        next == '`' || end - begin > max_word_size)
        return begin;
    const bool digit_follows = end + 1 < text.size() && is_ascii_digit(text[end + 1]);
    return digit_follows && (next == '-' || next == ' ') ? begin : end;
}

} // namespace

Passed pass_unwanted(std::string_view text, std::size_t begin, const WordStarts& wanted) {
    Passed passed = pass_blocks(text, begin, wanted);
    if (passed.words > 0) return passed;
    for (std::size_t i = begin;;) {
        const std::size_t end = unwanted_end(text, i, wanted);
        if (end == i) return passed;
        ++passed.words;
        passed.end = end;
        if (end + 1 >= text.size() || text[end] != ' ') return passed;
        i = end + 1;
    }
}

} // namespace sitrep
