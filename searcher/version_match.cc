#include "searcher/version_match.h"

#include "schema/analysis.h"
#include "schema/document.h"
#include "schema/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

using Op = PostingTree::Op;

struct Weighed {
    Xapian::docid docid;
    double weight;
};
using List = std::vector<Weighed>; // by docid
using Lists = std::vector<List>;   // by shard

std::size_t size_of(const Lists& lists) {
    std::size_t size = 0;
    for (const List& list : lists) size += list.size();
    return size;
}

class Evaluation {
  public:
    Evaluation(const VersionView& view, const Plan& plan, const QueryLimits& limits,
               const Bm25& bm25)
        : view_(view), plan_(plan), limits_(limits), bm25_(bm25) {}

    Lists of(const PostingTree& tree, bool weighted) const {
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

  private:
    static List conjunction(const List& a, const List& b) {
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
    static List disjunction(const List& a, const List& b) {
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
    static List difference(const List& a, const List& b) {
        List rest;
        auto y = b.begin();
        for (const Weighed& one : a) {
            while (y != b.end() && y->docid < one.docid) ++y;
            if (y == b.end() || y->docid != one.docid) rest.push_back(one);
        }
        return rest;
    }

    template <typename F>
    Lists combine(const Lists& a, const Lists& b, F&& f) const {
        check_deadline();
        Lists lists;
        for (std::size_t s = 0; s < a.size(); ++s) lists.push_back(f(a[s], b[s]));
        return lists;
    }
    template <typename F>
    Lists combined(const PostingTree& tree, bool weighted, F&& f) const {
        Lists lists = of(tree.children.at(0), weighted);
        for (std::size_t i = 1; i < tree.children.size(); ++i)
            lists = combine(lists, of(tree.children[i], weighted), f);
        return lists;
    }

    void check_deadline() const {
        if (std::chrono::steady_clock::now() > plan_.deadline) throw_timeout();
    }

    Lists everything() const {
        Lists lists;
        for (const VersionShard& shard : view_.shards()) {
            List& list = lists.emplace_back();
            for (std::size_t i = 0; i < shard.visible.size(); ++i)
                if (shard.visible[i]) list.push_back({static_cast<Xapian::docid>(i + 1), 0});
        }
        return lists;
    }

    // How often the terms together are in each visible version; 0: it is in the list all the same.
    Lists occurrences(const std::vector<std::string>& terms) const {
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
    Lists weigh(Lists lists, bool weighted) const {
        const auto documents = static_cast<double>(view_.documents());
        const auto frequency = static_cast<double>(size_of(lists));
        double rarity = (documents - frequency + 0.5) / (frequency + 0.5);
        if (rarity < 2) rarity = rarity * 0.5 + 1;
        const double factor = weighted ? std::log(rarity) * (bm25_.k1 + 1) : 0;
        const double mean = view_.mean_length();
        for (std::size_t s = 0; s < lists.size(); ++s)
            for (Weighed& one : lists[s]) {
                const double length =
                    std::max(view_.shards()[s].lengths[one.docid - 1] / mean, bm25_.least_length);
                const double part = bm25_.k1 * (length * bm25_.b + (1 - bm25_.b));
                one.weight = factor * (one.weight / (part + one.weight));
            }
        return lists;
    }

    Lists any_of(const std::vector<std::string>& terms, bool weighted) const {
        return weigh(occurrences(terms), weighted);
    }

    // Words that came later are none of the words that a prefix stands for.
    std::vector<std::string> visible_terms(const std::vector<std::string>& terms) const {
        std::vector<std::string> visible;
        for (const std::string& term : terms) {
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
            throw Error(
                ErrorKind::limit,
                fmt::format("a prefix stands for more than {} words", limits_.prefix_expansion),
                "give more letters before the *");
        return visible;
    }

    // What only Xapian's matcher can tell: phrases, distances, ranges of values.
    Lists matched(const PostingTree& tree) const {
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
            std::sort(list.begin(), list.end(),
                      [](const Weighed& a, const Weighed& b) { return a.docid < b.docid; });
        }
        return lists;
    }

    Lists phrase(const PostingTree& tree, bool weighted) const {
        Lists lists = matched(tree);
        if (!weighted) return lists;
        const std::set<std::string> terms(tree.terms.begin(), tree.terms.end());
        for (const std::string& term : terms)
            lists = combine(lists, any_of({term}, true), conjunction);
        return lists;
    }

    Lists near(const PostingTree& tree, bool weighted) const {
        Lists lists = matched(tree);
        if (weighted)
            for (const PostingTree& child : tree.children)
                lists = combine(lists, of(child, true), conjunction);
        return lists;
    }

    const VersionView& view_;
    const Plan& plan_;
    const QueryLimits& limits_;
    const Bm25& bm25_;
};

// ---- counting

// A match of the query, selections aside.
struct Found {
    VersionMatch match;
    std::size_t counts_for; // index of the one selection it fails; all_fields, no_field
    std::uint32_t group = 0;
    bool alone = true; // no other match is of its group
};

constexpr std::size_t passes_all = std::numeric_limits<std::size_t>::max();
constexpr std::size_t passes_none = passes_all - 1;

class Counting {
  public:
    Counting(const VersionView& view, const Plan& plan, const SearchRequest& request)
        : view_(view), plan_(plan), request_(request) {}

    std::vector<Found> found(const Evaluation& evaluation) const {
        const Lists base = evaluation.of(plan_.tree, true);
        std::vector<Lists> selected;
        for (const PostingTree& tree : plan_.selected_trees)
            selected.push_back(evaluation.of(tree, false));
        std::vector<Found> all;
        for (std::size_t s = 0; s < base.size(); ++s)
            for (const Weighed& one : base[s]) {
                std::size_t failed = passes_all;
                for (std::size_t i = 0; i < selected.size(); ++i) {
                    const List& list = selected[i][s];
                    if (std::binary_search(
                            list.begin(), list.end(), one,
                            [](const Weighed& a, const Weighed& b) { return a.docid < b.docid; }))
                        continue;
                    failed = failed == passes_all ? i : passes_none;
                }
                if (failed != passes_none)
                    all.push_back({{s, one.docid, one.weight}, failed, 0, true});
            }
        if (view_.as_of() && request_.collapse != Collapse::none)
            group(all, request_.collapse == Collapse::story ? FieldId::story : FieldId::copies);
        return all;
    }

    FacetCounts count(const std::vector<Found>& all) const {
        FacetCounts counts;
        std::set<std::uint32_t> groups;
        for (const Found& one : all) {
            if (one.counts_for != passes_all) continue;
            ++counts.articles;
            if (one.alone || groups.insert(one.group).second) ++counts.total;
        }
        for (const FacetRequest& facet : request_.facets)
            counts.by_request.push_back(count_facet(all, facet.field));
        return counts;
    }

  private:
    // Calls f(i, value) for all matches, whose shards and docids ascend.
    template <typename F>
    void for_each_value(const std::vector<Found>& all, Slot slot, F&& f) const {
        std::size_t i = 0;
        for (std::size_t s = 0; s < view_.shards().size(); ++s) {
            const Xapian::Database& database = view_.shards()[s].database;
            auto value = database.valuestream_begin(slot);
            for (; i < all.size() && all[i].match.shard == s; ++i) {
                if (value == database.valuestream_end(slot)) continue;
                value.skip_to(all[i].match.docid);
                if (value != database.valuestream_end(slot) &&
                    value.get_docid() == all[i].match.docid)
                    f(i, *value);
            }
        }
    }

    void group(std::vector<Found>& all, FieldId by) const {
        std::unordered_map<std::string, std::pair<std::uint32_t, std::uint32_t>> groups;
        for_each_value(all, field(by).slot, [&](std::size_t i, const std::string& id) {
            const auto number = static_cast<std::uint32_t>(groups.size() + 1);
            auto& known =
                groups.try_emplace(view_.groups(by).canonical(id), number, 0).first->second;
            ++known.second;
            all[i].group = known.first;
        });
        std::vector<std::uint32_t> sizes(groups.size() + 1);
        for (const auto& [id, group] : groups) sizes[group.first] = group.second;
        for (Found& one : all) one.alone = one.group == 0 || sizes[one.group] == 1;
    }

    FacetCounts::Facet count_facet(const std::vector<Found>& all, FieldId id) const {
        const Field& f = field(id);
        const auto own = static_cast<std::size_t>(
            std::find_if(plan_.selections.begin(), plan_.selections.end(),
                         [&](const ValueSelection& s) { return s.field == id; }) -
            plan_.selections.begin());
        struct Sum {
            FacetCounts::Value value;
            std::set<std::uint32_t> groups;
        };
        std::map<std::string, Sum> sums;
        std::vector<std::pair<std::string, std::string_view>> values;
        for_each_value(all, f.slot, [&](std::size_t i, const std::string& slot) {
            if (all[i].counts_for != passes_all && all[i].counts_for != own) return;
            split_slot(f, slot, values);
            for (const auto& [value, name] : values) {
                Sum& sum = sums[value];
                if (sum.value.name.empty() || name < sum.value.name) sum.value.name = name;
                if (all[i].alone || sum.groups.insert(all[i].group).second) ++sum.value.count;
            }
        });
        FacetCounts::Facet facet;
        for (auto& [value, sum] : sums) {
            sum.value.id = value;
            facet.values.push_back(std::move(sum.value));
        }
        facet.distinct = facet.values.size();
        return facet;
    }

    const VersionView& view_;
    const Plan& plan_;
    const SearchRequest& request_;
};

// ---- order

struct Keyed {
    VersionMatch match;
    std::uint64_t sources;  // of its story, where they are asked for; the most first
    double key;             // then the greatest
    std::int64_t committed; // then the first
    std::string hash;       // then the least
    std::string id;         // read only where all else is equal
    std::uint32_t group;
    bool alone;
};

class Ordering {
  public:
    Ordering(const VersionView& view, Sort sort) : view_(view), sort_(sort) {}

    std::vector<Keyed> ordered(const std::vector<Found>& all) {
        std::vector<Keyed> list;
        for (const Found& one : all)
            if (one.counts_for == passes_all)
                list.push_back({one.match,
                                0,
                                one.match.score,
                                view_.shards()[one.match.shard].committed[one.match.docid - 1],
                                {},
                                {},
                                one.group,
                                one.alone});
        read_keys(list);
        const auto order = [](const Keyed& a, const Keyed& b) {
            return std::tie(b.sources, b.key, a.committed, a.hash, a.id) <
                   std::tie(a.sources, a.key, b.committed, b.hash, b.id);
        };
        std::sort(list.begin(), list.end(), order);
        const auto same = [&](const Keyed& a, const Keyed& b) {
            return std::tie(a.sources, a.key, a.committed, a.hash) ==
                   std::tie(b.sources, b.key, b.committed, b.hash);
        };
        for (std::size_t begin = 0, end = 0; begin < list.size(); begin = end) {
            while (end < list.size() && same(list[begin], list[end])) ++end;
            if (end - begin < 2) continue;
            for (std::size_t i = begin; i < end; ++i) list[i].id = id_of(list[i].match);
            std::sort(list.begin() + static_cast<std::ptrdiff_t>(begin),
                      list.begin() + static_cast<std::ptrdiff_t>(end), order);
        }
        return list;
    }

  private:
    // Of matches by shard and docid.
    void read_keys(std::vector<Keyed>& list) {
        std::size_t i = 0;
        for (std::size_t s = 0; s < view_.shards().size(); ++s) {
            const Xapian::Database& database = view_.shards()[s].database;
            auto hash = database.valuestream_begin(slots::content_hash);
            auto published = database.valuestream_begin(slots::published_seconds);
            const auto at = [](Xapian::ValueIterator& value, Xapian::docid docid) {
                if (value == Xapian::ValueIterator()) return std::string();
                value.skip_to(docid);
                return value != Xapian::ValueIterator() && value.get_docid() == docid
                           ? *value
                           : std::string();
            };
            for (; i < list.size() && list[i].match.shard == s; ++i) {
                Keyed& one = list[i];
                one.hash = at(hash, one.match.docid);
                if (sort_ == Sort::relevance) continue;
                one.match.score = 0;
                const std::string seconds = at(published, one.match.docid);
                one.key = seconds.empty()         ? -std::numeric_limits<double>::infinity()
                          : sort_ == Sort::oldest ? -Xapian::sortable_unserialise(seconds)
                                                  : Xapian::sortable_unserialise(seconds);
                if (sort_ == Sort::sources) one.sources = sources_of_story(one.match);
            }
        }
    }

    std::uint64_t sources_of_story(const VersionMatch& match) {
        const Xapian::Document document =
            view_.shards()[match.shard].database.get_document(match.docid);
        const auto [known, is_new] = sources_.try_emplace(
            view_.groups(FieldId::story).canonical(document.get_value(field(FieldId::story).slot)));
        if (is_new) known->second = version_group(view_, document, FieldId::story).second.sources;
        return known->second;
    }

    std::string id_of(const VersionMatch& match) const {
        const std::string_view prefix = field(FieldId::id).prefix;
        const Xapian::Document document =
            view_.shards()[match.shard].database.get_document(match.docid);
        auto term = document.termlist_begin();
        term.skip_to(std::string(prefix));
        return term != document.termlist_end() ? *term : std::string();
    }

    const VersionView& view_;
    Sort sort_;
    std::unordered_map<std::string, std::uint64_t> sources_; // of stories
};

} // namespace

VersionMatches match_versions(const VersionView& view, const Plan& plan,
                              const SearchRequest& request, const Bm25& bm25) {
    const Evaluation evaluation(view, plan, request.limits, bm25);
    const Counting counting(view, plan, request);
    const std::vector<Found> found = counting.found(evaluation);
    VersionMatches matches{{}, counting.count(found)};
    std::set<std::uint32_t> groups;
    for (const Keyed& one : Ordering(view, request.sort).ordered(found))
        if (one.alone || groups.insert(one.group).second) matches.ranked.push_back(one.match);
    return matches;
}

std::pair<std::string, GroupSize> version_group(const VersionView& view,
                                                const Xapian::Document& document, FieldId id) {
    const std::string indexed = document.get_value(field(id).slot);
    if (indexed.empty() || !view.as_of()) return {{}, {1, 1, 1, 1}};
    const ArticleGroups& groups = view.groups(id);
    const std::string& canonical = groups.canonical(indexed);
    DocumentCounter counter(view.groups(FieldId::copies));
    for (const std::string& member : groups.indexed_ids(canonical)) {
        const std::string term = make_term(field(id).prefix, member);
        for (const VersionShard& shard : view.shards())
            for (auto posting = shard.database.postlist_begin(term);
                 posting != shard.database.postlist_end(term); ++posting)
                if (shard.sees(*posting)) counter.add(shard.database.get_document(*posting));
    }
    return {canonical, counter.size()};
}

} // namespace sitrep
