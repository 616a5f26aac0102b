#include "schema/analysis.h"

#include "schema/analysis_letters.h"
#include "schema/analysis_run.h"
#include "schema/analysis_skip.h"
#include "schema/unicode.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sitrep {
namespace {

using unicode::CharClass;
using unicode::CharInfo;

constexpr std::size_t max_designator_letters = 5; // "COVID-19"
constexpr std::size_t max_designator_digits = 4;  // "A1-1500"
constexpr std::size_t max_designator_suffix = 3;  // "B3" of T-72B3

class Scanner {
  public:
    Scanner(std::string_view text, std::vector<Token>& tokens, std::string& storage,
            std::uint32_t first_position, const WordStarts* wanted)
        : text_(text), tokens_(tokens), storage_(storage), next_position_(first_position),
          wanted_(wanted) {}

    std::uint32_t scan() {
        while (i_ < text_.size()) step();
        return next_position_ - 1;
    }

  private:
    std::string_view text_;
    std::vector<Token>& tokens_;
    std::string& storage_;
    std::uint32_t next_position_;
    const WordStarts* wanted_; // how words begin that matter; null: all do
    bool any_word_ = false;
    std::optional<bool> shouting_; // once asked
    std::size_t i_ = 0;
    char32_t last_visible_ = 0;
    bool after_break_ = false;
    bool sentence_start_ = true;
    bool clause_start_ = false;
    const unicode::CharTable chars_;

    // Capitals throughout: they distinguish nothing.
    bool shouting() {
        if (shouting_) return *shouting_;
        std::size_t upper = 0;
        std::size_t lower = 0;
        for (const char c : text_.substr(0, 2000)) {
            upper += c >= 'A' && c <= 'Z';
            lower += c >= 'a' && c <= 'z';
        }
        shouting_ = upper > 16 && lower * 4 < upper;
        return *shouting_;
    }

    char32_t peek(std::size_t at, std::size_t& after) const {
        if (at >= text_.size()) return 0;
        after = at;
        return unicode::decode(text_, after);
    }
    CharClass class_at(std::size_t at) const {
        std::size_t after = 0;
        return at < text_.size() ? chars_[peek(at, after)].kind : CharClass::other;
    }
    bool is_word_at(std::size_t at) const {
        const CharClass kind = class_at(at);
        return kind == CharClass::letter || kind == CharClass::digit;
    }
    std::string_view form(std::uint32_t begin, std::uint32_t end) const {
        return std::string_view(storage_).substr(begin, end - begin);
    }

    void step() {
        std::size_t after = 0;
        const char32_t c = peek(i_, after);
        switch (chars_[c].kind) {
        case CharClass::letter:
        case CharClass::digit: word(); break;
        case CharClass::ideograph: ideograph(); break;
        case CharClass::mark:
        case CharClass::ignored: i_ = after; break;
        case CharClass::other:
            i_ = after;
            separator(c);
            break;
        }
    }

    void separator(char32_t c) {
        if (c == '\n' || c == 0x2028 || c == 0x2029) {
            const char next = i_ < text_.size() ? text_[i_] : '\n';
            const bool blank = next == '\n' || next == '\r' || next == ' ' || next == '\t';
            if (blank || ends_sentence(last_visible_)) after_break_ = sentence_start_ = true;
        } else if (c > ' ' && c != 0xA0) {
            if (ends_sentence(c)) sentence_start_ = true;
            if (c == ':' || c == ';') clause_start_ = true;
            last_visible_ = c;
        }
    }

