#include "schema/date_scan.h"
#include "schema/date_words.h"
#include "schema/unicode.h"

#include <algorithm>

#include <unicode/uchar.h>

namespace sitrep {
namespace {

constexpr std::size_t max_word_bytes = 60;
constexpr int max_digits = 14;

} // namespace

bool is_blank(char32_t c) {
    return c == ' ' || c == '\t' || c == 0xA0 || (c >= 0x2000 && c <= 0x200F) || c == 0x202F ||
           c == 0x3000 || c == 0xFEFF;
}

char32_t DateCursor::peek(std::size_t* size) const {
    if (done()) {
        if (size != nullptr) *size = 0;
        return 0;
    }
    std::size_t end = at;
    const char32_t c = unicode::decode(text, end);
    if (size != nullptr) *size = end - at;
    return c;
}

bool DateCursor::skip(std::string_view literal) {
    if (literal.empty() || !rest().starts_with(literal)) return false;
    at += literal.size();
    return true;
}

bool DateCursor::skip_any(std::u32string_view set) {
    std::size_t size = 0;
    if (done() || set.find(peek(&size)) == std::u32string_view::npos) return false;
    at += size;
    return true;
}

bool DateCursor::skip_spaces() {
    const std::size_t start = at;
    std::size_t size = 0;
    while (!done() && is_blank(peek(&size))) at += size;
    return at > start;
}

bool DateCursor::word(std::string& folded) {
    const std::size_t start = at;
    std::size_t size = 0;
    for (; !done() && at - start < max_word_bytes; at += size) {
        const auto c = static_cast<UChar32>(peek(&size));
        const bool inside = at > start && (u_charType(c) == U_NON_SPACING_MARK || c == 0x02BC);
        if (!u_isalpha(c) && !inside) break;
    }
    folded = fold_date_word(text.substr(start, at - start));
    return at > start;
}

bool DateCursor::one_word_of(std::initializer_list<std::string_view> words) {
    DateCursor ahead = *this;
    std::string found;
    if (!ahead.word(found) || std::find(words.begin(), words.end(), found) == words.end())
        return false;
    *this = ahead;
    return true;
}

bool DateCursor::number(std::int64_t& value, int& digits) {
    value = 0;
    digits = 0;
    std::size_t size = 0;
    for (; !done(); at += size) {
        const std::int32_t digit = u_charDigitValue(static_cast<UChar32>(peek(&size)));
        if (digit < 0) break;
        value = digits < max_digits ? value * 10 + digit : value;
        ++digits;
    }
    return digits > 0 && digits <= max_digits;
}

} // namespace sitrep
