#include "searcher/lex.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace sitrep {

namespace {

constexpr std::uint32_t default_near = 10;
// Positions of neighbouring paragraphs lie this far apart, so nothing wider makes sense.
constexpr std::uint32_t max_distance = paragraph_gap - 1;

bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_hebrew_letter(char32_t c) {
    return c >= 0x05D0 && c <= 0x05EA;
}

// Which quotes close a quote that was opened: mixed ones are common where an editor replaces
// only some of them („so").
bool closes(char32_t open, char32_t c) {
    switch (open) {
    case U'"': return c == U'"';
    case U'«': return c == U'»';
    case U'»': return c == U'«';
    default: return c == U'“' || c == U'”' || c == U'‟' || c == U'"';
    }
}

// What other search engines call it.
struct ForeignField {
    std::string_view name;
    std::string_view hint;
};
constexpr std::array<ForeignField, 9> foreign_fields{{
    {"after", "write date:>2025-07-04"},
    {"since", "write date:>=2025-07-04"},
    {"from", "write date:>=2025-07-04"},
    {"before", "write date:<2025-07-04"},
    {"until", "write date:<=2025-07-04"},
    {"to", "write date:<=2025-07-04"},
    {"site", "write source:name or url:address"},
    {"inurl", "write url:address"},
    {"near", "write a NEAR/5 b"},
}};

// `lower` is in small letters.
bool same_name(std::string_view name, std::string_view lower) {
    return std::equal(name.begin(), name.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a | 0x20) == b; });
}

std::string unknown_field_hint(std::string_view name, std::string_view whole) {
    for (const ForeignField& foreign : foreign_fields)
        if (foreign.name == name) return std::string(foreign.hint);
    // Any three letters are near to some name.
    const std::string_view nearest = name.size() > 3 ? nearest_field_name(name) : "";
    const std::string quoted = fmt::format("to search for the words, write \"{}\"", shown(whole));
    if (nearest.empty()) return quoted;
    return fmt::format("did you mean {}: ? {}", nearest, quoted);
}

class Lexer {
  public:
    Lexer(std::string_view text, std::vector<QueryWarning>& warnings)
        : text_(text), warnings_(warnings), last_regex_end_(find_last_regex_end(text)) {}

    std::vector<Lexeme> run() {
        while (skip_space()) next();
        if (after_field()) fail_without_value();
        add(LexemeKind::end, text_.size());
        return std::move(lexemes_);
    }

  private:
    char32_t peek(std::size_t at) const {
        std::size_t size = 0;
        return at < text_.size() ? char_at(text_, at, size) : U'\0';
    }

    // White space, a closing parenthesis or the end.
    bool ends_operand(std::size_t at) const {
        return at >= text_.size() || text_[at] == ')' || is_space(peek(at));
    }

    bool after_field() const {
        return !lexemes_.empty() && (lexemes_.back().kind == LexemeKind::field ||
                                     lexemes_.back().kind == LexemeKind::saved);
    }

    bool skip_space() {
        glued_ = !lexemes_.empty();
        std::size_t size = 0;
        while (pos_ < text_.size() && is_space(char_at(text_, pos_, size))) {
            pos_ += size;
            glued_ = false;
        }
        return pos_ < text_.size();
    }

    // Adds the lexeme [pos_, end).
    Lexeme& add(LexemeKind kind, std::size_t end) {
        Lexeme lexeme;
        lexeme.kind = kind;
        lexeme.span = {static_cast<std::uint32_t>(pos_), static_cast<std::uint32_t>(end)};
        lexeme.glued = glued_;
        pos_ = end;
        return lexemes_.emplace_back(std::move(lexeme));
    }

