// A text as the words of time in it: what when_parse makes expressions of.
#pragma once

#include "indexer/when_words.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sitrep {

// A phrase that when_words.tsv knows, or a number.
struct WhenAtom {
    const WhenMeanings* meanings = nullptr; // null: only a number
    std::uint32_t first = 0;                // words [first, last) of the text
    std::uint32_t last = 0;
    int value = -1; // of a number in digits, at most four; else -1
    int digits = 0;
    int dotted = 0; // 20250703 for "03.07.2025", which is one word
};

struct WhenSentence {
    std::uint32_t first_word = 0;
    std::uint32_t first_atom = 0; // atoms [first_atom, last_atom)
    std::uint32_t last_atom = 0;
    std::uint32_t begin = 0; // bytes [begin, end)
    std::uint32_t end = 0;
};

// Keeps its memory from text to text.
class WhenText {
  public:
    // `tokens` are those of `text`, which must both outlive this. Words before `start` (bytes)
    // are left out. Linear.
    void scan(std::string_view text, const Tokens& tokens, std::string_view lang,
              std::uint32_t start);

    const std::vector<WhenSentence>& sentences() const { return sentences_; }
    const std::vector<WhenAtom>& atoms() const { return atoms_; }
    const Token& word(std::uint32_t index) const { return (*tokens_)[words_[index]]; }
    std::string_view form(std::uint32_t index) const { return forms_[index]; }
    std::size_t word_count() const { return words_.size(); }
    // What stands between a word and the one before it.
    std::string_view gap_before(std::uint32_t index) const;

    // The meaning of that kind, that of the text's language first; null if there is none.
    const WhenMeaning* meaning(const WhenAtom& atom, WhenKind kind) const;

  private:
    std::size_t words_in_reach(std::uint32_t first) const;
    bool opens_sentence(std::uint32_t index, const WhenMeanings* meanings) const;
    void open_sentence(std::uint32_t index);
    void close_sentence(std::uint32_t end);

    std::string_view text_;
    const Tokens* tokens_ = nullptr;
    std::uint16_t lang_ = 0;
    std::vector<std::uint32_t> words_; // indexes of tokens, joined ones left out
    std::vector<std::string_view> forms_;
    std::vector<WhenAtom> atoms_;
    std::vector<WhenSentence> sentences_;
};

} // namespace sitrep
