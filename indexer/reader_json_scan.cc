#include "indexer/reader_json_scan.h"

#include "indexer/reader.h"
#include "schema/unicode.h"

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
    for (++at_; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == '"') {
            ++at_;
            return true;
        }
        if (static_cast<unsigned char>(c) < 0x20) return fail("a control character in a string");
        if (c == '\\' && !skip_escape()) return false;
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

// White space, commas, and the brackets of an outer array, which is one that opens the stream.
bool JsonSplitter::is_between(char c) {
    if (c == '[' && !started_) {
        started_ = in_array_ = true;
        return true;
    }
    if (c == ']' && in_array_) {
        in_array_ = false;
        return true;
    }
    return is_space(c) || c == ',';
}

// A number or word ends where something else begins; all others end with a character of theirs.
bool JsonSplitter::ends_before(char c) const {
    return depth_ == 0 && !in_string_ && (is_space(c) || c == ',' || c == ']');
}

bool JsonSplitter::ends_with(char c) const {
    return depth_ == 0 && !in_string_ && (c == '}' || c == ']' || c == '"');
}

JsonSplitter::Result JsonSplitter::at_end() {
    const bool inside = size_ > 0 && (depth_ > 0 || in_string_);
    const bool broken = stream_.failure() != StreamFailure::none || inside;
    if (size_ > 0 && !broken) return Result::value; // a last number or word
    if (done_) return Result::end;
    done_ = true;
    if (size_ == 0) value_line_ = line_;
    return broken || in_array_ ? Result::broken : Result::end;
}

JsonSplitter::Result JsonSplitter::next(std::string& value) {
    value.clear();
    size_ = depth_ = 0;
    in_string_ = escaped_ = false;
    value_line_ = line_;
    if (done_) return Result::end;
    for (;;) {
        const std::string_view data = stream_.peek();
        if (data.empty()) return at_end();
        for (std::size_t i = 0; i < data.size(); ++i) {
            const char c = data[i];
            const bool whole = size_ > 0 && ends_before(c);
            if (!whole) {
                if (c == '\n') ++line_;
                if (size_ == 0) {
                    if (is_between(c)) continue;
                    started_ = true;
                    value_line_ = line_;
                }
                take(c, value);
                if (!ends_with(c)) continue;
            }
            stream_.skip(whole ? i : i + 1);
            return size_ > max_bytes_ ? Result::too_long : Result::value;
        }
        stream_.skip(data.size());
    }
}

void JsonSplitter::take(char c, std::string& value) {
    ++size_;
    if (size_ <= max_bytes_ || value.size() < reject_record_bytes) value += c;
    if (size_ == max_bytes_ + 1 && value.size() > reject_record_bytes) {
        value.resize(reject_record_bytes);
        value.shrink_to_fit();
    }
    if (in_string_) {
        in_string_ = escaped_ || c != '"';
        escaped_ = !escaped_ && c == '\\';
    } else if (c == '"') {
        in_string_ = true;
    } else if (c == '{' || c == '[') {
        ++depth_;
    } else if ((c == '}' || c == ']') && depth_ > 0) {
        --depth_;
    }
}

} // namespace sitrep
