#include "indexer/html_text.h"

#include "schema/unicode.h"

#include <algorithm>
#include <charconv>

#include <libxml/HTMLparser.h>

namespace sitrep::html {
namespace {

// What stands between & and ;. 0: nothing that is known.
char32_t referred_to(std::string_view name) {
    if (name.starts_with('#')) {
        name.remove_prefix(1);
        const bool hex = name.starts_with('x') || name.starts_with('X');
        if (hex) name.remove_prefix(1);
        std::uint32_t number = 0;
        const auto [rest, error] =
            std::from_chars(name.data(), name.data() + name.size(), number, hex ? 16 : 10);
        const bool valid = error == std::errc() && rest == name.data() + name.size() &&
                           number < 0x110000 && (number < 0xD800 || number > 0xDFFF);
        return valid ? number : 0;
    }
    if (name == "apos") return U'\'';
    const std::string terminated(name);
    const auto* entity = htmlEntityLookup(reinterpret_cast<const xmlChar*>(terminated.c_str()));
    return entity == nullptr ? 0 : entity->value;
}

} // namespace

void append_collapsed(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        const char32_t c = unicode::decode(text, i);
        const bool space = c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0x2028 || c == 0x2029 ||
                           (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
        if (space) {
            if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
        } else if (c != 0xAD && c != 0x200B && c != 0xFEFF && c != 0x2060) {
            out.append(text, begin, i - begin);
        }
    }
}

std::string decode_references(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t amp = std::min(text.find('&', at), text.size());
        out.append(text, at, amp - at);
        at = amp;
        if (at == text.size()) break;
        const std::size_t end = text.substr(at, 34).find(';');
        const char32_t c =
            end == std::string_view::npos ? 0 : referred_to(text.substr(at + 1, end - 1));
        if (c != 0) {
            unicode::append(out, c);
            at += end + 1;
        } else {
            out += text[at++];
        }
    }
    return out;
}

} // namespace sitrep::html
