// Characters, and errors about them.

#include "searcher/lex.h"

#include "schema/error.h"
#include "schema/unicode.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sitrep {

namespace {

bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace

void fail(std::string message, std::string hint, QuerySpan span) {
    Error error(ErrorKind::query, std::move(message), std::move(hint));
    error.begin = span.begin;
    error.end = span.end;
    throw error;
}

void fail_limit(std::string message, std::string hint) {
    throw Error(ErrorKind::limit, std::move(message), std::move(hint));
}

std::string shown(std::string_view text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return std::string(text);
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

char32_t char_at(std::string_view text, std::size_t at, std::size_t& size) {
    std::size_t end = at;
    const char32_t c = unicode::decode(text, end);
    size = end - at;
    return c;
}

bool is_space(char32_t c) {
    return c == U' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

std::string_view trim_space(std::string_view text) {
    std::size_t size = 0;
    while (!text.empty() && is_space(char_at(text, 0, size))) text.remove_prefix(size);
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size(); at += size)
        if (!is_space(char_at(text, at, size))) end = at + size;
    return text.substr(0, end);
}

bool is_quote(char32_t c) {
    return c == U'"' || c == U'„' || c == U'“' || c == U'”' || c == U'‟' || c == U'«' || c == U'»';
}

bool is_wordish(char32_t c) {
    const unicode::CharClass kind = unicode::info(c).kind;
    return kind != unicode::CharClass::other && kind != unicode::CharClass::ignored;
}

bool has_wordish(std::string_view text) {
    std::size_t size = 0;
    for (std::size_t at = 0; at < text.size(); at += size)
        if (is_wordish(char_at(text, at, size))) return true;
    return false;
}

bool looks_like_operator(std::string_view word) {
    constexpr std::array<std::string_view, 3> plain{"AND", "OR", "NOT"};
    constexpr std::array<std::string_view, 4> foreign{"ADJ", "ONEAR", "PRE", "W"};
    if (std::find(plain.begin(), plain.end(), word) != plain.end()) return true;
    if (word == "NEAR" || word.starts_with("NEAR/")) return true;
    const std::size_t slash = word.find('/');
    if (slash == std::string_view::npos || slash + 1 == word.size()) return false;
    const std::string_view name = word.substr(0, slash);
    const std::string_view number = word.substr(slash + 1);
    return std::find(foreign.begin(), foreign.end(), name) != foreign.end() &&
           std::all_of(number.begin(), number.end(), is_ascii_digit);
}

} // namespace sitrep
