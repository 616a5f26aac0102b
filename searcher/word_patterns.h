// Words within NEAR and the starts of prefixes, looked for in the words of an article: which of
// very many it has, without trying each.
#pragma once

#include "searcher/ast.h"
#include "searcher/interner.h"
#include "searcher/stems.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sitrep {

// Stems of forms in all languages, remembered from article to article. One a thread.
class FormStems {
  public:
    explicit FormStems(const std::vector<std::string>& languages) : languages_(languages) {}
    // Distinct ones; empty where a word of that script has none. Valid until the next call.
    const std::vector<std::string>& of(std::string_view form, Script script);

  private:
    std::vector<std::string> languages_;
    StemmerPool stemmers_;
    std::unordered_map<std::string, std::vector<std::string>> known_; // by script and form
    std::string key_;
};

class WordPatterns {
  public:
    // Patterns have numbers of the caller's. `before` is the prefix of the field's words.
    void add_prefix(std::uint32_t number, std::string_view before, std::string_view start);
    void add_word(std::uint32_t number, std::string_view before, const QueryWord& word,
                  const std::vector<std::string>& languages, StemmerPool& stemmers);
    // With what it was added with.
    void remove_prefix(std::string_view before, std::string_view start);
    void remove_word(std::uint32_t number, std::string_view before, const QueryWord& word,
                     const std::vector<std::string>& languages, StemmerPool& stemmers);

    bool empty() const { return prefixes_.empty() && exact_.empty(); }
    // Changes whenever patterns do.
    std::uint64_t changes() const { return changes_; }
    // Appends the patterns that a word of an article (with its field's prefix) is one of; some may
    // be given twice.
    void find(std::string_view term, FormStems& stems, std::vector<std::uint32_t>& numbers) const;

    std::size_t memory() const;

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    template <typename Value>
    using Map = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;
    struct Group { // words that have a stem
        std::vector<std::string> starts;
        std::vector<std::uint32_t> numbers;
    };

    void find_prefixes(std::string_view term, std::vector<std::uint32_t>& numbers) const;
    void find_words(std::string_view term, FormStems& stems,
                    std::vector<std::uint32_t>& numbers) const;

    std::uint64_t changes_ = 0;
    Map<std::uint32_t> prefixes_;
    // Lengths of prefixes by their first byte, 64 a number; never cleared.
    std::array<std::array<std::uint64_t, 2>, 256> lengths_{};
    Map<std::vector<std::uint32_t>> exact_; // by field and form
    Map<Group> groups_;                     // by field, script and stem
    // First bytes of forms in groups, by script; never cleared.
    std::array<std::bitset<256>, 16> first_{};
};

// What words of articles were found to be, remembered from article to article. One a thread.
class KnownWords {
  public:
    explicit KnownWords(const std::vector<std::string>& languages) : stems_(languages) {}
    // Distinct. Valid until the next call.
    std::span<const std::uint32_t> patterns(std::string_view term, const WordPatterns& patterns);

  private:
    FormStems stems_;
    std::uint64_t changes_ = 0; // of the patterns when they were found
    Interner<char> words_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found_; // by word: begin and end
    std::vector<std::uint32_t> numbers_;
    std::vector<std::uint32_t> fresh_;
};

} // namespace sitrep
