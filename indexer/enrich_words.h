// One part of an article as rules on actors read it: its words, and the names among them.
#pragma once

#include "indexer/enrich_names.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sitrep {

// Words are the tokens that are not joined ones; their numbers here are not token numbers.
class PartWords {
  public:
    // `source` is the text of the tokens. Refers to all three for as long as it lives.
    PartWords(std::string_view source, const Tokens& tokens, Part part,
              const std::vector<Name>& names);

    std::size_t size() const { return forms_.size(); }
    std::string_view form(std::size_t i) const { return forms_[i]; }
    const Token& token(std::size_t i) const { return tokens_[indices_[i]]; }
    // The forms from a word on, to the end of its paragraph or a little less.
    std::span<const std::string_view> from(std::size_t i) const;

    // The name that a word is part of; null: none.
    const Name* name(std::size_t i) const {
        return owners_[i] == nobody ? nullptr : &names_[owners_[i]];
    }
    // The words [first, last) of a name.
    std::size_t first_word(const Name& name) const;
    std::size_t last_word(const Name& name) const;

    // Whether capitals tell names from words: not in a title in which most words have them.
    bool has_case() const { return has_case_; }
    bool is_upper() const { return is_upper_; } // capitals throughout
    bool is_capitalised(std::size_t i) const { return (token(i).flags & token_capitalised) != 0; }
    // Whether a new sentence or paragraph begins with the word.
    bool starts_sentence(std::size_t i) const {
        return i == 0 || (token(i).flags & (token_sentence_start | token_after_break)) != 0;
    }
    // Whether a comma, a bracket or the like stands before the word.
    bool is_parted(std::size_t i) const;
    // Whether a dash stands before the word, with or without spaces.
    bool is_dashed(std::size_t i) const;
    // "Turkish-backed", "pro-Iranian": the word hangs together with the one before it.
    bool is_glued(std::size_t i) const { return (token(i).flags & token_glued) != 0; }

    Part part() const { return part_; }
    bool is_lede() const { return lede_end_ == tokens_.size(); } // no more than one
    // Whether the word's sentence reports violence.
    bool is_violent(std::size_t i) const { return violent_[i]; }
    bool reports_violence() const { return reports_violence_; } // in any sentence
    // Of a word where it stands; more in a sentence that reports violence.
    float salience(std::size_t i) const;
    // Words [first, last) as a name of their own.
    Name span(std::size_t first, std::size_t last) const;

  private:
    static constexpr std::uint32_t nobody = 0xffffffffU;

    std::string_view source_;
    const Tokens& tokens_;
    const std::vector<Name>& names_;
    Part part_;
    std::uint32_t lede_end_;
    bool has_case_;
    bool is_upper_;
    bool reports_violence_ = false;
    std::vector<std::uint32_t> indices_; // of tokens
    std::vector<std::uint32_t> words_;   // by token; of a joined one, the next word
    std::vector<std::uint32_t> owners_;  // index of a name
    std::vector<std::string_view> forms_;
    std::vector<bool> violent_; // whether the word's sentence reports violence
};

} // namespace sitrep
