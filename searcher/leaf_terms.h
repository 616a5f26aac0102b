// Which terms of an index the leaves of a query ask for: the same for a search and for standing
// queries.
#pragma once

#include "searcher/ast.h"
#include "searcher/stems.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Before the words, and before the stems, of a text field.
std::string_view word_prefix(FieldId field);
std::string_view stem_prefix(FieldId field);

// Any of these; `languages` are those of the index.
std::vector<std::string> word_terms_of(const Node& word, const std::vector<std::string>& languages,
                                       StemmerPool& stemmers);
std::vector<std::string> entity_terms_of(const Node& entity);
// Of copies and stories those of the group that it names, not of what became part of it.
std::vector<std::string> keyword_terms_of(const Node& keyword);

// All of these, in order, within phrase_window() positions.
std::vector<std::string> phrase_terms_of(const Node& phrase);
std::uint32_t phrase_window(const Node& phrase);

// What words of an index a word within NEAR may be. Stems have no positions, so it is looked up as
// the forms that have its stem in a language of the index.
class WordForms {
  public:
    // Keeps references.
    WordForms(const QueryWord& word, const std::vector<std::string>& languages,
              StemmerPool& stemmers);

    struct Start {
        std::string start; // of the forms
        std::string stem;
    };
    // Where its forms are, beside the word itself.
    const std::vector<Start>& starts() const { return starts_; }
    // Whether a form that begins as `start` says is one of them.
    bool has(std::string_view form, const Start& start) const;
    // Whether any form is one of them.
    bool has(std::string_view form) const;

  private:
    const QueryWord& word_;
    const std::vector<std::string>& languages_;
    StemmerPool& stemmers_;
    std::vector<Start> starts_;
};

} // namespace sitrep
