// What the analyser's words are made of.
#pragma once

#include "schema/unicode.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sitrep {

// Letters and digits without anything between them, folded into `storage`.
struct Run {
    std::uint32_t begin = 0; // bytes of the text
    std::uint32_t end = 0;
    std::uint32_t form = 0; // offset into storage; the form reaches to `form_end`
    std::uint32_t form_end = 0;
    std::uint32_t letters = 0; // before the first digit
    std::uint32_t upper = 0;   // of those
    std::uint32_t digits = 0;  // of the first group
    std::uint32_t suffix = 0;  // characters after the first group of digits
    // Where the first digit and the suffix begin.
    std::uint32_t digits_begin = 0, digits_form = 0;
    std::uint32_t suffix_begin = 0, suffix_form = 0;
    bool first_upper = false;
    Script script = Script::other;
};

// The run that begins at `at`, a letter or digit; its form is appended to `storage`.
Run read_run(std::string_view text, std::size_t at, const unicode::CharTable& chars,
             std::string& storage);

} // namespace sitrep
