// Which words of a text a query matches: the tree verified against tokens. Used for highlighting.
#pragma once

#include "schema/analysis.h"
#include "searcher/ast.h"
#include "searcher/stems.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Bytes [begin, end) of a text that matched clause number `clause`.
struct MatchedSpan {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t clause = 0;
};

// The clauses of a query that texts can match: words, phrases, nears and prefixes that are not
// negated. Made once a query and language, used for many texts. Not thread-safe (stems).
class TextMatcher {
  public:
    // `lang` is the language of the texts: words match by its stems. `languages` are those of the
    // index: a search takes a word of the query for one of any of them.
    TextMatcher(const Node& root, std::string_view lang, StemmerPool& stemmers,
                const std::vector<std::string>& languages = {});

    std::size_t clauses() const { return clauses_.size(); }
    // How the forms begin that may match.
    const WordStarts& starts() const { return starts_; }
    const Node& clause(std::size_t i) const { return *clauses_[i].node; }

    // Appends what matches, ordered by begin. `in_title`: clauses of the title field count too.
    // Joined tokens and words may give the same span twice.
    void match(const Tokens& tokens, bool in_title, std::vector<MatchedSpan>& spans) const;

  private:
    struct Word {
        std::vector<std::string> terms;
        bool stemmed = false; // compare stems, else forms
        bool prefix = false;
        // Words of a near are looked up as the forms that have such a stem in any language.
        std::vector<std::string> starts; // of those forms
        std::string form;
    };
    struct Clause {
        const Node* node;
        std::vector<Word> words;
    };

    void collect(const Node& node);
    void add_clause(const Node& node);
    Word word_of(const QueryWord& word, NodeKind kind);
    void add_start(const std::string& start, bool stemmed);
    bool may_share_stem(const Word& word, std::string_view form) const;
    bool matches(const Word& word, std::string_view form, const Token& token) const;
    void match_phrase(const Clause& clause, std::uint32_t number, const Tokens& tokens,
                      std::vector<MatchedSpan>& spans) const;
    void match_near(const Clause& clause, std::uint32_t number, const Tokens& tokens,
                    std::vector<MatchedSpan>& spans) const;

    Stemmer* stemmer_;               // of the texts
    std::vector<Stemmer*> stemmers_; // of all languages
    StemmerPool& pool_;
    std::vector<std::string> languages_;
    bool stems_keep_start_; // else every token must be looked at
    std::vector<Clause> clauses_;
    WordStarts starts_; // of words that may match
};

} // namespace sitrep
