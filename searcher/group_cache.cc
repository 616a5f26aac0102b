#include "searcher/group_cache.h"

#include "schema/field.h"
#include "searcher/matched_slots.h"

#include <algorithm>

namespace sitrep {
namespace {

constexpr std::size_t most_members = 100'000;
constexpr std::size_t most_terms_at_once = 500;

// What groups are measured by.
std::vector<Xapian::valueno> slots_of(GroupCache::Detail detail) {
    std::vector<Xapian::valueno> kept{slots::published_seconds};
    for (const FieldId id : {FieldId::copies, FieldId::story, FieldId::source, FieldId::agency})
        kept.push_back(field(id).slot);
    if (detail == GroupCache::Detail::facets)
        for (const Field& f : fields)
            if (f.facet && std::find(kept.begin(), kept.end(), f.slot) == kept.end())
                kept.push_back(f.slot);
    return kept;
}

// An article is found by its copies and by its story.
void forget_repeated(GroupCache::Members& members) {
    std::sort(members.begin(), members.end(),
              [](const auto& a, const auto& b) { return a.docid < b.docid; });
    members.erase(std::unique(members.begin(), members.end(),
                              [](const auto& a, const auto& b) { return a.docid == b.docid; }),
                  members.end());
}

} // namespace

GroupCache::GroupCache(Detail detail) : slots_(slots_of(detail)) {}

std::string canonical_group(const Xapian::Document& document, const ArticleGroups& groups) {
    const std::string indexed = document.get_value(field(groups.field()).slot);
    return indexed.empty() ? indexed : groups.canonical(indexed);
}

std::string_view GroupCache::Member::value(Xapian::valueno slot) const {
    for (const auto& [of, value] : values)
        if (of == slot) return value;
    return {};
}

void GroupCache::load(const Source& source, const std::vector<Key>& keys) {
    std::vector<Key> unknown;
    for (const Key& key : keys)
        if (groups_.try_emplace(key).second) unknown.push_back(key);
    if (unknown.empty()) return;
    std::sort(unknown.begin(), unknown.end());
    try {
        read(source, unknown);
    } catch (...) {
        for (const Key& key : unknown) groups_.erase(key);
        throw;
    }
    for (const Key& key : unknown) {
        Group& group = groups_.at(key);
        forget_repeated(group.members);
        DocumentCounter counter(source.copies);
        for (const Member& member : group.members)
            counter.add([&](Xapian::valueno slot) { return std::string(member.value(slot)); });
        group.size = counter.size();
        members_ += group.members.size();
    }
}

void GroupCache::read(const Source& source, const std::vector<Key>& keys) {
    std::vector<Xapian::Query> terms;
    for (const auto& [id, canonical] : keys)
        for (const std::string& member : source.groups(id).indexed_ids(canonical))
            terms.push_back(source.term_queries.selecting(make_term(field(id).prefix, member)));
    const auto add = [&](FieldId id, const Member& member) {
        const std::string indexed(member.value(field(id).slot));
        const auto group = groups_.find({id, source.groups(id).canonical(indexed)});
        if (group == groups_.end() || !std::binary_search(keys.begin(), keys.end(), group->first))
            return;
        group->second.members.push_back(member);
    };
    for (std::size_t i = 0; i < terms.size(); i += most_terms_at_once) {
        const auto begin = terms.begin() + static_cast<std::ptrdiff_t>(i);
        const auto end = terms.begin() + static_cast<std::ptrdiff_t>(
                                             std::min(terms.size(), i + most_terms_at_once));
        const Xapian::Query any(Xapian::Query::OP_OR, begin, end);
        std::map<Xapian::docid, Member> members;
        for (const Xapian::valueno slot : slots_)
            for (auto& [docid, value] : matched_slots(source.database, any, slot)) {
                Member& member = members[docid];
                member.docid = docid;
                if (!value.empty()) member.values.emplace_back(slot, std::move(value));
            }
        for (const auto& [docid, member] : members) {
            add(FieldId::copies, member);
            add(FieldId::story, member);
        }
    }
}

void GroupCache::bound() {
    if (members_ > most_members) clear();
}

void GroupCache::clear() {
    groups_.clear();
    members_ = 0;
}

} // namespace sitrep
