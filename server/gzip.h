#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

// A gzip member that holds `text`; none where that is no shorter.
std::optional<std::string> gzip(std::string_view text);

} // namespace sitrep
