// The grammar of queries, between their lexemes and their leaves.
#pragma once

#include "searcher/lex.h"
#include "searcher/parse_leaf.h"

#include <optional>
#include <string_view>
#include <vector>

namespace sitrep {

struct Reading {
    std::optional<Node> root;       // none: no word or number in it
    std::optional<QuerySpan> mixed; // where AND and OR meet without parentheses
};

// `text` is valid UTF-8 and not blank. Throws like parse_query.
Reading read_grammar(std::string_view text, LeafContext& context);

// Throws unless the text is short enough, valid UTF-8 and without NUL.
void check_text(std::string_view text, const QueryLimits& limits);

bool starts_operand(LexemeKind kind);

// Whether lexeme `i` is a bare word that may be half of a designator.
bool is_plain_word(const std::vector<Lexeme>& lexemes, std::size_t i);

// Words that are one only together (T 72): a join at the index of its first lexeme, its `last`
// an index of a lexeme too; elsewhere joins without a text.
std::vector<WordJoin> join_lexemes(std::string_view text, const std::vector<Lexeme>& lexemes);

// `kyiv or odesa`: AND, OR and NOT are capitals.
void warn_of_small_operators(const std::vector<Lexeme>& lexemes,
                             std::vector<QueryWarning>& warnings);

} // namespace sitrep
