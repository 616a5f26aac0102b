#include "searcher/render_terminal.h"

#include "schema/unicode.h"

#include <algorithm>
#include <memory>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

namespace sitrep {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view reset = "\x1b[0m";
constexpr std::size_t least_width = 20;
constexpr std::size_t most_width = 1000;

std::string_view escape_sequence(Style style) {
    switch (style) {
    case Style::plain: return {};
    case Style::bold: return "\x1b[1m";
    case Style::dim: return "\x1b[2m";
    case Style::match: return "\x1b[1;33m";
    case Style::warning: return "\x1b[33m";
    }
    return {};
}

bool is_space(char32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

// Embeddings, overrides and isolates: left open, they reorder the rest of the screen's line.
bool turns_direction(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool has_right_to_left(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto direction = u_charDirection(static_cast<UChar32>(unicode::decode(text, i)));
        if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) return true;
    }
    return false;
}

std::size_t columns_of(char32_t c) {
    if (c >= 0x20 && c < 0x7F) return 1;
    if (c == 0xAD) return 1;                  // soft hyphen: terminals show it
    if (c >= 0x1160 && c <= 0x11FF) return 0; // vowels and finals of a Hangul syllable
    constexpr std::uint32_t invisible = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK;
    const auto point = static_cast<UChar32>(c);
    if ((U_GET_GC_MASK(point) & invisible) != 0) return 0;
    const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// Places in a text where a line may end, in order; the last is the end of the text.
class LineBreaks {
  public:
    explicit LineBreaks(std::string_view text) : size_(text.size()) {
        UErrorCode status = U_ZERO_ERROR;
        text_.reset(
            utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
        iterator_.reset(ubrk_open(UBRK_LINE, "en", nullptr, 0, &status));
        if (U_SUCCESS(status)) ubrk_setUText(iterator_.get(), text_.get(), &status);
        if (U_FAILURE(status)) iterator_.reset();
    }

    std::size_t next() {
        if (!iterator_) return size_;
        const std::int32_t at = ubrk_next(iterator_.get());
        return at == UBRK_DONE ? size_ : static_cast<std::size_t>(at);
    }

  private:
    struct Close {
        void operator()(UText* text) const { utext_close(text); }
        void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
    };
    std::size_t size_;
    std::unique_ptr<UText, Close> text_;
    std::unique_ptr<UBreakIterator, Close> iterator_;
};

// The end of the longest prefix of text[begin, end) within so many columns; one character at
// least, and its marks.
std::size_t fitting(std::string_view text, std::size_t begin, std::size_t end,
                    std::size_t columns) {
    std::size_t used = 0;
    for (std::size_t i = begin; i < end;) {
        const std::size_t at = i;
        used += columns_of(unicode::decode(text, i));
        if (used > columns && at > begin) return at;
    }
    return end;
}

std::size_t without_trailing_space(std::string_view text, std::size_t begin, std::size_t end) {
    while (end > begin && text[end - 1] == ' ') --end;
    return end;
}

} // namespace

StyledText& StyledText::add(std::string_view text, Style style) {
    const std::size_t begin = text_.size();
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t at = i;
        const char32_t c = unicode::decode(text, i);
        if (is_space(c)) {
            if (!text_.empty() && text_.back() != ' ') text_ += ' ';
        } else if (is_control(c) || c == 0xFFFD) {
            text_ += replacement;
        } else if (!turns_direction(c)) {
            text_ += text.substr(at, i - at);
        }
    }
    if (style != Style::plain && text_.size() > begin)
        spans_.push_back({begin, text_.size(), style});
    return *this;
}

StyledText& StyledText::add_item(std::string_view text, std::string_view separator) {
    constexpr std::string_view left_to_right_mark = "\xE2\x80\x8E";
    if (text.empty()) return *this;
    if (!text_.empty()) add(separator);
    add(text);
    if (has_right_to_left(text)) text_ += left_to_right_mark;
    return *this;
}

std::size_t display_columns(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t i = 0; i < text.size();) columns += columns_of(unicode::decode(text, i));
    return columns;
}

