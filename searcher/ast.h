// The query tree: what a query means, independent of any database.
//
// One tree, three uses: lowered to a Xapian::Query (lower.h), verified against the tokens of one
// article (percolation, highlighting), and printed back as a query that parses to the same tree.
#pragma once

#include "schema/analysis.h"
#include "schema/date.h"
#include "schema/field.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace sitrep {

enum class NodeKind : std::uint8_t {
    all,     // *: every article
    word,    // one word with its inflections
    phrase,  // words as written, in order, next to each other (or within `distance` extra words)
    near,    // words in any order within `distance` words of each other
    prefix,  // word*
    entity,  // region, actor or mentions: any of `values` (gazetteer ids)
    keyword, // a facet value compared whole: any of `values`, folded
    date,    // the article's days meet `days`
    count,   // low..high overlaps `numbers`
    conj,    // all children
    disj,    // any child
    neg,     // everything but its one child
};

// Bytes of the query string.
struct QuerySpan {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

// A word of a word, phrase, near or prefix node, as the analyser folds it.
struct QueryWord {
    std::string form;
    Script script = Script::latin;
    bool stop = false; // a stop word, not required of a match unless nothing else is asked
    friend bool operator==(const QueryWord&, const QueryWord&) = default;
};

struct NumberRange {
    std::uint32_t from = 0;
    std::uint32_t to = std::numeric_limits<std::uint32_t>::max();
    friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

// Open ends of a day range.
inline constexpr Day first_day = -354285; // 1000-01-01
inline constexpr Day last_day = 2932896;  // 9999-12-31

struct Node {
    NodeKind kind = NodeKind::all;
    FieldId field = FieldId::text;   // of leaves
    std::string text;                // the value as the user wrote it, for printing
    std::vector<QueryWord> words;    // word, phrase, near, prefix
    std::uint32_t distance = 0;      // phrase: extra words allowed; near: window
    std::vector<std::string> values; // entity ids, or keywords
    bool exact = false;              // entity: without what belongs to it
    DayRange days{first_day, last_day};
    NumberRange numbers;
    std::vector<Node> children;
    QuerySpan span;
    bool required = false; // +word: a stop word that must be there all the same

    // Same meaning; spans aside.
    friend bool operator==(const Node& a, const Node& b);
};

// The query text of a tree; parsing it gives an equal tree. Fully parenthesised where AND and OR
// meet.
std::string to_string(const Node& node);

} // namespace sitrep
