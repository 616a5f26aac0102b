#include "searcher/render.h"

#include "schema/unicode.h"

namespace sitrep {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// What stands for a character that cannot stand for itself; empty: it can.
std::string_view html_form(char32_t c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\t':
    case '\n':
    case '\r': return {};
    default: break;
    }
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    // XML allows neither.
    const bool noncharacter = c == 0xFFFE || c == 0xFFFF;
    return control || noncharacter || c == 0xFFFD ? replacement : std::string_view{};
}

void append_html(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        const std::string_view form = html_form(unicode::decode(text, i));
        out += form.empty() ? text.substr(begin, i - begin) : form;
    }
}

void append_html(std::string& out, const std::vector<Run>& runs) {
    for (const Run& run : runs) {
        if (run.match) out += "<mark>";
        append_html(out, run.text);
        if (run.match) out += "</mark>";
    }
}

} // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    append_html(out, text);
    return out;
}

std::string highlighted_html(const std::vector<Run>& runs) {
    std::string out;
    append_html(out, runs);
    return out;
}

std::string snippet_html(const std::vector<Fragment>& fragments) {
    std::string out;
    for (const Fragment& fragment : fragments) {
        if (!out.empty()) out += " … ";
        append_html(out, fragment);
    }
    return out;
}

} // namespace sitrep
