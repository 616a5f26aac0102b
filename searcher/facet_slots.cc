// Facet counts from value slots, by Xapian's own means: for remote shards, and for single searches
// that do not repay reading the columns.

#include "searcher/facet.h"

#include "schema/field.h"
#include "searcher/matched_slots.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace sitrep {
namespace {

void sum_slots(const Field& f, const Xapian::ValueCountMatchSpy& spy, FacetCounts::Facet& out) {
    std::map<std::string, FacetCounts::Value> sums;
    std::vector<std::pair<std::string, std::string_view>> values;
    for (auto slot = spy.values_begin(); slot != spy.values_end(); ++slot) {
        const std::string joined = *slot;
        split_slot(f, joined, values);
        for (const auto& [id, name] : values) {
            FacetCounts::Value& sum = sums[id];
            if (sum.count == 0) sum.name = name;
            sum.count += slot.get_termfreq();
        }
    }
    for (auto& [id, sum] : sums) {
        sum.id = id;
        out.values.push_back(std::move(sum));
    }
    out.distinct = out.values.size();
}

// Groups (of copies, or stories) among the matches of a query: the matches of each of several,
// sorted.
using MatchedGroups = std::map<std::string, std::vector<Xapian::docid>>;

void add_members(const Xapian::Database& database, const Xapian::Query& query,
                 const ArticleGroups& groups, MatchedGroups& found) {
    for (const auto& [docid, group] : matched_slots(database, query, field(groups.field()).slot))
        found[groups.canonical(group)].push_back(docid);
}

// Those that joined a group are marked; the others are looked for by the ids of the groups that
// these are in, and of those that became one.
MatchedGroups groups_among(const Xapian::Database& database, const TermQueries& terms,
                           const Xapian::Query& query, const ArticleGroups& groups) {
    constexpr std::size_t most_ids_at_once = 1000;
    const std::string_view prefix = field(groups.field()).prefix;
    const Xapian::Query joined = terms.selecting(make_term(prefixes::later_member, prefix));
    MatchedGroups found;
    add_members(database, Xapian::Query(Xapian::Query::OP_FILTER, query, joined), groups, found);
    std::vector<std::string> canonical = groups.with_others();
    for (const auto& [group, members] : found) canonical.push_back(group);
    std::sort(canonical.begin(), canonical.end());
    canonical.erase(std::unique(canonical.begin(), canonical.end()), canonical.end());
    std::vector<Xapian::Query> ids;
    for (const std::string& group : canonical)
        for (const std::string& id : groups.indexed_ids(group))
            ids.push_back(terms.selecting(make_term(prefix, id)));
    for (std::size_t i = 0; i < ids.size(); i += most_ids_at_once) {
        const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(i);
        const auto end =
            ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), i + most_ids_at_once));
        const Xapian::Query founders(Xapian::Query::OP_AND_NOT,
                                     Xapian::Query(Xapian::Query::OP_OR, begin, end), joined);
        add_members(database, Xapian::Query(Xapian::Query::OP_FILTER, query, founders), groups,
                    found);
    }
    std::erase_if(found, [](const auto& group) { return group.second.size() < 2; });
    for (auto& [group, members] : found) std::sort(members.begin(), members.end());
    return found;
}

std::uint64_t surplus(const MatchedGroups& groups) {
    std::uint64_t more = 0;
    for (const auto& [group, members] : groups) more += members.size() - 1;
    return more;
}

// Takes the articles of a group that share a value off its count, all but one.
void subtract_surplus(const GroupCache& cache, FieldId collapse, const MatchedGroups& groups,
                      const Field& f, FacetCounts::Facet& facet) {
    std::map<std::string, std::uint64_t> more;
    std::vector<std::pair<std::string, std::string_view>> values;
    for (const auto& [group, matched] : groups) {
        std::set<std::string> seen;
        for (const GroupCache::Member& member : cache.members({collapse, group})) {
            if (!std::binary_search(matched.begin(), matched.end(), member.docid)) continue;
            const std::string slot(member.value(f.slot));
            split_slot(f, slot, values);
            for (const auto& [id, name] : values)
                if (!seen.insert(id).second) ++more[id];
        }
    }
    for (FacetCounts::Value& value : facet.values)
        if (const auto found = more.find(value.id); found != more.end())
            value.count -= found->second;
}

void load(const GroupCache::Source& source, GroupCache& cache, FieldId collapse,
          const MatchedGroups& groups) {
    std::vector<GroupCache::Key> keys;
    for (const auto& [group, members] : groups) keys.emplace_back(collapse, group);
    cache.load(source, keys);
}

} // namespace

FacetCounts count_by_slots(const GroupCache::Source& source, GroupCache& cache,
                           const std::function<Xapian::Query(std::size_t)>& query_without,
                           const std::vector<ValueSelection>& selections,
                           const std::vector<FacetRequest>& requested,
                           std::optional<FieldId> collapse, const SpiedPass& ranking) {
    const Xapian::Database& database = source.database;
    FacetCounts result;
    result.by_request.resize(requested.size());
    const auto show_all = [&](const Xapian::Query& query,
                              const std::vector<Xapian::MatchSpy*>& spies) {
        Xapian::Enquire enquire(database);
        enquire.set_query(query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        for (Xapian::MatchSpy* spy : spies) enquire.add_matchspy(spy);
        enquire.get_mset(0, 0, database.get_doccount());
    };
    const auto pass = [&](const Xapian::Query& query, const std::vector<std::size_t>& requests,
                          bool is_last) {
        std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
        std::vector<Xapian::MatchSpy*> shown;
        for (const std::size_t r : requests) {
            spies.push_back(
                std::make_unique<Xapian::ValueCountMatchSpy>(field(requested[r].field).slot));
            shown.push_back(spies.back().get());
        }
        Xapian::ValueCountMatchSpy counter(field(FieldId::lang).slot); // of few values
        shown.push_back(&counter);
        if (is_last && ranking)
            ranking(shown);
        else
            show_all(query, shown);
        result.total = result.articles = counter.get_total();
        const MatchedGroups groups =
            collapse ? groups_among(database, source.term_queries, query, source.groups(*collapse))
                     : MatchedGroups{};
        result.total -= surplus(groups);
        if (collapse && !requests.empty()) load(source, cache, *collapse, groups);
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const Field& f = field(requested[requests[i]].field);
            FacetCounts::Facet& facet = result.by_request[requests[i]];
            sum_slots(f, *spies[i], facet);
            if (collapse) subtract_surplus(cache, *collapse, groups, f, facet);
        }
    };
    const auto has_selection = [&](FieldId id) {
        return std::find_if(selections.begin(), selections.end(),
                            [&](const ValueSelection& s) { return s.field == id; }) -
               selections.begin();
    };
    std::vector<std::size_t> together;
    for (std::size_t r = 0; r < requested.size(); ++r) {
        const auto s = static_cast<std::size_t>(has_selection(requested[r].field));
        if (s == selections.size())
            together.push_back(r);
        else
            pass(query_without(s), {r}, false);
    }
    pass(query_without(selections.size()), together, true); // the last: its totals are the result's
    return result;
}

} // namespace sitrep
