// Phrases and NEAR over lists of positions.
#pragma once

#include <cstdint>
#include <span>

namespace sitrep {

// Ascending positions of one word, or of any of its forms.
using Positions = std::span<const std::uint32_t>;

// Whether there is a position of each list, each after that of the list before, all within `window`
// positions. Linear in the lists, logarithms aside.
bool has_phrase(std::span<const Positions> words, std::uint32_t window);

// Whether there is a position of each list, no two the same, all within `window` positions.
bool has_near(std::span<const Positions> words, std::uint32_t window);

} // namespace sitrep
