#include "indexer/grouping.h"

#include "schema/document.h"

#include <algorithm>
#include <set>

namespace sitrep {
namespace {

std::int64_t commit_stamp(const Xapian::Document& document) {
    const std::string stamp = document.get_value(slots::committed);
    return stamp.empty() ? 0 : static_cast<std::int64_t>(Xapian::sortable_unserialise(stamp));
}

} // namespace

double published_seconds(const Xapian::Document& document) {
    const std::string value = document.get_value(slots::published_seconds);
    return value.empty() ? 0 : Xapian::sortable_unserialise(value);
}

Grouping::Grouping(NewDocuments& fresh, FieldId field) : fresh_(fresh), field_(field) {
    for (const Xapian::Document& document : fresh) add_known({}, published_seconds(document));
}

Grouping::Node Grouping::add_known(std::string group, double published) {
    const auto node = static_cast<Node>(members_.size());
    members_.push_back({node, published, std::move(group)});
    return node;
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

void Grouping::write(GroupNotes& notes) {
    std::map<Node, std::vector<Node>> groups; // by the first member
    for (Node node = 0; node < members_.size(); ++node) groups[root(node)].push_back(node);
    for (const auto& [top, group] : groups) write(group, notes);
}

void Grouping::write(const std::vector<Node>& group, GroupNotes& notes) {
    std::set<std::string> ids; // of articles known before
    for (const Node node : group)
        if (!is_fresh(node)) ids.insert(members_[node].group);
    std::string id;
    if (!ids.empty()) {
        id = *ids.begin();
        for (const std::string& other : ids)
            if (other != id)
                notes.push_back({field_, {other, id, commit_stamp(fresh_[group.front()])}});
    }
    for (const Node node : group) {
        if (!is_fresh(node)) continue;
        if (id.empty()) // the first of a new group founds it
            id = fresh_[node].get_value(field(field_).slot);
        else
            regroup(fresh_[node], field_, id);
        members_[node].group = id;
    }
}

} // namespace sitrep
