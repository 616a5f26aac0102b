// Which language a text is written in.
#pragma once

#include <string>
#include <string_view>

namespace sitrep {

// ISO 639-1 code of the language a text is written in, or empty when that is not clear. Reads no
// more than the first 4 kB.
std::string detect_language(std::string_view text);

} // namespace sitrep
