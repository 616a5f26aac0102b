#include "searcher/monitor.h"

#include "schema/error.h"
#include "searcher/article_view.h"
#include "searcher/presearcher.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::uint32_t none = NumberTable::none;

std::uint64_t hash_of(std::uint64_t number) {
    number ^= number >> 32;
    number *= 0x9E3779B97F4A7C15U;
    return number >> 32;
}

// What a thread that matches needs for itself.
struct Scratch {
    explicit Scratch(const std::vector<std::string>& languages) : view(languages) {}
    ArticleView view;
    std::vector<std::uint32_t> candidates; // trees
    std::vector<std::uint64_t> seen;       // a bit a tree; none set between articles
};

} // namespace

struct Monitor::Impl {
    // Queries that ask for the same have one tree.
    struct Tree {
        TreeRef root;
        std::uint32_t keys = none;  // none: any article may match
        std::uint32_t first = none; // of its queries
    };
    struct Query {
        std::uint64_t id = 0;
        std::uint32_t tree = none;
        std::uint32_t next = none; // query of the same tree
    };

    explicit Impl(MonitorOptions given)
        : options(std::move(given)), standing(options), presearcher(standing) {}

    std::uint32_t find(std::uint64_t id) const {
        return by_id.find(hash_of(id), [&](std::uint32_t q) { return queries[q].id == id; });
    }
    std::uint32_t tree_of(const Node& query, std::uint32_t replaced);
    std::uint32_t new_tree(TreeRef root, std::uint32_t replaced);
    void drop_tree(std::uint32_t tree);
    void link(std::uint64_t id, std::uint32_t tree);
    bool unlink(std::uint64_t id);
    void find_candidates(Scratch& scratch) const;
    void try_tree(std::uint32_t tree, Scratch& scratch, std::vector<std::uint64_t>& ids) const;
    std::unique_ptr<Scratch> take_scratch() const;
    void give_back(std::unique_ptr<Scratch> scratch) const;

    MonitorOptions options;
    StandingTrees standing;
    Presearcher presearcher;
    Interner<std::uint32_t> keys; // of trees: the second term, then those they wait at
    std::vector<Tree> trees;
    std::vector<std::uint32_t> free_trees;
    NumberTable by_root;
    std::vector<Query> queries;
    std::vector<std::uint32_t> free_queries;
    NumberTable by_id;
    std::vector<std::uint32_t> unkeyed; // trees

    mutable std::mutex mutex; // of what follows
    mutable std::vector<std::unique_ptr<Scratch>> scratches;
};

// The tree of a query, made where there is none yet. `replaced` is the query that will go.
std::uint32_t Monitor::Impl::tree_of(const Node& query, std::uint32_t replaced) {
    const TreeRef root = standing.add(query);
    const std::uint32_t known = by_root.find(
        hash_of(root.bits), [&](std::uint32_t tree) { return trees[tree].root == root; });
    if (known == none) return new_tree(root, replaced);
    standing.drop(root); // the tree has it
    return known;
}

std::uint32_t Monitor::Impl::new_tree(TreeRef root, std::uint32_t replaced) {
    const std::optional<Presearcher::Keys> found = presearcher.keys_of(root);
    if (!found) {
        const bool makes_room = replaced != none && queries[replaced].next == none &&
                                trees[queries[replaced].tree].keys == none &&
                                trees[queries[replaced].tree].first == replaced;
        if (unkeyed.size() >= options.most_unkeyed + (makes_room ? 1 : 0)) {
            standing.drop(root);
            throw Error(ErrorKind::limit,
                        fmt::format("{} saved searches already ask for nothing that an article "
                                    "must have (limit {})",
                                    unkeyed.size(), options.most_unkeyed),
                        "add a word, a name or a short period to the search");
        }
    }
    auto tree = static_cast<std::uint32_t>(trees.size());
    if (free_trees.empty()) {
        trees.emplace_back();
    } else {
        tree = free_trees.back();
        free_trees.pop_back();
    }
    trees[tree] = {root, none, none};
    by_root.insert(hash_of(root.bits), tree);
    if (found) {
        const std::uint32_t second = presearcher.second_of(root, *found);
        std::vector<std::uint32_t> kept{second};
        kept.insert(kept.end(), found->terms.begin(), found->terms.end());
        trees[tree].keys = keys.add(kept).first;
        presearcher.add(tree, second, found->terms);
    } else {
        unkeyed.push_back(tree);
    }
    return tree;
}

void Monitor::Impl::drop_tree(std::uint32_t number) {
    const Tree tree = trees[number];
    if (tree.keys == none) {
        std::erase(unkeyed, number);
    } else {
        const std::vector<std::uint32_t> kept(keys[tree.keys].begin(), keys[tree.keys].end());
        const std::span<const std::uint32_t> terms = std::span(kept).subspan(1);
        keys.drop(tree.keys);
        presearcher.remove(number, kept.front(), terms);
        presearcher.drop(terms);
    }
    by_root.erase(hash_of(tree.root.bits), number);
    standing.drop(tree.root);
    free_trees.push_back(number);
}

