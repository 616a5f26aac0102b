// Words that tell what an article reports: kinds of event, weapons, wars, casualties; and names of
// news agencies. In all languages that the .tsv files in schema/lexicon know; those are for people
// to edit and are embedded in the program.
//
// A lexicon is used twice: to find its entries in the words of an article, and to find what a
// query's value stands for (event:"air raid", event:авиаудар -> "air strike").
//
// Reading a lexicon takes a few milliseconds, once, when it is first asked for. Matching is
// linear in the text: one small table look-up a word that starts no alias.
#pragma once

#include "schema/analysis.h"
#include "schema/field.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// What it takes to believe an alias.
enum LexiconFlag : std::uint8_t {
    lexicon_needs_context = 1, // "strike": only where the sentence shows what is meant
    lexicon_query_only = 2,    // for queries; means too much in a text
    lexicon_needs_arms = 4,    // goes with 1: but people hurt do not suffice: floods hit, too
    lexicon_needs_labour = 8,  // "strike": where the sentence speaks of workers
    lexicon_needs_place = 16,  // "captured": where the name of a place follows
};

// A row of the file.
struct LexiconEntry {
    std::string id;     // the English name, lower case: "drone attack"
    std::string parent; // id of what it is a kind of, or empty
    std::string kind;   // this and the rule as the file says in its head
    std::string rule;
};

// Tokens [first, last) carry an alias of an entry.
struct LexiconMatch {
    std::uint32_t first;
    std::uint32_t last;
    std::uint16_t entry; // index into entries()
    std::uint8_t flags;  // LexiconFlag
};

class Lexicon {
  public:
    // The built-in ones.
    static const Lexicon& events();
    static const Lexicon& weapons();
    static const Lexicon& conflicts();
    static const Lexicon& casualties();
    static const Lexicon& agencies();
    // That of a field, or nullptr.
    static const Lexicon* of(FieldId field);

    // Reads a file's text; what makes no sense is left out and named in `problems` as
    // "NAME:LINE: reason". Aliases without a language are names, the same in all languages, or
    // English words.
    enum class Plain : std::uint8_t { names, english };
    Lexicon(const std::string& name, std::string_view text, Plain plain,
            std::vector<std::string>& problems);
    ~Lexicon();
    Lexicon(const Lexicon&) = delete;
    Lexicon& operator=(const Lexicon&) = delete;

    const std::vector<LexiconEntry>& entries() const;
    const LexiconEntry* find(std::string_view id) const;

    // Every alias in a text, left to right, not overlapping, the longest at a word; one that
    // stands for several entries gives several matches. Appends to `matches`. In a text of a
    // language in Latin letters whose words the lexicons know, words of the others are no aliases
    // ("die" is an article); `lang` is ISO 639-1.
    void match(const Tokens& tokens, std::string_view lang,
               std::vector<LexiconMatch>& matches) const;

    // The ids that a name in a query stands for; empty if it is not known.
    std::vector<std::string_view> resolve(std::string_view name) const;

    // Appends the ids of all that an entry is a kind of, the nearest first.
    void append_parents(std::string_view id, std::vector<std::string>& ids) const;

    // How an entry's aliases stand in the file: for showing them.
    std::string_view aliases(std::string_view id) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sitrep
