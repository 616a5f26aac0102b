// Sets of articles that belong together, of a batch of new articles and those known before: what
// copies and stories have in common.
//
// A group's id is that of the article which founded it (group_id). Groups that a new article
// connects become one: articles that are written do not change, so that is noted
// (note_merged_group).
#pragma once

#include "schema/field.h"
#include "schema/layout.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

using PublishedShards = std::map<std::string, Xapian::Database>;
using NewDocuments = std::vector<Xapian::Document>;
using GroupNotes = std::vector<std::pair<FieldId, MergedGroup>>;

// Seconds since 1970; 0: not known.
double published_seconds(const Xapian::Document& document);

class Grouping {
  public:
    // An article: its place among the new ones, or a number from their count on.
    using Node = std::uint32_t;

    // Of the groups that a field (copies, story) names; all documents carry one, their own.
    Grouping(NewDocuments& fresh, FieldId field);

    // An article known before.
    Node add_known(std::string group, double published);

    std::size_t size() const { return members_.size(); }
    bool is_fresh(Node node) const { return node < fresh_.size(); }
    // Of a known article; of a new one once it is written.
    const std::string& group(Node node) const { return members_[node].group; }
    // Seconds; 0: unknown.
    double published_at(Node node) const { return members_[node].published; }

    Node root(Node node);
    void join(Node a, Node b);

    // Writes the groups into the new documents.
    void write(GroupNotes& notes);

  private:
    struct Member {
        Node parent = 0;
        double published = 0;
        std::string group;
    };
    void write(const std::vector<Node>& group, GroupNotes& notes);

    NewDocuments& fresh_;
    FieldId field_;
    std::vector<Member> members_;
};

} // namespace sitrep
