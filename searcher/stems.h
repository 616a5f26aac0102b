// What an unquoted word may stand for: the stems of it in the languages of an index.
#pragma once

#include "schema/analysis.h"
#include "searcher/ast.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Keeps a stemmer a language. Not thread-safe.
class StemmerPool {
  public:
    // An unknown or empty code is English, as in indexing.
    Stemmer& of(std::string_view lang);

  private:
    std::map<std::string, Stemmer, std::less<>> stemmers_;
};

// The terms, prefix left out, that a word has in the index: its stem in each of `languages`
// (distinct), or the form itself when it has no stem. `stemmed` tells which.
struct WordTerms {
    bool stemmed = false;
    std::vector<std::string> terms;
};
WordTerms word_terms(const QueryWord& word, const std::vector<std::string>& languages,
                     StemmerPool& stemmers);

// How forms of a stem may start: stemmers change at most the last letters of what they leave, and
// the Arabic one takes off an article, conjunction or preposition.
std::vector<std::string> form_starts(std::string_view stem, Script script);

// Which children of a conjunction count: stop words do only when nothing else is asked for.
bool is_dropped_stop_word(const Node& conjunction, const Node& child);

} // namespace sitrep
