#include "indexer/reader_json_scan.h"

#include "schema/unicode.h"

#include <cstring>

#include <fmt/format.h>

namespace sitrep {
namespace {

// Deeper values are refused: they say nothing about an article, and whoever reads them later may
// recurse.
constexpr std::size_t max_depth = 64;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_high(unsigned unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(unsigned unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

// The four digits behind "\u"; they are known to be there.
unsigned unit_at(std::string_view raw, std::size_t at) {
    unsigned unit = 0;
    for (std::size_t i = 0; i < 4; ++i)
        unit = unit << 4 | static_cast<unsigned>(hex_value(raw[at + i]));
    return unit;
}

// Where a quote, a backslash or a control character comes first; eight bytes at a time.
std::size_t skip_plain(std::string_view text, std::size_t at) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t high = 0x8080808080808080U;
    const auto has_less = [](std::uint64_t bytes, std::uint64_t bound) {
        return (bytes - ones * bound) & ~bytes & high;
    };
    std::uint64_t bytes = 0;
    for (; at + sizeof bytes <= text.size(); at += sizeof bytes) {
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        const std::uint64_t special = has_less(bytes, 0x20) | has_less(bytes ^ (ones * '"'), 1) |
                                      has_less(bytes ^ (ones * '\\'), 1);
        if (special != 0) break;
    }
    while (at < text.size() && text[at] != '"' && text[at] != '\\' &&
           static_cast<unsigned char>(text[at]) >= 0x20)
        ++at;
    return at;
}

} // namespace

bool JsonScanner::fail(std::string_view what) {
    if (problem_.empty()) problem_ = fmt::format("{} at byte {}", what, at_ + 1);
    return false;
}

void JsonScanner::skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
}

bool JsonScanner::enter(char open) {
    skip_space();
    if (peek() != open) return false;
    ++at_;
    first_ = true;
    return true;
}

// Moves to the next member or element; false behind the closing bracket.
bool JsonScanner::more(char close) {
    if (!problem_.empty()) return false;
    skip_space();
    if (peek() == close) {
        ++at_;
        return false;
    }
    if (!first_) {
        if (peek() != ',')
            return fail(at_ == text_.size() ? "it is cut off" : "a comma is missing");
        ++at_;
        skip_space();
    }
    first_ = false;
    return true;
}

bool JsonScanner::next_member(std::string_view& key, std::string_view& value) {
    if (!more('}')) return false;
    const std::size_t key_begin = at_;
    if (!skip_name('}')) return false;
    key = text_.substr(key_begin, at_ - key_begin);
    key = key.substr(0, key.rfind('"') + 1); // up to the colon
    skip_space();
    const std::size_t value_begin = at_;
    if (!skip_value()) return false;
    value = text_.substr(value_begin, at_ - value_begin);
    return true;
}

bool JsonScanner::next_element(std::string_view& value) {
    if (!more(']')) return false;
    const std::size_t begin = at_;
    if (!skip_value()) return false;
    value = text_.substr(begin, at_ - begin);
    return true;
}

bool JsonScanner::at_end() {
    skip_space();
    return at_ == text_.size();
}

// Without recursion: `open` holds the brackets that wait for their end.
bool JsonScanner::skip_value() {
    std::string open;
    do {
        skip_space();
        if (peek() == '{' || peek() == '[') {
            if (open.size() == max_depth) return fail("it is nested too deeply");
            open += peek() == '{' ? '}' : ']';
            ++at_;
            skip_space();
            if (peek() != open.back()) {
                if (!skip_name(open.back())) return false;
                continue;
            }
        } else if (!skip_scalar()) {
            return false;
        }
        if (!skip_ends(open)) return false;
    } while (!open.empty());
    return true;
}

// What stands before a value inside an object; nothing inside an array.
bool JsonScanner::skip_name(char close) {
    if (close == ']') return true;
    skip_space();
    if (peek() != '"') return fail(at_ == text_.size() ? "it is cut off" : "a name is missing");
    if (!skip_string()) return false;
    skip_space();
    return skip_word(":") || fail(at_ == text_.size() ? "it is cut off" : "a colon is missing");
}

// Behind a value: the brackets that close here, then what leads to the next value.
bool JsonScanner::skip_ends(std::string& open) {
    while (!open.empty()) {
        skip_space();
        if (peek() == open.back()) {
            open.pop_back();
            ++at_;
        } else if (skip_word(",")) {
            return skip_name(open.back());
        } else {
            return fail(at_ == text_.size() ? "it is cut off" : "a comma is missing");
        }
    }
    return true;
}

bool JsonScanner::skip_scalar() {
    switch (peek()) {
    case '"': return skip_string();
    case 't': return skip_word("true") || fail("an unknown word");
    case 'f': return skip_word("false") || fail("an unknown word");
    case 'n': return skip_word("null") || fail("an unknown word");
    default: return skip_number();
    }
}

bool JsonScanner::skip_word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
}

