#include "searcher/version_count.h"

#include "schema/document.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace sitrep {
namespace {

constexpr std::size_t passes_none = passes_all - 1;

// Calls f(i, value) for all matches, whose shards and docids ascend.
template <typename F>
void for_each_value(const VersionView& view, const std::vector<FoundVersion>& all, Slot slot,
                    F&& f) {
    std::size_t i = 0;
    for (std::size_t s = 0; s < view.shards().size(); ++s) {
        const Xapian::Database& database = view.shards()[s].database;
        auto value = database.valuestream_begin(slot);
        for (; i < all.size() && all[i].match.shard == s; ++i) {
            if (value == database.valuestream_end(slot)) continue;
            value.skip_to(all[i].match.docid);
            if (value != database.valuestream_end(slot) && value.get_docid() == all[i].match.docid)
                f(i, *value);
        }
    }
}

void group(const VersionView& view, std::vector<FoundVersion>& all, FieldId by) {
    std::unordered_map<std::string, std::pair<std::uint32_t, std::uint32_t>> groups;
    for_each_value(view, all, field(by).slot, [&](std::size_t i, const std::string& id) {
        const auto number = static_cast<std::uint32_t>(groups.size() + 1);
        auto& known = groups.try_emplace(view.groups(by).canonical(id), number, 0).first->second;
        ++known.second;
        all[i].group = known.first;
    });
    std::vector<std::uint32_t> sizes(groups.size() + 1);
    for (const auto& [id, group] : groups) sizes[group.first] = group.second;
    for (FoundVersion& one : all) one.alone = one.group == 0 || sizes[one.group] == 1;
}

// The one selection that a match is not among; passes_all, passes_none.
std::size_t failed_selection(const std::vector<VersionLists>& selected, std::size_t shard,
                             const WeighedVersion& match) {
    std::size_t failed = passes_all;
    for (std::size_t i = 0; i < selected.size(); ++i) {
        const VersionList& list = selected[i][shard];
        if (!std::binary_search(list.begin(), list.end(), match, is_before))
            failed = failed == passes_all ? i : passes_none;
    }
    return failed;
}

FacetCounts::Facet count_facet(const VersionView& view, const Plan& plan,
                               const std::vector<FoundVersion>& all, FieldId id) {
    const Field& f = field(id);
    const auto own = static_cast<std::size_t>(
        std::find_if(plan.selections.begin(), plan.selections.end(),
                     [&](const ValueSelection& s) { return s.field == id; }) -
        plan.selections.begin());
    struct Sum {
        FacetCounts::Value value;
        std::set<std::uint32_t> groups;
    };
    std::map<std::string, Sum> sums;
    std::vector<std::pair<std::string, std::string_view>> values;
    for_each_value(view, all, f.slot, [&](std::size_t i, const std::string& slot) {
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

} // namespace

std::vector<FoundVersion> found_versions(const VersionView& view, const Plan& plan,
                                         const SearchRequest& request,
                                         const VersionMatcher& matcher) {
    const VersionLists base = matcher.of(plan.tree, true);
    std::vector<VersionLists> selected;
    for (const PostingTree& tree : plan.selected_trees) selected.push_back(matcher.of(tree, false));
    std::vector<FoundVersion> all;
    for (std::size_t s = 0; s < base.size(); ++s)
        for (const WeighedVersion& one : base[s])
            if (const std::size_t failed = failed_selection(selected, s, one);
                failed != passes_none)
                all.push_back({{s, one.docid, one.weight}, failed, 0, true});
    if (view.as_of() && request.collapse != Collapse::none)
        group(view, all, request.collapse == Collapse::story ? FieldId::story : FieldId::copies);
    return all;
}

FacetCounts count_versions(const VersionView& view, const Plan& plan, const SearchRequest& request,
                           const std::vector<FoundVersion>& found) {
    FacetCounts counts;
    std::set<std::uint32_t> groups;
    for (const FoundVersion& one : found) {
        if (one.counts_for != passes_all) continue;
        ++counts.articles;
        if (one.alone || groups.insert(one.group).second) ++counts.total;
    }
    for (const FacetRequest& facet : request.facets)
        counts.by_request.push_back(count_facet(view, plan, found, facet.field));
    return counts;
}

} // namespace sitrep
