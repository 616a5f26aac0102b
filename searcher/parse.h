// Query text -> tree, with what could not be honoured said aloud.
#pragma once

#include "schema/gazetteer.h"
#include "searcher/ast.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Explicit limits; exceeding one throws Error{limit} that names it.
struct QueryLimits {
    std::size_t bytes = 16 * 1024;
    std::size_t terms = 1000; // leaves of the tree
    std::size_t depth = 50;
    std::size_t prefix_letters = 3;      // least letters before a trailing *
    std::size_t prefix_expansion = 1000; // most words that a prefix may stand for
    std::size_t saved_depth = 10;        // of saved searches that name others
    double seconds = 10;                 // for one search
};

// Something the user should know, at bytes [begin, end) of the query.
struct QueryWarning {
    std::string message;
    std::string hint; // may be empty
    QuerySpan span;
};

// A name that was looked up in the gazetteer or the lexicon, and what it stands for.
struct QueryExpansion {
    std::string text; // as written: "actor:zelensky"
    FieldId field = FieldId::actor;
    std::vector<std::string> ids;
    QuerySpan span;
};

// The text of the saved search of that name (search:name), or none. Which spellings of a name are
// one is for whoever keeps them to say.
using SavedSearches = std::function<std::optional<std::string>(std::string_view name)>;

// A saved search that was put in where it was named.
struct SavedSearchUse {
    std::string name;
    std::string parsed; // what it is read as
    QuerySpan span;     // of search:name
};

struct ParsedQuery {
    std::string text;          // as given
    Node root;                 // `all` for "*", and for an empty query
    bool all_versions = false; // versions:all: superseded ones too
    std::string parsed;        // to_string(root), and versions:all
    std::vector<QueryExpansion> expansions;
    std::vector<QueryWarning> warnings;
    std::vector<SavedSearchUse> saved; // inner ones after those that name them
    bool relative = false;             // a period is told from today: another day, another query
};

// Throws Error{query, ...} with the position for what makes no sense (unbalanced quote or
// parenthesis, unknown field, empty or reversed range, a date that is none, *x, /re/, a prefix
// that is too short, an operator without its operand, a saved search that does not exist, names
// itself or cannot be read). `today` anchors periods like P7D. What a saved search stands for takes
// its place in the tree, with the span of search:name; without `saved` there are none.
ParsedQuery parse_query(std::string_view text, const Gazetteer& gazetteer, Day today,
                        const QueryLimits& limits = {}, const SavedSearches& saved = {});

// One `field:value` as a tree, with value taken literally (what a facet click or a --region option
// means). Throws like parse_query.
Node parse_filter(FieldId field, std::string_view value, const Gazetteer& gazetteer, Day today,
                  std::vector<QueryExpansion>& expansions, std::vector<QueryWarning>& warnings);

} // namespace sitrep
