// Which standing queries an article may match at all: each query waits at the rarest terms that it
// cannot be matched without.
#pragma once

#include "searcher/standing_trees.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sitrep {

// Queries have numbers of the caller's, below 2^31.
class Presearcher {
  public:
    explicit Presearcher(StandingTrees& trees) : trees_(trees) {}

    // One of these terms every article has that meets the tree; none: it may have none.
    // AND, phrases, NEAR: the child whose terms are rarest; OR: those of all children; NOT: none.
    struct Keys {
        std::vector<std::uint32_t> terms; // a user each, of the caller's
        double share = 0;                 // of articles that have one, at most
    };
    std::optional<Keys> keys_of(TreeRef tree);
    void drop(std::span<const std::uint32_t> terms);

    void add(std::uint32_t query, std::span<const std::uint32_t> terms);
    void remove(std::uint32_t query, std::span<const std::uint32_t> terms);

    // Calls `visit` with each query that waits at the term.
    template <typename Visit>
    void for_each(std::uint32_t term, Visit&& visit) const {
        if (term >= first_.size() || first_[term] == none) return;
        if ((first_[term] & list_bit) == 0) {
            visit(first_[term]);
            return;
        }
        for (const std::uint32_t query : lists_[first_[term] & ~list_bit]) visit(query);
    }

    std::size_t memory() const;

  private:
    static constexpr std::uint32_t none = 0xffffffffU;
    static constexpr std::uint32_t list_bit = 0x80000000U;

    std::optional<Keys> keys_of_all(std::span<const std::uint32_t> children, bool negated);
    std::optional<Keys> keys_of_any(std::span<const std::uint32_t> children, bool negated);
    std::optional<Keys> keys_of_words(std::span<const std::uint32_t> words);
    std::optional<Keys> keys_of_days(FieldId field, const DayRange& days);
    std::optional<Keys> keys_of_number(FieldId field);
    void add_to(std::uint32_t term, std::uint32_t query);
    void remove_from(std::uint32_t term, std::uint32_t query);

    StandingTrees& trees_;
    std::vector<std::uint32_t> first_; // by term: none, the one query, or the number of a list
    std::vector<std::vector<std::uint32_t>> lists_;
    std::vector<std::uint32_t> free_; // lists
};

} // namespace sitrep
