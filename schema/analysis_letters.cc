#include "schema/analysis_letters.h"

#include "schema/unicode.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sitrep {

std::string_view capital_word(std::string_view form) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> capital_words{
        {{"us", "u.s"}, {"who", "w.h.o"}, {"is", "i.s"}, {"it", "i.t"}}};
    for (const auto& [word, joined] : capital_words)
        if (word == form) return joined;
    return {};
}

bool is_elision(std::string_view form) {
    constexpr std::array<std::string_view, 20> elisions{
        "l",    "d",   "j",  "m",    "t",    "s",    "c",     "n",     "o",      "qu",
        "dell", "all", "un", "nell", "dall", "sull", "quell", "jusqu", "lorsqu", "puisqu"};
    return std::find(elisions.begin(), elisions.end(), form) != elisions.end();
}

void append_latin(std::string& out, std::string_view form) {
    constexpr std::array<std::string_view, 32> letters{
        "a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "y",    "k", "l", "m", "n", "o",  "p",
        "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya"};
    for (std::size_t i = 0; i < form.size();) {
        const char32_t c = unicode::decode(form, i);
        if (c >= 0x0430 && c < 0x0450) {
            out += letters[c - 0x0430];
        } else if (c == 0x0456) { // і
            out += 'i';
        } else {
            unicode::append(out, c);
        }
    }
}

} // namespace sitrep
