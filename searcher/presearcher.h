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

    // The rarest term beside the keys that every such article has as well, or no_term.
    static constexpr std::uint32_t no_term = 0xffffffffU;
    std::uint32_t second_of(TreeRef tree, const Keys& keys) const;

    void add(std::uint32_t query, std::uint32_t second, std::span<const std::uint32_t> terms);
    void remove(std::uint32_t query, std::uint32_t second, std::span<const std::uint32_t> terms);

    // Calls `visit` with each query that waits at the term, and its second term.
    template <typename Visit>
    void for_each(std::uint32_t term, Visit&& visit) const {
        waiting_.for_each(term, [&](std::uint64_t item) {
            visit(static_cast<std::uint32_t>(item >> 32), static_cast<std::uint32_t>(item));
        });
    }

    std::size_t memory() const { return waiting_.memory(); }

  private:
    std::optional<Keys> keys_of_all(std::span<const std::uint32_t> children, bool negated);
    std::optional<Keys> keys_of_any(std::span<const std::uint32_t> children, bool negated);
    std::optional<Keys> keys_of_words(std::span<const std::uint32_t> words);
    std::optional<Keys> keys_of_days(FieldId field, const DayRange& days);
    std::optional<Keys> keys_of_number(FieldId field);
    void collect_required(TreeRef tree, std::vector<std::uint32_t>& terms) const;

    StandingTrees& trees_;
    ShortLists<std::uint64_t> waiting_; // by term: a query, and its second term
};

} // namespace sitrep
