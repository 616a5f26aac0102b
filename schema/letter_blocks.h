// Sixty-four bytes of text at a glance: which are letters of ASCII, which are out of the ordinary.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sitrep {

struct LetterBlock {
    static constexpr std::size_t size = 64;

    std::uint64_t letters = 0; // bit i: byte i is a letter of ASCII
    std::uint64_t special = 0; // is neither that, nor a space or comma

    // Of the 64 bytes at `text`.
    static LetterBlock of(const char* text);
};

#ifdef __SSE2__
inline LetterBlock LetterBlock::of(const char* text) {
    LetterBlock block;
    for (std::size_t i = 0; i < size; i += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i));
        const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        // Signed comparison: bytes from 0x80 are below all letters.
        const __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)),
                                             _mm_cmplt_epi8(lower, _mm_set1_epi8('z' + 1)));
        const __m128i plain = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')),
                                           _mm_cmpeq_epi8(bytes, _mm_set1_epi8(',')));
        const auto bits = [&](const __m128i& mask) {
            return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(mask))) << i;
        };
        block.letters |= bits(letter);
        block.special |= bits(_mm_or_si128(letter, plain));
    }
    block.special = ~block.special;
    return block;
}
#else
inline LetterBlock LetterBlock::of(const char* text) {
    LetterBlock block;
    for (std::size_t i = 0; i < size; ++i) {
        const bool letter = static_cast<unsigned char>((text[i] | 0x20) - 'a') < 26;
        const bool plain = letter || text[i] == ' ' || text[i] == ',';
        block.letters |= std::uint64_t{letter} << i;
        block.special |= std::uint64_t{!plain} << i;
    }
    return block;
}
#endif

} // namespace sitrep
