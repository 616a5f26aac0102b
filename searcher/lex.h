// Query text -> lexemes: quotes, parentheses, operators, field names and the words between them.
//
// A word is cut off at white space, quotes and parentheses; what stands in it is for the parser,
// which knows the field. Linear in the size of the text.
#pragma once

#include "searcher/parse.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

enum class LexemeKind : std::uint8_t {
    end,
    word,   // as written, wildcards and all
    quoted, // without its quotes, escapes resolved
    open,
    close,
    conj,     // AND, &&
    disj,     // OR, ||
    neg,      // NOT, and - or ! at the start of a word
    plus,     // + at the start of a word
    near,     // NEAR, NEAR/5
    field,    // name:
    saved,    // search:, before the name of a saved search
    versions, // versions:VALUE, the value as text
};

struct Lexeme {
    LexemeKind kind = LexemeKind::end;
    QuerySpan span;
    std::string text;              // word, quoted
    FieldId field = FieldId::text; // field
    std::uint32_t distance = 0;    // near; quoted: the 5 of "a b"~5
    bool glued = false;            // nothing stands between it and the lexeme before it
    bool is_value = false;         // word: stands right after `field:`
};

// The lexemes, closed by one of kind `end`. `text` is valid UTF-8. Throws Error{query}.
std::vector<Lexeme> lex(std::string_view text, std::vector<QueryWarning>& warnings);

// Throws Error{query} about a part of the query.
[[noreturn]] void fail(std::string message, std::string hint, QuerySpan span);
// Throws Error{limit}.
[[noreturn]] void fail_limit(std::string message, std::string hint);

// Part of a query as a message shows it: long ones are cut.
std::string shown(std::string_view text);

// The character at `at`, whose size in bytes goes to `size`; invalid bytes count as U+FFFD.
char32_t char_at(std::string_view text, std::size_t at, std::size_t& size);
bool is_space(char32_t c);
std::string_view trim_space(std::string_view text);
bool is_quote(char32_t c);
// A letter, digit or mark of any script.
bool is_wordish(char32_t c);
bool has_wordish(std::string_view text);

// "AND", "NEAR/5" and the like: what a bare word must not look like.
bool looks_like_operator(std::string_view word);

// Holds "://": taken as it stands, with no syntax in it.
inline bool looks_like_url(std::string_view word) {
    return word.find("://") != std::string_view::npos;
}

} // namespace sitrep