void Monitor::Impl::link(std::uint64_t id, std::uint32_t tree) {
    auto query = static_cast<std::uint32_t>(queries.size());
    if (free_queries.empty()) {
        queries.emplace_back();
    } else {
        query = free_queries.back();
        free_queries.pop_back();
    }
    queries[query] = {id, tree, std::exchange(trees[tree].first, query)};
    by_id.insert(hash_of(id), query);
}

bool Monitor::Impl::unlink(std::uint64_t id) {
    const std::uint32_t query = find(id);
    if (query == none) return false;
    const std::uint32_t tree = queries[query].tree;
    std::uint32_t* link = &trees[tree].first;
    while (*link != query) link = &queries[*link].next;
    *link = queries[query].next;
    by_id.erase(hash_of(id), query);
    free_queries.push_back(query);
    if (trees[tree].first == none) drop_tree(tree);
    return true;
}

void Monitor::Impl::find_candidates(Scratch& scratch) const {
    scratch.candidates.clear();
    scratch.seen.resize(trees.size() / 64 + 1, 0);
    for (const std::uint32_t term : scratch.view.terms())
        presearcher.for_each(term, [&](std::uint32_t tree, std::uint32_t second) {
            if (second != Presearcher::no_term && !scratch.view.may_have(second)) return;
            std::uint64_t& bits = scratch.seen[tree / 64];
            const std::uint64_t bit = std::uint64_t{1} << (tree % 64);
            if ((bits & bit) == 0) scratch.candidates.push_back(tree);
            bits |= bit;
        });
    for (const std::uint32_t tree : scratch.candidates) scratch.seen[tree / 64] = 0;
}

void Monitor::Impl::try_tree(std::uint32_t number, Scratch& scratch,
                             std::vector<std::uint64_t>& ids) const {
    const Tree& tree = trees[number];
    if (!scratch.view.meets(tree.root)) return;
    for (std::uint32_t query = tree.first; query != none; query = queries[query].next)
        ids.push_back(queries[query].id);
}

std::unique_ptr<Scratch> Monitor::Impl::take_scratch() const {
    const std::scoped_lock lock(mutex);
    if (scratches.empty()) return std::make_unique<Scratch>(options.languages);
    std::unique_ptr<Scratch> scratch = std::move(scratches.back());
    scratches.pop_back();
    return scratch;
}

void Monitor::Impl::give_back(std::unique_ptr<Scratch> scratch) const {
    const std::scoped_lock lock(mutex);
    scratches.push_back(std::move(scratch));
}

Monitor::Monitor(MonitorOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Monitor::~Monitor() = default;
Monitor::Monitor(Monitor&&) noexcept = default;
Monitor& Monitor::operator=(Monitor&&) noexcept = default;

void Monitor::add(std::uint64_t id, const Node& query) {
    const std::uint32_t replaced = impl_->find(id);
    const std::uint32_t tree = impl_->tree_of(query, replaced);
    if (replaced != none && impl_->queries[replaced].tree == tree) return;
    if (replaced != none) impl_->unlink(id);
    impl_->link(id, tree);
}

bool Monitor::remove(std::uint64_t id) {
    return impl_->unlink(id);
}

std::size_t Monitor::size() const {
    return impl_->by_id.size();
}

std::size_t Monitor::unkeyed() const {
    return impl_->unkeyed.size();
}

std::size_t Monitor::memory() const {
    return impl_->standing.memory() + impl_->presearcher.memory() + impl_->keys.memory() +
           impl_->trees.capacity() * sizeof(Impl::Tree) + impl_->by_root.memory() +
           impl_->queries.capacity() * sizeof(Impl::Query) + impl_->by_id.memory() +
           (impl_->free_trees.capacity() + impl_->free_queries.capacity() +
            impl_->unkeyed.capacity()) *
               sizeof(std::uint32_t);
}

std::vector<std::uint64_t> Monitor::match(const ArticleTerms& article) const {
    std::vector<std::uint64_t> ids;
    std::unique_ptr<Scratch> scratch = impl_->take_scratch();
    scratch->view.read(article, impl_->standing);
    impl_->find_candidates(*scratch);
    constexpr std::size_t ahead = 8; // so many memory accesses under way
    const std::vector<std::uint32_t>& candidates = scratch->candidates;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (i + ahead < candidates.size()) __builtin_prefetch(&impl_->trees[candidates[i + ahead]]);
        impl_->try_tree(candidates[i], *scratch, ids);
    }
    for (const std::uint32_t tree : impl_->unkeyed) impl_->try_tree(tree, *scratch, ids);
    impl_->give_back(std::move(scratch));
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<MatchedClause> Monitor::why(const Node& query, const ArticleTerms& article) const {
    return Verifier(impl_->options.languages, impl_->options.groups).why(query, article);
}

} // namespace sitrep
