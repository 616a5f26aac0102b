// Sets of articles that belong together, over a new shard and the published ones: what copies and
// stories have in common.
//
// A group's id is that of the article which founded it (group_id). Groups that a new article
// connects become one: shards that are published do not change, so the new shard says so in its
// metadata (note_merged_group).
#pragma once

#include "schema/field.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

using PublishedShards = std::map<std::string, Xapian::Database>;

class Grouping {
  public:
    // An article: its docid if it is of the new shard, else a number above those.
    using Node = std::uint32_t;

    // Of the groups that a field (copies, story) names.
    Grouping(Xapian::WritableDatabase& fresh, FieldId field);

    // The number of a published article, and whether it is new here.
    std::pair<Node, bool> published(const std::string& shard, const Xapian::Database& database,
                                    Xapian::docid docid);
    // One that is known by its group alone.
    Node published(std::string group, double seconds);
    // Those of a posting list, at most `most`.
    void append_published(const std::string& term, const PublishedShards& shards, std::size_t most,
                          std::vector<Node>& nodes);

    std::size_t size() const { return members_.size(); }
    bool is_fresh(Node node) const { return node <= last_fresh_; }
    // For published ones only.
    Xapian::Document document(Node node) const;
    // Of a published article; of a new one once it is written.
    const std::string& group(Node node) const { return members_[node].group; }
    // Seconds; 0: unknown.
    double published_at(Node node) const { return members_[node].seconds; }

    Node root(Node node);
    void join(Node a, Node b);

    // Writes the groups into the new shard's documents.
    void write();

  private:
    struct Member {
        Node parent = 0;
        double seconds = 0;
        std::string group; // of a published article
        const Xapian::Database* database = nullptr;
        Xapian::docid docid = 0;
    };
    void write(const std::vector<Node>& group);

    Xapian::WritableDatabase& fresh_;
    FieldId field_;
    Node last_fresh_;
    std::int64_t committed_ = 0;
    std::vector<Member> members_;
    std::map<std::pair<std::string, Xapian::docid>, Node> published_;
};

} // namespace sitrep
