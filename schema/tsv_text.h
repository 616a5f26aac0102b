// Pieces of a line of a .tsv file.
#pragma once

#include <string_view>

namespace sitrep {

// Without white space at its ends.
inline std::string_view trim(std::string_view text) {
    constexpr std::string_view space = " \t\r";
    const std::size_t begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

// Calls `use` with each part, as it stands: of an empty text with one that is empty.
template <typename Use>
void for_each_part(std::string_view text, char separator, Use&& use) {
    while (true) {
        const std::size_t end = text.find(separator);
        use(text.substr(0, end));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

} // namespace sitrep
