// Passing over the words of a text that nobody looks for.
#pragma once

#include "schema/analysis.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sitrep {

struct Passed {
    std::uint32_t words = 0;
    std::size_t end = 0; // byte behind the last of them, where there is one
};

// The plain words from `begin` on, a letter or digit, that do not begin as one of the wanted, as
// far as little but spaces and commas is between them. Some that do not matter may be left.
Passed pass_unwanted(std::string_view text, std::size_t begin, const WordStarts& wanted);

} // namespace sitrep