std::string cut_to_columns(std::string_view text, std::size_t columns) {
    if (columns == 0) return {};
    if (display_columns(text) <= columns) return std::string(text);
    const std::size_t end = columns == 1 ? 0 : fitting(text, 0, text.size(), columns - 1);
    return std::string(text.substr(0, end)) + "…";
}

std::vector<std::pair<std::size_t, std::size_t>> wrap(std::string_view text, std::size_t columns) {
    std::vector<std::pair<std::size_t, std::size_t>> lines;
    LineBreaks breaks(text);
    std::size_t line = 0; // where the line begins
    std::size_t used = 0; // its columns, white space at the end included
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::max(breaks.next(), begin + 1);
        const std::size_t visible_end = without_trailing_space(text, begin, end);
        const std::size_t visible = display_columns(text.substr(begin, visible_end - begin));
        if (used + visible > columns && begin > line) {
            lines.emplace_back(line, without_trailing_space(text, line, begin));
            line = begin;
            used = 0;
        }
        if (visible > columns) {
            std::size_t cut = fitting(text, line, visible_end, columns);
            while (cut < visible_end) {
                lines.emplace_back(line, cut);
                line = cut;
                cut = fitting(text, line, visible_end, columns);
            }
        }
        used += display_columns(text.substr(std::max(line, begin), end - std::max(line, begin)));
        begin = end;
    }
    const std::size_t last = without_trailing_space(text, line, text.size());
    if (last > line) lines.emplace_back(line, last);
    return lines;
}

TerminalWriter::TerminalWriter(std::string& out, std::size_t width, bool color)
    : out_(out), width_(std::clamp(width, least_width, most_width)), color_(color) {}

void TerminalWriter::write(std::string_view text, Style style) {
    if (text.empty()) return;
    const std::string_view sequence = color_ ? escape_sequence(style) : std::string_view{};
    out_ += sequence;
    out_ += text;
    if (!sequence.empty()) out_ += reset;
}

// `span` is the first that may touch the line; lines come in order.
void TerminalWriter::write_line(const StyledText& text, std::size_t begin, std::size_t end,
                                Style base, std::size_t& span) {
    const std::string_view all = text.text();
    while (begin < end) {
        while (span < text.spans().size() && text.spans()[span].end <= begin) ++span;
        std::size_t stop = end;
        Style style = base;
        if (span < text.spans().size()) {
            const StyledText::Span& next = text.spans()[span];
            if (next.begin <= begin) style = next.style;
            stop = std::min(end, next.begin <= begin ? next.end : next.begin);
        }
        write(all.substr(begin, stop - begin), style);
        begin = stop;
    }
}

void TerminalWriter::paragraph(const StyledText& text, std::string_view first, Style base) {
    const std::size_t indent = std::min(display_columns(first), width_ / 2);
    std::size_t span = 0;
    bool is_first = true;
    for (const auto& [begin, end] : wrap(text.text(), width_ - indent)) {
        if (is_first)
            write(first, Style::dim);
        else
            out_.append(indent, ' ');
        is_first = false;
        write_line(text, begin, end, base, span);
        end_line();
    }
}

void TerminalWriter::items(const std::vector<std::string>& list, std::string_view first,
                           Style base) {
    StyledText line;
    for (const std::string& item : list) {
        StyledText longer = line;
        longer.add_item(item);
        if (!line.empty() && display_columns(first) + display_columns(longer.text()) > width_) {
            paragraph(line, first, base);
            line = StyledText();
            line.add_item(item);
        } else {
            line = std::move(longer);
        }
    }
    paragraph(line, first, base);
}

void TerminalWriter::blank_line() {
    if (!out_.empty()) out_ += '\n';
}

} // namespace sitrep
