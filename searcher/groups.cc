#include "searcher/groups.h"

#include "schema/analysis.h"
#include "schema/field.h"
#include "schema/layout.h"
#include "searcher/columns.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace sitrep {
namespace {

std::vector<std::string> groups_of_later_members(const ShardValues& values, const Field& f) {
    std::vector<std::string> groups;
    const std::string term = make_term(prefixes::later_member, f.prefix);
    const Xapian::Database& shard = values.shard();
    if (values.is_remote()) {
        for (auto& [docid, group] : matched_slots(shard, Xapian::Query(term), f.slot))
            if (!group.empty()) groups.push_back(std::move(group));
    } else {
        auto value = shard.valuestream_begin(f.slot);
        for (auto member = shard.postlist_begin(term); member != shard.postlist_end(term);
             ++member) {
            value.skip_to(*member);
            if (value == shard.valuestream_end(f.slot)) break;
            if (value.get_docid() == *member) groups.push_back(*value);
        }
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

std::uint64_t key_of(std::string_view id) {
    const auto number = group_number(id);
    return number ? *number : XXH3_64bits(id.data(), id.size());
}

} // namespace

std::optional<std::uint64_t> group_number(std::string_view id) {
    constexpr int hexadecimal = 16;
    constexpr std::size_t digits = 16;
    std::uint64_t number = 0;
    const auto [stop, error] =
        std::from_chars(id.data(), id.data() + id.size(), number, hexadecimal);
    if (id.size() != digits || error != std::errc{} || stop != id.data() + id.size())
        return std::nullopt;
    return number;
}

std::string group_id_of(std::uint64_t number) {
    return fmt::format("{:016x}", number);
}

void ArticleGroups::read(const std::vector<Xapian::Database>& shards, std::int64_t as_of) {
    canonical_.clear();
    other_.clear();
    std::unordered_map<std::string, std::string> up;
    const auto top = [&](std::string id) {
        for (auto above = up.find(id); above != up.end(); above = up.find(id)) id = above->second;
        return id;
    };
    for (const Xapian::Database& shard : shards)
        for (const MergedGroup& merged : read_merged_groups(shard, field_)) {
            if (merged.committed > as_of) continue;
            std::string from = top(merged.from);
            std::string into = top(merged.into);
            if (from == into) continue;
            if (from < into) std::swap(from, into); // whatever order the shards are read in
            up[from] = into;
        }
    for (const auto& [from, into] : up) {
        canonical_[from] = top(into);
        other_[canonical_[from]].push_back(from);
    }
}

const std::string& ArticleGroups::canonical(const std::string& id) const {
    const auto found = canonical_.find(id);
    return found == canonical_.end() ? id : found->second;
}

std::vector<std::string> ArticleGroups::indexed_ids(const std::string& canonical) const {
    std::vector<std::string> ids{canonical};
    if (const auto others = other_.find(canonical); others != other_.end())
        ids.insert(ids.end(), others->second.begin(), others->second.end());
    return ids;
}

std::vector<std::string> ArticleGroups::with_others() const {
    std::vector<std::string> ids;
    for (const auto& [canonical, others] : other_) ids.push_back(canonical);
    return ids;
}

void GroupCounter::add(std::string_view report, double published, std::string_view source,
                       const std::vector<std::string_view>& agencies) {
    ++articles_;
    if (!source.empty()) sources_.insert(source);
    agencies_.insert(agencies.begin(), agencies.end());
    const double first = published == 0 ? std::numeric_limits<double>::infinity() : published;
    const Report added{first, source, !agencies.empty()};
    if (report.empty()) {
        alone_.push_back(added);
        return;
    }
    const auto [known, is_new] = reports_.try_emplace(report, added);
    if (is_new) return;
    Report& all = known->second;
    all.credited = all.credited || added.credited;
    // Of those equally early the first by name, in whatever order they are added.
    if (std::tie(added.first, added.source) < std::tie(all.first, all.source)) {
        all.first = added.first;
        all.source = added.source;
    }
}

GroupSize GroupCounter::size() const {
    std::set<std::string_view> publishers;
    const auto see = [&](const Report& report) {
        if (!report.credited && !report.source.empty()) publishers.insert(report.source);
    };
    for (const auto& [id, report] : reports_) see(report);
    for (const Report& report : alone_) see(report);
    GroupSize size;
    size.articles = articles_;
    size.reports = reports_.size() + alone_.size();
    // Those that have none count as one, if at all.
    size.sources = std::max<std::size_t>(sources_.size(), 1);
    size.origins = std::max<std::size_t>(agencies_.size() + publishers.size(), 1);
    return size;
}

void DocumentCounter::add(const Xapian::Document& document) {
    add([&](Xapian::valueno slot) { return document.get_value(slot); });
}

void DocumentCounter::add(const std::function<std::string(Xapian::valueno)>& value_of) {
    const auto value = [&](FieldId id) { return value_of(field(id).slot); };
    std::vector<std::pair<std::string, std::string_view>> split;
    const std::string agencies = value(FieldId::agency);
    split_slot(field(FieldId::agency), agencies, split);
    std::vector<std::string_view> credited;
    for (auto& [agency, name] : split) credited.push_back(kept(std::move(agency)));
    const std::string seconds = value_of(slots::published_seconds);
    counter_.add(kept(copies_.canonical(value(FieldId::copies))),
                 seconds.empty() ? 0 : Xapian::sortable_unserialise(seconds),
                 kept(fold_keyword(value(FieldId::source))), credited);
}

void ShardGroups::add(Xapian::docid docid, std::uint32_t group) {
    if (docid >= groups_.size()) groups_.resize(docid + 1, alone);
    groups_[docid] = group;
}

GroupMembers::Known GroupMembers::read(const ShardValues& shard) const {
    const Field& f = field(field_);
    Known known;
    known.later = groups_of_later_members(shard, f);
    known.members.reserve(shard.shard().get_doccount());
    shard.for_each(f.slot, [&](Xapian::docid docid, const std::string& group) {
        known.members.push_back({key_of(group), docid});
    });
    std::sort(known.members.begin(), known.members.end(), [](const auto& a, const auto& b) {
        return a.group != b.group ? a.group < b.group : a.docid < b.docid;
    });
    return known;
}

GroupTable GroupMembers::find(const std::vector<std::string>& keys,
                              const std::vector<ShardValues>& shards, const ArticleGroups& groups) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(shards_, [&](const auto& known) {
        return std::find(keys.begin(), keys.end(), known.first) == keys.end();
    });
    std::map<std::string, std::uint32_t> numbers;      // by canonical id
    for (const std::string& id : groups.with_others()) // founders that another article joined
        numbers.try_emplace(id, static_cast<std::uint32_t>(numbers.size()));
    for (std::size_t s = 0; s < shards.size(); ++s) {
        const auto [known, is_new] = shards_.try_emplace(keys[s]);
        if (is_new) known->second = read(shards[s]);
        for (const std::string& id : known->second.later)
            numbers.try_emplace(groups.canonical(id), static_cast<std::uint32_t>(numbers.size()));
    }
    GroupTable found;
    found.ids.resize(numbers.size());
    std::vector<std::pair<std::uint64_t, std::uint32_t>> by_key;
    for (const auto& [canonical, number] : numbers) {
        found.ids[number] = canonical;
        for (const std::string& id : groups.indexed_ids(canonical))
            by_key.emplace_back(key_of(id), number);
    }
    std::sort(by_key.begin(), by_key.end());
    for (const std::string& key : keys) {
        auto of_shard = std::make_shared<ShardGroups>();
        auto group = by_key.begin();
        for (const Membership& member : shards_[key].members) {
            while (group != by_key.end() && group->first < member.group) ++group;
            if (group == by_key.end()) break;
            if (group->first == member.group) of_shard->add(member.docid, group->second);
        }
        found.by_shard.push_back(std::move(of_shard));
    }
    return found;
}

} // namespace sitrep