    // Flags and position of the next word; takes note of a paragraph break before it.
    std::uint8_t open_word(std::size_t begin) {
        std::uint8_t flags = 0;
        if (sentence_start_) flags |= token_sentence_start;
        if (clause_start_) flags |= token_clause_start;
        if (after_break_ && any_word_) {
            next_position_ += paragraph_gap;
            flags |= token_after_break;
        }
        if (!tokens_.empty()) {
            const std::size_t end = tokens_.back().end;
            std::size_t after = end;
            if (end == begin) {
                flags |= token_glued;
            } else if (begin > end && begin - end <= 3) {
                const char32_t c = unicode::decode(text_, after);
                if (after == begin && (is_hyphen(c) || is_apostrophe(c))) flags |= token_glued;
            }
        }
        after_break_ = sentence_start_ = clause_start_ = false;
        any_word_ = true;
        last_visible_ = 'a';
        return flags;
    }

    void push(std::size_t begin, std::size_t end, std::uint32_t form_begin, std::size_t form_end,
              std::uint32_t position, std::uint8_t flags, Script script) {
        tokens_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                           position, form_begin, static_cast<std::uint16_t>(form_end - form_begin),
                           flags, script});
    }

    void ideograph() {
        const std::size_t begin = i_;
        const auto form_begin = static_cast<std::uint32_t>(storage_.size());
        std::size_t after = 0;
        const CharInfo& letter = chars_[peek(i_, after)];
        storage_.append(letter.fold, letter.fold_size);
        i_ = after;
        // Vowel signs and tone marks stay with their letter.
        while (class_at(i_) == CharClass::mark && storage_.size() - form_begin < max_word_size) {
            const CharInfo& mark = chars_[peek(i_, after)];
            storage_.append(mark.fold, mark.fold_size);
            i_ = after;
        }
        const std::uint8_t flags = open_word(begin);
        push(begin, i_, form_begin, storage_.size(), next_position_++, flags, Script::cjk);
    }

    Run run(std::size_t at) { return read_run(text_, at, chars_, storage_); }

    // Words that nobody looks for only have positions.
    bool skip_unwanted() {
        if (wanted_ == nullptr) return false;
        const Passed passed = pass_unwanted(text_, i_, *wanted_);
        if (passed.words == 0) return false;
        open_word(i_);
        next_position_ += passed.words;
        i_ = passed.end;
        return true;
    }

    void word() {
        if (skip_unwanted() || acronym()) return;
        Run r = run(i_);
        if (r.letters == 0) {
            number(r);
            return;
        }
        if (r.digits > 0) {
            if (!designator(r, r)) plain(r);
            i_ = std::max<std::size_t>(r.end, i_);
            return;
        }
        join_apostrophes(r);
        if (joined_by_hyphen(r) || joined_by_space(r)) return;
        plain(r);
    }

    // U.S., U.N., J.F.K.: single letters with dots between them.
    bool acronym() {
        std::size_t at = i_;
        std::size_t letters = 0;
        std::size_t end = i_;
        const auto form_begin = static_cast<std::uint32_t>(storage_.size());
        Script script = Script::other;
        while (class_at(at) == CharClass::letter) {
            std::size_t after = 0;
            const CharInfo& letter = chars_[peek(at, after)];
            const bool dot = after < text_.size() && text_[after] == '.';
            if (!dot && (letters == 0 || is_word_at(after) || after_mark(after))) break;
            storage_.append(letter.fold, letter.fold_size);
            script = letter.script;
            ++letters;
            end = dot ? after + 1 : after;
            at = end;
            // Too long; reading on would make a text of nothing else quadratic.
            if (!dot || storage_.size() - form_begin > max_word_size) break;
        }
        if (letters < 2 || storage_.size() - form_begin > max_word_size) {
            storage_.resize(form_begin);
            return false;
        }
        const std::size_t form_end = storage_.size();
        const auto flags = static_cast<std::uint8_t>(
            open_word(i_) |
            (chars_[static_cast<unsigned char>(text_[i_])].upper ? token_upper | token_capitalised
                                                                 : 0));
        emit_with_capital_word(i_, end, form_begin, form_end, flags, script, true);
        i_ = end;
        return true;
    }

    bool after_mark(std::size_t at) const { return class_at(at) == CharClass::mark; }

    // A word, preceded by its joined form if it is US, WHO, IS or IT in capitals.
    void emit_with_capital_word(std::size_t begin, std::size_t end, std::uint32_t form_begin,
                                std::size_t form_end, std::uint8_t flags, Script script,
                                bool dotted) {
        const bool upper = (flags & token_upper) != 0;
        std::string_view joined;
        if (upper)
            joined =
                capital_word(std::string_view(storage_).substr(form_begin, form_end - form_begin));
        if (!joined.empty() && !dotted && shouting()) joined = {};
        if (!joined.empty()) {
            const auto joined_begin = static_cast<std::uint32_t>(storage_.size());
            storage_.append(joined);
            push(begin, end, joined_begin, storage_.size(), next_position_, flags | token_joined,
                 script);
            flags |= token_joined_part;
        }
        push(begin, end, form_begin, form_end, next_position_++, flags, script);
    }

    static std::uint8_t case_flags(const Run& r) {
        std::uint8_t flags = r.first_upper ? token_capitalised : 0;
        if (r.upper == r.letters && r.letters >= 2) flags |= token_upper;
        return flags;
    }

    void plain(const Run& r) {
        i_ = std::max<std::size_t>(i_, r.end);
        if (r.form_end - r.form > max_word_size || r.form_end == r.form) return;
        const auto flags = static_cast<std::uint8_t>(open_word(r.begin) | case_flags(r));
        emit_with_capital_word(r.begin, r.end, r.form, r.form_end, flags, r.script, false);
    }

    // 5,000 is 5000; 3.5 stays; 155mm and 3rd are words.
    void number(Run& r) {
        while (r.suffix == 0 && r.end + 1 < text_.size() &&
               class_at(r.end + 1) == CharClass::digit) {
            const char separator = text_[r.end];
            if (separator != ',' && separator != '.') break;
            const std::size_t mark = storage_.size();
            if (separator == '.') storage_.push_back('.');
            const Run next = run(r.end + 1);
            if (separator == ',' && (next.digits != 3 || next.suffix > 0)) {
                storage_.resize(mark);
                break;
            }
            r.end = next.end;
            r.suffix = next.suffix;
            r.form_end = next.form_end;
        }
        plain(r);
    }

    // don't -> dont, Sana'a -> sanaa; l'Ukraine -> l, ukraine; Russia's -> russia.
    void join_apostrophes(Run& r) {
        i_ = r.end;
        while (i_ < text_.size()) {
            std::size_t after = 0;
            if (!is_apostrophe(peek(i_, after)) || class_at(after) != CharClass::letter) return;
            if (r.script == Script::latin && is_elision(form(r.form, r.form_end))) return;
            const std::size_t mark = storage_.size();
            const Run next = run(after);
            if (next.letters == 1 && next.digits == 0 && form(next.form, next.form_end) == "s") {
                storage_.resize(mark);
                i_ = next.end; // the possessive is no part of the word
                return;
            }
            r.letters += next.letters;
            r.upper += next.upper;
            r.digits += next.digits; // keeps such words from being taken for designators
            r.form_end = next.form_end;
            r.end = next.end;
            i_ = r.end;
        }
    }

    bool joined_by_hyphen(const Run& r) {
        if (r.digits > 0 || r.letters > max_designator_letters || i_ != r.end) return false;
        std::size_t after = 0;
        if (!is_hyphen(peek(r.end, after)) || class_at(after) != CharClass::digit) return false;
        return joined_with(r, after);
    }

    // "T 72", "Su 34", but not "May 5" or "In 2014".
    bool joined_by_space(const Run& r) {
        if (r.digits > 0 || r.letters > 3 || !r.first_upper || i_ != r.end) return false;
        const bool abbreviation = r.upper == r.letters || r.letters == 2;
        const std::string_view word = form(r.form, r.form_end);
        if (!abbreviation || word == "a" || word == "i" || is_stop_word(word)) return false;
        std::size_t after = 0;
        const char32_t space = peek(r.end, after);
        if ((space != ' ' && space != 0xA0) || class_at(after) != CharClass::digit || shouting())
            return false;
        return joined_with(r, after);
    }

    // Whether `r` and the digits at `digits_at` were a designator, which it emits.
    bool joined_with(const Run& r, std::size_t digits_at) {
        const std::size_t mark = storage_.size();
        const Run digits = run(digits_at);
        if (designator(r, digits)) {
            i_ = digits.end;
            return true;
        }
        storage_.resize(mark);
        return false;
    }

    // Emits letters and digits as two words under their joined form. `b` is the run that holds
    // the digits: `a` itself for T72.
    bool designator(const Run& a, const Run& b) {
        if (a.letters == 0 || a.letters > max_designator_letters || b.digits == 0 ||
            b.digits > max_designator_digits || b.suffix > max_designator_suffix)
            return false;
        if (&a != &b && b.letters > 0) return false;
        // Marks are no letters, but take room.
        if (b.form_end - b.form > max_word_size || a.form_end - a.form > max_word_size)
            return false;
        const std::uint32_t letters_form_end = &a == &b ? b.digits_form : a.form_end;
        const std::uint32_t letters_end = &a == &b ? b.digits_begin : a.end;
        const bool plural = b.suffix == 1 && storage_[b.suffix_form] == 's';
        const std::uint32_t digits_form_end = b.suffix > 0 ? b.suffix_form : b.form_end;
        const std::uint32_t word_form_end = plural ? b.suffix_form : b.form_end;

        const auto flags = static_cast<std::uint8_t>(open_word(a.begin) | case_flags(a));
        const auto joined_flags = static_cast<std::uint8_t>(flags | token_joined);
        const auto joined_begin = static_cast<std::uint32_t>(storage_.size());
        std::string joined;
        append_latin(joined, form(a.form, letters_form_end));
        joined += form(b.digits_form, digits_form_end);
        storage_ += joined;
        const auto short_end = static_cast<std::uint32_t>(storage_.size());
        push(a.begin, b.end, joined_begin, short_end, next_position_, joined_flags, a.script);
        if (word_form_end > digits_form_end) { // T-72B3 is also found as t72b3
            std::string suffix;
            append_latin(suffix, form(digits_form_end, word_form_end));
            storage_ += joined;
            storage_ += suffix;
            push(a.begin, b.end, short_end, storage_.size(), next_position_, joined_flags,
                 a.script);
        }
        const auto part = static_cast<std::uint8_t>(flags | token_joined_part);
        push(a.begin, letters_end, a.form, letters_form_end, next_position_++, part, a.script);
        push(b.digits_begin, b.end, b.digits_form, word_form_end, next_position_++,
             token_joined_part | token_glued, Script::digit);
        return true;
    }
};

} // namespace

void WordStarts::add(std::string_view start) {
    first_.set(static_cast<unsigned char>(start[0]));
    std::array<char, 3> letters{};
    std::size_t known = 0;
    while (known < std::min(start.size(), letters.size()) && start[known] >= 'a' &&
           start[known] <= 'z') {
        letters[known] = start[known];
        ++known;
    }
    if (known == 0) return;
    const std::size_t begin = index(letters[0], letters[1], letters[2]);
    const std::size_t count = std::size_t{1} << 5 * (letters.size() - known);
    for (std::size_t i = begin; i < begin + count; ++i) letters_.set(i);
}

void Tokens::analyse(std::string_view text, std::uint32_t first_position,
                     const WordStarts* wanted) {
    tokens_.clear();
    storage_.clear();
    if (storage_.capacity() < text.size()) {
        storage_.reserve(text.size() + text.size() / 8 + 64);
        tokens_.reserve(text.size() / 6 + 8);
    }
    last_position_ = Scanner(text, tokens_, storage_, first_position, wanted).scan();
}

} // namespace sitrep
