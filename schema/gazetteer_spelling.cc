#include "schema/gazetteer_spelling.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sitrep::gazetteer {

std::string spelling_key(std::string_view folded) {
    // Several letters first; what comes of them is not read again.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> several{{
        {"shch", "sh"},
        {"zhzh", "zh"},
        {"kh", "h"},
        {"gh", "h"},
        {"ye", "e"},
        {"je", "e"},
        {"ie", "e"},
        {"ts", "c"},
        {"tz", "c"},
        {"tsch", "ch"},
        {"sch", "sh"},
        {"cz", "ch"},
        {"sz", "sh"},
        {"ks", "x"},
    }};
    std::string key = "~";
    const auto append = [&](char c) {
        if (key.back() != c) key.push_back(c); // doubled letters are one
    };
    for (std::size_t i = 0; i < folded.size();) {
        const char c = folded[i];
        if (c == ' ') {
            ++i;
            continue;
        }
        if (c < 'a' || c > 'z') return {};
        const auto found = std::find_if(several.begin(), several.end(), [&](const auto& pair) {
            return folded.substr(i).starts_with(pair.first);
        });
        if (found != several.end()) {
            for (const char letter : found->second) append(letter);
            i += found->first.size();
            continue;
        }
        append(c == 'y' || c == 'j' ? 'i' : c == 'g' ? 'h' : c == 'w' ? 'v' : c);
        ++i;
    }
    return key.size() > 3 ? key : std::string();
}

bool has_slavic_names(std::string_view country) {
    constexpr std::array<std::string_view, 3> countries{"UA", "RU", "BY"};
    return std::find(countries.begin(), countries.end(), country) != countries.end();
}

} // namespace sitrep::gazetteer
