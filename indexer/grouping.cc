#include "indexer/grouping.h"

#include "schema/document.h"
#include "schema/layout.h"

#include <algorithm>
#include <set>

namespace sitrep {
namespace {

double seconds_of(const std::string& value) {
    return value.empty() ? 0 : Xapian::sortable_unserialise(value);
}

} // namespace

Grouping::Grouping(Xapian::WritableDatabase& fresh, FieldId field)
    : fresh_(fresh), field_(field), last_fresh_(fresh.get_lastdocid()), members_(last_fresh_ + 1) {
    const std::string stamp = fresh.get_value_upper_bound(slots::committed); // they have one
    if (!stamp.empty()) committed_ = static_cast<std::int64_t>(Xapian::sortable_unserialise(stamp));
    for (Node node = 0; node <= last_fresh_; ++node) members_[node].parent = node;
    for (auto value = fresh.valuestream_begin(slots::published_seconds);
         value != fresh.valuestream_end(slots::published_seconds); ++value)
        members_[value.get_docid()].seconds = seconds_of(*value);
}

std::pair<Grouping::Node, bool> Grouping::published(const std::string& shard,
                                                    const Xapian::Database& database,
                                                    Xapian::docid docid) {
    const auto [known, is_new] =
        published_.try_emplace({shard, docid}, static_cast<Node>(members_.size()));
    if (is_new) {
        const Xapian::Document document = database.get_document(docid);
        members_.push_back({known->second, seconds_of(document.get_value(slots::published_seconds)),
                            document.get_value(field(field_).slot), &database, docid});
    }
    return {known->second, is_new};
}

Grouping::Node Grouping::published(std::string group, double seconds) {
    const auto node = static_cast<Node>(members_.size());
    members_.push_back({node, seconds, std::move(group), nullptr, 0});
    return node;
}

void Grouping::append_published(const std::string& term, const PublishedShards& shards,
                                std::size_t most, std::vector<Node>& nodes) {
    for (const auto& [name, shard] : shards) {
        std::size_t taken = 0;
        for (auto posting = shard.postlist_begin(term);
             posting != shard.postlist_end(term) && taken < most; ++posting, ++taken)
            nodes.push_back(published(name, shard, *posting).first);
    }
}

Xapian::Document Grouping::document(Node node) const {
    return members_[node].database->get_document(members_[node].docid);
}

Grouping::Node Grouping::root(Node node) {
    while (members_[node].parent != node)
        node = members_[node].parent = members_[members_[node].parent].parent;
    return node;
}

void Grouping::join(Node a, Node b) {
    a = root(a);
    b = root(b);
    members_[std::max(a, b)].parent = std::min(a, b);
}

void Grouping::write() {
    std::map<Node, std::vector<Node>> groups; // by the first member
    for (Node node = 0; node < members_.size(); ++node)
        if (const Node top = root(node); top != node) {
            std::vector<Node>& group = groups[top];
            if (group.empty()) group.push_back(top);
            group.push_back(node);
        }
    for (const auto& [top, group] : groups) write(group);
}

void Grouping::write(const std::vector<Node>& group) {
    std::set<std::string> ids; // of published groups
    for (const Node node : group)
        if (!members_[node].group.empty()) ids.insert(members_[node].group);
    std::string id;
    if (!ids.empty()) {
        id = *ids.begin();
        for (const std::string& other : ids)
            if (other != id) note_merged_group(fresh_, field_, {other, id, committed_});
    }
    for (const Node node : group) {
        if (!is_fresh(node)) continue;
        Xapian::Document document = fresh_.get_document(node);
        if (id.empty()) { // the first of a new group founds it
            id = document.get_value(field(field_).slot);
            members_[node].group = id;
            continue;
        }
        members_[node].group = id;
        regroup(document, field_, id);
        fresh_.replace_document(node, document);
    }
}

} // namespace sitrep
