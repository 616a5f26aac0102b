// The one analyser: text -> tokens. Used to index, to query, to highlight and to percolate, so
// that what one of them finds all of them find.
//
// Words are split by Unicode rules, folded (case, diacritics of the Latin script; harakat and
// tatweel go, alef and ya forms are one; Cyrillic ё is е) and given positions. Beyond words:
//  - Designators hold together: "T-72", "T72" and "T 72" all give the words t, 72 and the joined
//    token t72 (Cyrillic Т-72 too). Su-34M gives su34m and su34.
//  - Acronyms lose their dots (U.N. = UN), unless that makes them a stop word: U.S. and US in
//    capitals give the joined token "u.s", which the pronoun "us" does not.
//  - Chinese, Japanese kana, Thai, Lao, Khmer and Burmese letters are one token each; a query for
//    several of them is a phrase.
// Linear in the size of the text. Invalid UTF-8 is skipped as a word boundary.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

enum class Script : std::uint8_t {
    other,
    latin,
    cyrillic,
    arabic,
    hebrew,
    greek,
    devanagari,
    cjk,
    digit
};

// Where a word came from, as far as later rules need to know.
enum TokenFlag : std::uint8_t {
    token_joined = 1,         // covers several words: a designator or acronym; shares a position
    token_capitalised = 2,    // first letter is upper case
    token_upper = 4,          // all letters are upper case, two or more
    token_sentence_start = 8, // first word of a sentence or paragraph
    token_joined_part = 16,   // a word covered by a joined token
    token_after_break = 32,   // a paragraph break stands before it
    token_glued = 64,         // nothing but a hyphen or apostrophe, or nothing at all, before it
    token_clause_start = 128, // a colon or semicolon stands before it
};

struct Token {
    std::uint32_t begin; // bytes of the source text, [begin, end)
    std::uint32_t end;
    std::uint32_t position;    // counts words from 1; a paragraph break adds paragraph_gap
    std::uint32_t form_offset; // into Tokens' storage
    std::uint16_t form_size;
    std::uint8_t flags;
    Script script;
};

// Phrases and NEAR do not reach across a gap this wide.
inline constexpr std::uint32_t paragraph_gap = 100;

// Words longer than this many bytes once folded are skipped (base64 and the like).
inline constexpr std::size_t max_word_size = 100;

// How words begin that are looked for in a text. Looks at three letters: others may pass.
class WordStarts {
  public:
    void add_all() {
        first_.set();
        letters_.set();
    }
    // Of a folded form. Where one of its first three bytes is no letter of ASCII, and where it is
    // shorter, those before it count.
    void add(std::string_view start);
    // Whether a folded form may be one of them.
    bool may_begin(std::string_view form) const {
        if (form.empty() || !first_.test(static_cast<unsigned char>(form[0]))) return false;
        const auto is_letter = [&](std::size_t i) { return form[i] >= 'a' && form[i] <= 'z'; };
        for (std::size_t i = 0; i < std::min<std::size_t>(form.size(), 3); ++i)
            if (!is_letter(i)) return true;
        return may_begin(form[0], form.size() > 1 ? form[1] : ' ', form.size() > 2 ? form[2] : ' ');
    }
    // The same for letters of ASCII, of either case; a word that is shorter goes on with a space.
    // Any other bytes in their place may give true.
    bool may_begin(char first, char second, char third) const {
        return letters_.test(index(first, second, third));
    }

  private:
    static std::size_t index(char first, char second, char third) {
        return (static_cast<unsigned char>(first) & 31U) << 10 |
               (static_cast<unsigned char>(second) & 31U) << 5 |
               (static_cast<unsigned char>(third) & 31U);
    }

    std::bitset<256> first_;
    std::bitset<32768> letters_;
};

// The tokens of one text, in order of position; a joined token stands before its first word.
// Reuse one object for many texts: it keeps its memory.
class Tokens {
  public:
    // Replaces the content. `first_position` is the position of the first word.
    void analyse(std::string_view text, std::uint32_t first_position = 1) {
        analyse(text, first_position, nullptr);
    }
    // Words that begin otherwise than the wanted ones may be left out, their positions aside: many
    // times as fast, for marking a few words in a text.
    void analyse_wanted(std::string_view text, const WordStarts& wanted) {
        analyse(text, 1, &wanted);
    }

    const std::vector<Token>& all() const { return tokens_; }
    std::size_t size() const { return tokens_.size(); }
    const Token& operator[](std::size_t i) const { return tokens_[i]; }
    // The folded form. Valid until the next analyse().
    std::string_view form(const Token& token) const {
        return {storage_.data() + token.form_offset, token.form_size};
    }
    std::uint32_t last_position() const { return last_position_; }

  private:
    void analyse(std::string_view text, std::uint32_t first_position, const WordStarts* wanted);

    std::vector<Token> tokens_;
    std::string storage_;
    std::uint32_t last_position_ = 0;
};

// Case and diacritics folded as the analyser does it, white space collapsed and trimmed, all else
// kept: the key of keyword values ("Clash  Report" -> "clash report").
std::string fold_keyword(std::string_view text);

// The folded words of a text joined by single spaces, joined tokens left out: the key of names in
// the gazetteer ("Al-Shabaab" -> "al shabaab").
std::string fold_name(std::string_view text);

// Invalid UTF-8 and NUL and other control characters (but \n, \t) replaced by U+FFFD or space;
// says whether anything was replaced.
bool make_valid_utf8(std::string& text);
bool is_valid_utf8(std::string_view text);

// English stop words: not required of a match, but indexed, so that phrases find them.
bool is_stop_word(std::string_view form);

// Stems words of one language; words of a script that the language is not written in, and words
// with digits, stay. Not thread-safe; memoises.
class Stemmer {
  public:
    // `lang` is ISO 639-1; a language without a stemmer stems nothing.
    explicit Stemmer(std::string_view lang);
    ~Stemmer();
    Stemmer(Stemmer&&) noexcept;
    Stemmer& operator=(Stemmer&&) noexcept;

    // The stem, or the form itself when the word is not stemmed. Valid until the next call.
    std::string_view stem(std::string_view form, Script script);
    bool does_anything() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// ISO 639-1 codes of the languages that have a stemmer.
const std::vector<std::string_view>& stemmed_languages();
// Words whose stem is indexed beside them: letters only, one word. All others (numbers,
// designators, ideographs) are found as they are.
bool has_stem(std::string_view form, Script script);

// The script a language is written in, for choosing stemmers by a query word's script.
Script script_of(std::string_view lang);

} // namespace sitrep
