// Text for a terminal: made harmless, measured in columns, wrapped and coloured.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

enum class Style : std::uint8_t { plain, bold, dim, match, warning };

// One paragraph with its styles. All text goes in through add(), which makes it harmless: control
// characters (escape sequences start with one) and bytes that are not UTF-8 show as U+FFFD,
// characters that turn the direction of what follows them go, and white space collapses.
class StyledText {
  public:
    struct Span {
        std::size_t begin; // bytes of text()
        std::size_t end;
        Style style;
    };

    StyledText() = default;
    explicit StyledText(std::string_view text, Style style = Style::plain) { add(text, style); }

    StyledText& add(std::string_view text, Style style = Style::plain);

    // Adds one of several things on a line, after a separator if it is not the first. Numbers that
    // follow text in Arabic or Hebrew are kept from moving into it.
    StyledText& add_item(std::string_view text, std::string_view separator = " · ");

    const std::string& text() const { return text_; }
    const std::vector<Span>& spans() const { return spans_; } // in order, not overlapping
    bool empty() const { return text_.empty(); }

  private:
    std::string text_;
    std::vector<Span> spans_; // what is not plain
};

// Columns that a terminal gives to a text: two to wide (CJK) characters, none to marks.
std::size_t display_columns(std::string_view text);

// The text cut to so many columns, with an ellipsis where something was cut.
std::string cut_to_columns(std::string_view text, std::size_t columns);

// Lines of at most `columns` columns as byte ranges without the white space at their ends. Breaks
// where Unicode allows it (UAX 14); a word that is too long is broken between characters.
std::vector<std::pair<std::size_t, std::size_t>> wrap(std::string_view text, std::size_t columns);

// Writes paragraphs into a string.
class TerminalWriter {
  public:
    TerminalWriter(std::string& out, std::size_t width, bool color);

    // `first` stands before the first line, as many spaces before the others. Styles of the text
    // are laid over `base`. An empty text writes nothing.
    void paragraph(const StyledText& text, std::string_view first = {}, Style base = Style::plain);
    // Things with separators between them, each on one line where it fits: an address that is
    // broken cannot be copied. Empty ones are left out.
    void items(const std::vector<std::string>& list, std::string_view first, Style base);
    void blank_line();
    std::size_t width() const { return width_; }

    // One piece of a line as it is; `text` must be harmless.
    void write(std::string_view text, Style style = Style::plain);
    void end_line() { out_ += '\n'; }

  private:
    void write_line(const StyledText& text, std::size_t begin, std::size_t end, Style base,
                    std::size_t& span);

    std::string& out_;
    std::size_t width_;
    bool color_;
};

} // namespace sitrep
