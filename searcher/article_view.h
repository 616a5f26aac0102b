// An article as the terms of standing queries see it, for whichever trees are to be tried against
// it. Keeps its memory from article to article; one a thread.
#pragma once

#include "searcher/position_match.h"
#include "searcher/standing_trees.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace sitrep {

class ArticleView {
  public:
    explicit ArticleView(const std::vector<std::string>& languages) : known_(languages) {}

    // Both must stay until the next read().
    void read(const ArticleTerms& article, const StandingTrees& trees);

    // Numbers of the terms that the article has, sets, patterns and marks among them, each once.
    const std::vector<std::uint32_t>& terms() const { return terms_; }

    // False: it has not the term. True for some that it has not.
    bool may_have(std::uint32_t term) const {
        return (bits_[term / 64 % bits_.size()] >> (term % 64) & 1U) != 0;
    }

    bool meets(TreeRef ref) const {
        return (ref.is_tree() ? meets_tree(trees_->tree(ref)) : has(ref.number())) != ref.negated();
    }

  private:
    struct Slot {
        std::uint32_t term = none;
        std::uint32_t place =
            0; // into the article's terms, or with pattern_bit into pattern_positions_
    };
    static constexpr std::uint32_t none = 0xffffffffU;
    static constexpr std::uint32_t pattern_bit = 0x80000000U;

    void add(std::uint32_t term, std::uint32_t place);
    void add_sets(std::uint32_t term);
    void add_patterns();
    void add_pattern(std::uint32_t pattern, Positions positions);
    void add_marks();
    const Slot* find(std::uint32_t term) const;
    bool has(std::uint32_t term) const { return find(term) != nullptr; }
    bool meets_tree(std::span<const std::uint32_t> parts) const;
    bool meets_days(FieldId field, const DayRange& days) const;
    // Of each word; false: one is not there.
    bool positions(std::span<const std::uint32_t> words, std::vector<Positions>& lists) const;
    Positions positions(const Slot& slot) const;

    const ArticleTerms* article_ = nullptr;
    const StandingTrees* trees_ = nullptr;
    std::vector<std::uint32_t> terms_;
    std::vector<Slot> slots_;                // a hash table, a power of two
    std::array<std::uint64_t, 1024> bits_{}; // of terms, by the low bits of their numbers
    KnownWords known_;
    std::vector<std::vector<std::uint32_t>> pattern_positions_; // by pattern found
    std::size_t patterns_ = 0;                                  // how many of them are in use
    mutable std::array<std::optional<std::vector<DayRange>>, fields.size()> days_;
    mutable std::vector<Positions> lists_;
};

} // namespace sitrep
