// The trees of very many standing queries, compactly: each term and each subtree is kept once,
// whichever queries use it, and goes with its last user.
#pragma once

#include "searcher/ast.h"
#include "searcher/interner.h"
#include "searcher/monitor.h"
#include "searcher/short_lists.h"
#include "searcher/word_patterns.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

// A term or a tree, or that it is not met.
struct TreeRef {
    std::uint32_t bits = 0;

    static TreeRef term(std::uint32_t number) { return {number}; }
    static TreeRef tree(std::uint32_t number) { return {number | tree_bit}; }
    bool is_tree() const { return (bits & tree_bit) != 0; }
    bool negated() const { return (bits & negated_bit) != 0; }
    std::uint32_t number() const { return bits & ~(tree_bit | negated_bit); }
    TreeRef operator!() const { return {bits ^ negated_bit}; }
    friend bool operator==(const TreeRef&, const TreeRef&) = default;

    static constexpr std::uint32_t tree_bit = 0x40000000U;
    static constexpr std::uint32_t negated_bit = 0x80000000U;
};

// The first number of a tree; the others are
enum class TreeOp : std::uint32_t {
    conj,    // bits of the children; none: every article
    disj,    // bits of the children; none: no article
    phrase,  // the window, and terms in order
    near,    // the window, and words (terms that are patterns)
    days,    // a field, the first and the last day
    numbers, // a field, the lowest and the highest number
};

// Terms: those of an index; sets of them, any of which will do; patterns of words; marks that an
// article has a number.
class StandingTrees {
  public:
    explicit StandingTrees(const MonitorOptions& options);

    // Of a query, or part of one. One user more of what it gives, which drop() takes away again.
    TreeRef add(const Node& node);
    void drop(TreeRef ref);

    // A term to look queries up by: one user more.
    std::uint32_t add_term(std::string_view term);
    void drop_term(std::uint32_t number);

    std::uint32_t find_term(std::string_view term) const {
        return terms_.find({term.data(), term.size()});
    }
    std::string_view term(std::uint32_t number) const {
        return {terms_[number].data(), terms_[number].size()};
    }
    // Calls `visit` with each set that a term is in.
    template <typename Visit>
    void for_each_set(std::uint32_t term, Visit&& visit) const {
        sets_.for_each(term, visit);
    }
    // The share of articles that have it, as far as is known.
    float share(std::uint32_t term) const { return shares_[term]; }
    std::span<const std::uint32_t> tree(TreeRef ref) const { return trees_[ref.number()]; }
    const WordPatterns& patterns() const { return patterns_; }

    std::size_t terms() const { return terms_.size(); }
    std::size_t trees() const { return trees_.size(); }
    std::size_t memory() const; // bytes

    // The mark of an article that has a number in that field.
    static std::string number_mark(FieldId field);

  private:
    enum class Mark : char { prefix = 1, word, number, set, last = set }; // first byte of our own

    TreeRef tree_of(TreeOp op, std::vector<std::uint32_t> rest);
    TreeRef inner(TreeOp op, std::vector<TreeRef> children);
    TreeRef any_of(const std::vector<std::string>& terms);
    TreeRef conjunction(const Node& node);
    TreeRef disjunction(const Node& node);
    TreeRef phrase(const Node& node);
    TreeRef near(const Node& node);
    TreeRef keyword(const Node& node);
    std::uint32_t prefix_term(const Node& node);
    std::uint32_t word_term(const QueryWord& word, FieldId field);
    static std::string pattern(Mark mark, FieldId field, Script script, std::string_view form);
    template <typename Share>
    std::pair<std::uint32_t, bool> intern(std::string_view term, Share&& share);
    std::uint32_t set_of(std::vector<std::uint32_t> members);
    void forget(std::uint32_t number, std::string_view term);
    void forget_set(std::uint32_t number, std::string_view term);
    double share_of(std::string_view term) const;
    double share_of_word(const QueryWord& word, FieldId field);
    float order(TreeRef ref) const;

    const MonitorOptions& options_;
    StemmerPool stemmers_;
    Interner<char> terms_;
    std::vector<float> shares_; // by number of the term
    Interner<std::uint32_t> trees_;
    WordPatterns patterns_;
    ShortLists<std::uint32_t> sets_; // by member
};

} // namespace sitrep
