// The leaves of a query: words, names and ranges, once the grammar knows their field.
//
// A function that returns no node has found nothing to search for, and said so in a warning.
#pragma once

#include "searcher/lex.h"
#include "searcher/parse.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// What leaves are read with and report to.
struct LeafContext {
    const Gazetteer& gazetteer;
    Day today;
    const QueryLimits& limits;
    std::vector<QueryExpansion>& expansions;
    std::vector<QueryWarning>& warnings;
    Tokens tokens{};
    int name_hints_left = 5; // looking for similar names is dear
    std::size_t terms = 0;   // leaves so far, those of saved searches too
    const SavedSearches* saved = nullptr;
    std::vector<SavedSearchUse>* saved_uses = nullptr;
    std::vector<std::string> open_searches{}; // folded names of those being read, outermost first
    bool all_versions = false;                // versions:all
    bool relative = false;                    // a period is told from `today`

    void warn(std::string message, std::string hint, QuerySpan span) {
        warnings.push_back({std::move(message), std::move(hint), span});
    }
};

// A bare word of a text field: *, word*, or what the analyser makes of it.
std::optional<Node> word_leaf(LeafContext& context, FieldId field, std::string_view word,
                              QuerySpan span);
// "several words"; `distance` extra words may stand between them.
std::optional<Node> phrase_leaf(LeafContext& context, FieldId field, std::string_view text,
                                std::uint32_t distance, QuerySpan span);

// The value of a field of names. `tail` is the bare words that follow, to notice a name that
// lacks its quotes.
std::optional<Node> name_leaf(LeafContext& context, FieldId field, std::string_view name,
                              bool exact, QuerySpan span, std::string_view tail = {});
// The same for a value that is an id or, failing that, a name.
std::optional<Node> id_leaf(LeafContext& context, FieldId field, std::string_view id,
                            QuerySpan span);

// A keyword; that of an event, a weapon or a conflict may be any of its names in the lexicon, and
// stands for all that bear the name. One that it does not know is compared as written.
Node keyword_leaf(LeafContext& context, FieldId field, std::string_view value, QuerySpan span);

// What the saved search of that name asks for.
std::optional<Node> saved_leaf(LeafContext& context, std::string_view name, QuerySpan span);

// Part of a range; quotes protect dates with spaces in them: "4 July 2025"..today.
struct RangePiece {
    std::string text;
    bool quoted = false;
};
// Of date, count and number fields.
Node range_leaf(LeafContext& context, FieldId field, const std::vector<RangePiece>& pieces,
                QuerySpan span);

// Whether a value needs no quotes after `field:`.
bool is_bare_value(FieldId field, std::string_view value);
std::string quote(std::string_view text);

// Words [first, last] of a run that together hold one designator ("T 72"), written as one word.
struct WordJoin {
    std::size_t first = 0;
    std::size_t last = 0;
    std::string text;
};
// `words` are the words of `run`, in order. Not overlapping.
std::vector<WordJoin> find_joins(std::string_view run, const std::vector<QuerySpan>& words);

} // namespace sitrep