    QuerySpan span(std::size_t begin, std::size_t end) const {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    [[noreturn]] void fail_without_value() const {
        const Lexeme& last = lexemes_.back();
        const std::string_view name =
            last.kind == LexemeKind::saved ? "search" : field(last.field).name;
        fail(fmt::format("{}: has no value", name),
             "write the value right after the colon, or put the word in quotes", last.span);
    }

    void next() {
        const char c = text_[pos_];
        if (c == '(') {
            add(LexemeKind::open, pos_ + 1);
        } else if (c == ')') {
            if (after_field()) fail_without_value();
            add(LexemeKind::close, pos_ + 1);
        } else if (is_quote(peek(pos_))) {
            quoted();
        } else if (after_field()) {
            value();
        } else if (!symbol_operator() && !field_name()) {
            word();
        }
    }

    bool symbol_operator() {
        const std::string_view rest = text_.substr(pos_);
        if (rest.starts_with("&&")) return add(LexemeKind::conj, pos_ + 2), true;
        if (rest.starts_with("||")) return add(LexemeKind::disj, pos_ + 2), true;
        const char c = rest.front();
        if ((c != '-' && c != '!' && c != '+') || ends_operand(pos_ + 1)) return false;
        add(c == '+' ? LexemeKind::plus : LexemeKind::neg, pos_ + 1);
        return true;
    }

    // The end of `name` of `name:` at pos_.
    std::optional<std::size_t> find_colon() const {
        std::size_t at = pos_;
        std::size_t size = 0;
        if (is_ascii_digit(text_[at])) return {}; // 12:30
        while (at < text_.size()) {
            const char32_t c = char_at(text_, at, size);
            if (c == U':') break;
            if (!is_wordish(c) && (at == pos_ || (c != U'-' && c != U'_'))) return {};
            at += size;
        }
        if (at == pos_ || at >= text_.size() || text_.substr(at).starts_with("://")) return {};
        return at;
    }

    bool field_name() {
        const std::optional<std::size_t> colon = find_colon();
        if (!colon) return false;
        const std::string_view name = text_.substr(pos_, *colon - pos_);
        const Field* known = find_field(name);
        const bool loose = ends_operand(*colon + 1);
        if (same_name(name, "search") && !loose) {
            add(LexemeKind::saved, *colon + 1);
            return true;
        }
        if (same_name(name, "versions") && !loose) {
            const std::size_t begin = *colon + 1;
            const std::size_t end = scan_word(false);
            add(LexemeKind::versions, end).text = text_.substr(begin, end - begin);
            return true;
        }
        if (known == nullptr) {
            if (loose) return false;
            fail(fmt::format("there is no field {}:", shown(name)),
                 unknown_field_hint(name, text_.substr(pos_, scan_word(false) - pos_)),
                 span(pos_, *colon + 1));
        }
        if (loose && !loose_field(*known, name, *colon)) return false;
        add(LexemeKind::field, *colon + 1).field = known->id;
        return true;
    }

    // `region: ukraine`. An alias there is more often a word of a headline ("war: what next").
    bool loose_field(const Field& known, std::string_view name, std::size_t colon) {
        const bool canonical = same_name(name, known.name);
        if (canonical) {
            warnings_.push_back(
                {fmt::format("{}: is taken as the field, in spite of the space", known.name),
                 "write the value right after the colon, or put the word in quotes",
                 span(pos_, colon + 1)});
        } else {
            warnings_.push_back(
                {fmt::format("{}: is taken as a word, because of the space", name),
                 fmt::format("for the field write {}:value without a space", known.name),
                 span(pos_, colon + 1)});
        }
        return canonical;
    }

    // Whether the `"` at `at` stands between two Hebrew letters, where it marks an acronym.
    bool is_gershayim(std::size_t at) const {
        return text_[at] == '"' && at >= 2 && is_hebrew_letter(peek(at - 2)) &&
               is_hebrew_letter(peek(at + 1));
    }

    // The end of the word at pos_. `verbatim`: parentheses in pairs belong to it, && and || too.
    std::size_t scan_word(bool verbatim) const {
        std::size_t at = pos_;
        std::size_t size = 0;
        std::size_t parentheses = 0;
        for (; at < text_.size(); at += size) {
            const char32_t c = char_at(text_, at, size);
            const std::string_view rest = text_.substr(at);
            if (is_space(c) || (is_quote(c) && (at == pos_ || !is_gershayim(at)))) break;
            if (c == U'(' && !verbatim) break;
            if (c == U'(') ++parentheses;
            if (c == U')' && parentheses-- == 0) break;
            if (!verbatim && (rest.starts_with("&&") || rest.starts_with("||"))) break;
            if (rest.starts_with("://")) verbatim = true;
        }
        // A value that starts with an operator sign still takes it up, or nothing would move on.
        return at > pos_ ? at : pos_ + std::min<std::size_t>(2, text_.size() - pos_);
    }

    void value() {
        const FieldId id = lexemes_.back().field;
        const std::size_t end = scan_word(id == FieldId::id || id == FieldId::url);
        const std::string_view word = text_.substr(pos_, end - pos_);
        if (!glued_ && looks_like_operator(word)) fail_without_value();
        if (id != FieldId::id && id != FieldId::url) refuse_regex(end);
        Lexeme& lexeme = add(LexemeKind::word, end);
        lexeme.text = word;
        lexeme.is_value = true;
    }

    void word() {
        const std::size_t end = scan_word(false);
        const std::string_view word = text_.substr(pos_, end - pos_);
        refuse_regex(end);
        if (word == "AND") {
            add(LexemeKind::conj, end);
        } else if (word == "OR") {
            add(LexemeKind::disj, end);
        } else if (word == "NOT") {
            add(LexemeKind::neg, end);
        } else if (word == "NEAR" || word.starts_with("NEAR/")) {
            near(word, end);
        } else {
            refuse_proximity(word, end);
            add(LexemeKind::word, end).text = word;
        }
    }

    void near(std::string_view word, std::size_t end) {
        const std::uint32_t distance =
            word == "NEAR" ? default_near : read_distance(pos_ + 5, end, "NEAR/");
        add(LexemeKind::near, end).distance = distance;
    }

    // The number [begin, end) of NEAR/5 or "a b"~5.
    std::uint32_t read_distance(std::size_t begin, std::size_t end, std::string_view what) const {
        std::uint32_t value = 0;
        const char* last = text_.data() + end;
        const auto [stop, error] = std::from_chars(text_.data() + begin, last, value);
        if (error != std::errc() || stop != last || value == 0 || value > max_distance)
            fail(fmt::format("{} takes a number of words from 1 to {}", what, max_distance),
                 fmt::format("write {}5", what), span(pos_, end));
        return value;
    }

    // Other engines' proximity operators.
    void refuse_proximity(std::string_view word, std::size_t end) {
        if (word == "ADJ")
            warnings_.push_back(
                {"ADJ is taken as a word", "write a phrase in quotes, or NEAR/5", span(pos_, end)});
        if (word.find('/') == std::string_view::npos || !looks_like_operator(word)) return;
        fail(fmt::format("{} is not an operator here", shown(word)),
             "write a NEAR/5 b, or \"a b\"~5 to keep the order", span(pos_, end));
    }

    // The last place where a /regular expression/ could end.
    static std::size_t find_last_regex_end(std::string_view text) {
        for (std::size_t at = text.size(); at-- > 1;) {
            if (text[at] != '/' || text[at - 1] == ' ') continue;
            std::size_t after = at + 1;
            while (after < text.size() && after < at + 4 && text[after] >= 'a' &&
                   text[after] <= 'z')
                ++after;
            if (after == text.size() || text[after] == ')' || text[after] == ' ') return at;
        }
        return 0;
    }

    void refuse_regex(std::size_t end) const {
        if (text_[pos_] != '/' || ends_operand(pos_ + 1) || last_regex_end_ < pos_ + 2) return;
        fail("regular expressions are not supported",
             "write word* for all words that start alike, or put the words in quotes",
             span(pos_, std::max(end, last_regex_end_ + 1)));
    }

    void quoted() {
        std::size_t size = 0;
        const char32_t open = char_at(text_, pos_, size);
        std::string content;
        std::size_t at = pos_ + size;
        while (true) {
            if (at >= text_.size())
                fail("a quote is not closed", "add the closing quote, or leave the quote out",
                     span(pos_, text_.size()));
            const char32_t c = char_at(text_, at, size);
            if (closes(open, c) && !(open == U'"' && at > pos_ + 2 && is_gershayim(at))) break;
            if (c == U'\\' && at + 1 < text_.size()) {
                std::size_t escaped = 0;
                const char32_t what = char_at(text_, at + 1, escaped);
                if (what == U'\\' || is_quote(what)) {
                    at += size;
                    size = escaped;
                }
            }
            content.append(text_, at, size);
            at += size;
        }
        finish_quoted(std::move(content), at + size);
    }

    // What may hang on a closing quote: "a b"~5.
    void finish_quoted(std::string content, std::size_t end) {
        const char suffix = end < text_.size() ? text_[end] : ' ';
        if (suffix == '^')
            fail("weights are not supported", "leave ^ and its number out", span(end, end + 1));
        if (suffix == '*') fail("a phrase cannot end in *", "leave * out", span(end, end + 1));
        std::uint32_t distance = 0;
        if (suffix == '~') {
            std::size_t number_end = end + 1;
            while (number_end < text_.size() && is_ascii_digit(text_[number_end])) ++number_end;
            distance = read_distance(end + 1, number_end, "\"...\"~");
            end = number_end;
        }
        Lexeme& lexeme = add(LexemeKind::quoted, end);
        lexeme.text = std::move(content);
        lexeme.distance = distance;
    }

    std::string_view text_;
    std::vector<QueryWarning>& warnings_;
    std::size_t last_regex_end_;
    std::size_t pos_ = 0;
    bool glued_ = false;
    std::vector<Lexeme> lexemes_;
};

} // namespace

std::vector<Lexeme> lex(std::string_view text, std::vector<QueryWarning>& warnings) {
    return Lexer(text, warnings).run();
}

} // namespace sitrep