bool JsonScanner::skip_string() {
    for (++at_; (at_ = skip_plain(text_, at_)) < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == '"') {
            ++at_;
            return true;
        }
        if (c != '\\') return fail("a control character in a string");
        if (!skip_escape()) return false;
    }
    return fail("it is cut off inside a string");
}

// At the backslash; ends on the last character of the escape.
bool JsonScanner::skip_escape() {
    ++at_;
    if (peek() != 'u') {
        constexpr std::string_view simple = "\"\\/bfnrt";
        return (at_ < text_.size() && simple.find(text_[at_]) != std::string_view::npos) ||
               fail("an unknown escape");
    }
    unsigned unit = 0;
    if (!skip_unicode_escape(unit)) return false;
    if (unit == 0) return fail("NUL in a string");
    if (is_low(unit)) return fail("half a surrogate pair");
    if (!is_high(unit)) return true;
    ++at_;
    if (!skip_word("\\") || peek() != 'u' || !skip_unicode_escape(unit) || !is_low(unit))
        return fail("half a surrogate pair");
    return true;
}

// At the u; ends on the last digit.
bool JsonScanner::skip_unicode_escape(unsigned& unit) {
    if (text_.size() - at_ < 5) return fail("it is cut off inside a string");
    for (std::size_t i = 1; i <= 4; ++i)
        if (hex_value(text_[at_ + i]) < 0) return fail("a broken \\u escape");
    unit = unit_at(text_, at_ + 1);
    at_ += 4;
    return true;
}

bool JsonScanner::skip_digits() {
    const std::size_t begin = at_;
    while (is_digit(peek())) ++at_;
    return at_ > begin;
}

bool JsonScanner::skip_number() {
    const std::size_t begin = at_;
    skip_word("-");
    if (!skip_word("0") && !skip_digits())
        return fail(at_ == text_.size() ? "it is cut off"
                    : at_ == begin      ? "a value is missing"
                                        : "a broken number");
    if (skip_word(".") && !skip_digits()) return fail("a broken number");
    if (skip_word("e") || skip_word("E")) {
        if (!skip_word("+")) skip_word("-");
        if (!skip_digits()) return fail("a broken number");
    }
    return true;
}

std::string json_string(std::string_view raw) {
    raw = raw.substr(1, raw.size() - 2);
    std::string text;
    text.reserve(raw.size());
    while (!raw.empty()) {
        const auto escape = raw.find('\\');
        text.append(raw.substr(0, escape));
        if (escape == std::string_view::npos) break;
        const char kind = raw[escape + 1];
        raw.remove_prefix(escape + 2);
        switch (kind) {
        case 'b': text += '\b'; break;
        case 'f': text += '\f'; break;
        case 'n': text += '\n'; break;
        case 'r': text += '\r'; break;
        case 't': text += '\t'; break;
        case 'u': {
            const unsigned unit = unit_at(raw, 0);
            const bool pair = is_high(unit);
            unicode::append(
                text, pair ? 0x10000 + ((unit - 0xD800) << 10) + (unit_at(raw, 6) - 0xDC00) : unit);
            raw.remove_prefix(pair ? 10 : 4);
            break;
        }
        default: text += kind;
        }
    }
    return text;
}

} // namespace sitrep
