#include "searcher/version_lists.h"

#include "schema/error.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

using Op = PostingTree::Op;
using List = VersionList;
using Lists = VersionLists;

std::size_t size_of(const Lists& lists) {
    std::size_t size = 0;
    for (const List& list : lists) size += list.size();
    return size;
}

List conjunction(const List& a, const List& b) {
    List both;
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
        if (x->docid < y->docid) {
            ++x;
        } else if (y->docid < x->docid) {
            ++y;
        } else {
            both.push_back({x->docid, x->weight + y->weight});
            ++x;
            ++y;
        }
    }
    return both;
}

List disjunction(const List& a, const List& b) {
    List either;
    for (auto x = a.begin(), y = b.begin(); x != a.end() || y != b.end();) {
        if (y == b.end() || (x != a.end() && x->docid < y->docid)) {
            either.push_back(*x++);
        } else if (x == a.end() || y->docid < x->docid) {
            either.push_back(*y++);
        } else {
            either.push_back({x->docid, x->weight + y->weight});
            ++x;
            ++y;
        }
    }
    return either;
}

List difference(const List& a, const List& b) {
    List rest;
    auto y = b.begin();
    for (const WeighedVersion& one : a) {
        while (y != b.end() && y->docid < one.docid) ++y;
        if (y == b.end() || y->docid != one.docid) rest.push_back(one);
    }
    return rest;
}

} // namespace

Lists VersionMatcher::of(const PostingTree& tree, bool weighted) const {
    weighted = weighted && tree.weighted;
    switch (tree.op) {
    case Op::all: return everything();
    case Op::none: return Lists(view_.shards().size());
    case Op::term: return any_of(tree.terms, weighted);
    case Op::synonym: return any_of(visible_terms(tree.terms), weighted);
    case Op::phrase: return phrase(tree, weighted);
    case Op::near: return near(tree, weighted);
    case Op::values: return matched(tree);
    case Op::conj: return combined(tree, weighted, conjunction);
    case Op::disj: return combined(tree, weighted, disjunction);
    case Op::minus:
        return combine(of(tree.children.at(0), weighted), of(tree.children.at(1), false),
                       difference);
    }
    return {};
}

Lists VersionMatcher::combine(const Lists& a, const Lists& b, Combination combination) const {
    check_deadline();
    Lists lists;
    for (std::size_t s = 0; s < a.size(); ++s) lists.push_back(combination(a[s], b[s]));
    return lists;
}

Lists VersionMatcher::combined(const PostingTree& tree, bool weighted,
                               Combination combination) const {
    Lists lists = of(tree.children.at(0), weighted);
    for (std::size_t i = 1; i < tree.children.size(); ++i)
        lists = combine(lists, of(tree.children[i], weighted), combination);
    return lists;
}

void VersionMatcher::check_deadline() const {
    if (std::chrono::steady_clock::now() > plan_.deadline) throw_timeout();
}

Lists VersionMatcher::everything() const {
    Lists lists;
    for (const VersionShard& shard : view_.shards()) {
        List& list = lists.emplace_back();
        for (std::size_t i = 0; i < shard.visible.size(); ++i)
            if (shard.visible[i]) list.push_back({static_cast<Xapian::docid>(i + 1), 0});
    }
    return lists;
}

// How often the terms together are in each visible version; 0: it is in the list all the same.
Lists VersionMatcher::occurrences(const std::vector<std::string>& terms) const {
    Lists lists;
    for (const VersionShard& shard : view_.shards()) {
        List& list = lists.emplace_back();
        for (const std::string& term : terms) {
            check_deadline();
            List found;
            for (auto posting = shard.database.postlist_begin(term);
                 posting != shard.database.postlist_end(term); ++posting)
                if (shard.sees(*posting))
                    found.push_back({*posting, static_cast<double>(posting.get_wdf())});
            list = list.empty() ? std::move(found) : disjunction(list, found);
        }
    }
    return lists;
}

// Occurrences -> BM25 weights, as Xapian::BM25Weight has them, from visible versions.
Lists VersionMatcher::weigh(Lists lists, bool weighted) const {
    const auto documents = static_cast<double>(view_.documents());
    const auto frequency = static_cast<double>(size_of(lists));
    double rarity = (documents - frequency + 0.5) / (frequency + 0.5);
    if (rarity < 2) rarity = rarity * 0.5 + 1;
    const double factor = weighted ? std::log(rarity) * (bm25_.k1 + 1) : 0;
    const double mean = view_.mean_length();
    for (std::size_t s = 0; s < lists.size(); ++s)
        for (WeighedVersion& one : lists[s]) {
            const double length =
                std::max(view_.shards()[s].lengths[one.docid - 1] / mean, bm25_.least_length);
            const double part = bm25_.k1 * (length * bm25_.b + (1 - bm25_.b));
            one.weight = factor * (one.weight / (part + one.weight));
        }
    return lists;
}

Lists VersionMatcher::any_of(const std::vector<std::string>& terms, bool weighted) const {
    return weigh(occurrences(terms), weighted);
}

// Words that came later are none of the words that a prefix stands for.
std::vector<std::string>
VersionMatcher::visible_terms(const std::vector<std::string>& terms) const {
    std::vector<std::string> visible;
    for (const std::string& term : terms) {
        check_deadline();
        const bool seen = std::any_of(
            view_.shards().begin(), view_.shards().end(), [&](const VersionShard& shard) {
                auto posting = shard.database.postlist_begin(term);
                while (posting != shard.database.postlist_end(term) && !shard.sees(*posting))
                    ++posting;
                return posting != shard.database.postlist_end(term);
            });
        if (seen) visible.push_back(term);
    }
    if (visible.size() > limits_.prefix_expansion)
        throw Error(ErrorKind::limit,
                    fmt::format("a prefix stands for more than {} words", limits_.prefix_expansion),
                    "give more letters before the *");
    return visible;
}

// What only Xapian's matcher can tell: phrases, distances, ranges of values.
Lists VersionMatcher::matched(const PostingTree& tree) const {
    const Xapian::Query query = to_xapian(tree, view_.term_queries(), false);
    Lists lists;
    for (const VersionShard& shard : view_.shards()) {
        check_deadline();
        List& list = lists.emplace_back();
        Xapian::Enquire enquire(shard.database);
        enquire.set_query(query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        const Xapian::MSet mset = enquire.get_mset(0, shard.database.get_doccount());
        for (auto match = mset.begin(); match != mset.end(); ++match)
            if (shard.sees(*match)) list.push_back({*match, 0});
        std::sort(list.begin(), list.end(), is_before);
    }
    return lists;
}

Lists VersionMatcher::phrase(const PostingTree& tree, bool weighted) const {
    Lists lists = matched(tree);
    if (!weighted) return lists;
    const std::set<std::string> terms(tree.terms.begin(), tree.terms.end());
    for (const std::string& term : terms) lists = combine(lists, any_of({term}, true), conjunction);
    return lists;
}

Lists VersionMatcher::near(const PostingTree& tree, bool weighted) const {
    Lists lists = matched(tree);
    if (weighted)
        for (const PostingTree& child : tree.children)
            lists = combine(lists, of(child, true), conjunction);
    return lists;
}

} // namespace sitrep
