#include "searcher/render_json_writer.h"

#include "schema/unicode.h"

#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace sitrep {
namespace {

// Bytes that stand for themselves in a JSON string.
constexpr auto plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
    return plain;
}();

void append_escape(std::string& out, char32_t c) {
    switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    case 0xFFFD: out += "\xEF\xBF\xBD"; break;
    default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    }
}

// Some readers of lines end a line at these too.
bool is_line_end(char32_t c) {
    return c == 0x85 || c == 0x2028 || c == 0x2029;
}

} // namespace

void JsonWriter::value(std::string_view text) {
    separate();
    out_ += '"';
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && plain_bytes[static_cast<unsigned char>(text[end])]) ++end;
        out_.append(text.data() + i, end - i);
        if (end == text.size()) break;
        i = end;
        const char32_t c = unicode::decode(text, i);
        if (c < 0x80 || c == 0xFFFD || is_line_end(c))
            append_escape(out_, c);
        else
            out_.append(text.data() + end, i - end);
    }
    out_ += '"';
}

void JsonWriter::value(bool truth) {
    raw(truth ? "true" : "false");
}

void JsonWriter::value(double number) {
    if (std::isfinite(number))
        raw(fmt::format("{}", number));
    else
        null();
}

void JsonWriter::null() {
    raw("null");
}

void JsonWriter::member_or_null(std::string_view name, std::string_view text) {
    key(name);
    if (text.empty())
        null();
    else
        value(text);
}

} // namespace sitrep
