// What somebody may be about to type: names that the gazetteer and the index know, and headlines.
#pragma once

#include "schema/gazetteer.h"
#include "searcher/ast.h"
#include "searcher/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// A name that the words at the end of a query begin.
struct Suggestion {
    FieldId field = FieldId::actor;
    std::string id;
    std::string name;        // to show
    std::string type;        // of an entity: "person", "country"; else empty
    std::uint64_t count = 0; // articles that have it
    std::string text;        // what to write in the query for it: actor:hezbollah
    QuerySpan replaces;      // the words that it stands for: bytes of what was typed
};

struct SuggestedTitle {
    std::string id;
    std::string title;
    std::string source;
    std::string published;
};

struct Suggestions {
    std::string text; // what was typed
    std::vector<Suggestion> names;
    std::vector<SuggestedTitle> titles;
    double took_ms = 0;
    std::uint64_t revision = 0;
};

// Names that the last words of `typed` (valid UTF-8) begin, any spelling in any script; as many
// words as make a name, at most five. After "actor:" and the like only those of the field. Names
// that no article has are left out; those whose name to show begins so come first, and of these
// those that more articles have. Cost: that of the gazetteer's complete(), and a look-up a name.
std::vector<Suggestion> suggest_names(std::string_view typed, const Snapshot& snapshot,
                                      const Gazetteer& gazetteer, std::size_t limit);

// The query for headlines with the words of `typed`, the last of which may be unfinished; empty
// where there are too few letters.
std::string title_query(std::string_view typed);

} // namespace sitrep
