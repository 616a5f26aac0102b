#include "indexer/copies.h"

#include "schema/document.h"
#include "schema/field.h"
#include "schema/layout.h"
#include "schema/sketch.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace sitrep {
namespace {

// What is alike, but not the same, and published farther apart than this, in seconds, is a form
// filled in anew.
constexpr double longest_time_apart = 5 * 86400.0;

using Node = std::uint32_t; // an article of the new shard, or one it was compared with

class CopyGrouper {
  public:
    explicit CopyGrouper(Xapian::WritableDatabase& fresh) : fresh_(fresh) {
        const Xapian::docid last = fresh.get_lastdocid();
        nodes_.reserve(last + 1);
        for (Xapian::docid docid = 0; docid <= last; ++docid) add_node({});
        for (auto value = fresh.valuestream_begin(slots::sketch);
             value != fresh.valuestream_end(slots::sketch); ++value)
            nodes_[value.get_docid()].sketch = decode_sketch(*value);
        for (auto value = fresh.valuestream_begin(slots::published_seconds);
             value != fresh.valuestream_end(slots::published_seconds); ++value)
            nodes_[value.get_docid()].published = Xapian::sortable_unserialise(*value);
    }

    // The articles that share a band, new ones and published ones.
    void compare_bands(const std::map<std::string, Xapian::Database>& published) {
        const std::string prefix(prefixes::sketch_band);
        std::vector<Node> old_ones;
        std::vector<Node> sharing;
        for (auto band = fresh_.allterms_begin(prefix); band != fresh_.allterms_end(prefix);
             ++band) {
            old_ones.clear();
            for (const auto& [name, shard] : published) add_published(*band, name, shard, old_ones);
            if (old_ones.empty() && band.get_termfreq() == 1) continue; // the usual case
            sharing.assign(fresh_.postlist_begin(*band), fresh_.postlist_end(*band));
            const std::size_t fresh_ones = sharing.size();
            sharing.insert(sharing.end(), old_ones.begin(), old_ones.end());
            compare(sharing, fresh_ones);
        }
    }

    void write_groups() {
        std::map<Node, std::vector<Node>> groups; // by the first member
        for (Node node = 0; node < nodes_.size(); ++node)
            if (const Node top = root(node); top != node) {
                std::vector<Node>& group = groups[top];
                if (group.empty()) group.push_back(top);
                group.push_back(node);
            }
        for (const auto& [top, group] : groups) write_group(group);
    }

  private:
    struct Compared {
        Sketch sketch;
        double published = 0; // seconds; 0: unknown
        std::string group;    // of a published article; empty: a new one
        Node parent = 0;
    };

    static bool are_copies(const Compared& a, const Compared& b) {
        if (a.sketch && a.sketch == b.sketch) return true;
        const bool apart = a.published != 0 && b.published != 0 &&
                           std::abs(a.published - b.published) > longest_time_apart;
        return !apart && is_copy(a.sketch, b.sketch);
    }

    Node add_node(Compared compared) {
        compared.parent = static_cast<Node>(nodes_.size());
        nodes_.push_back(std::move(compared));
        return nodes_.back().parent;
    }

    Node root(Node node) {
        while (nodes_[node].parent != node)
            node = nodes_[node].parent = nodes_[nodes_[node].parent].parent;
        return node;
    }

    void add_published(const std::string& band, const std::string& shard,
                       const Xapian::Database& database, std::vector<Node>& sharing) {
        auto posting = database.postlist_begin(band);
        for (std::size_t n = 0; posting != database.postlist_end(band) && n < most_compared;
             ++posting, ++n) {
            auto [known, is_new] = published_.try_emplace({shard, *posting});
            if (is_new) {
                const Xapian::Document document = database.get_document(*posting);
                const std::string published = document.get_value(slots::published_seconds);
                known->second = add_node(
                    {.sketch = decode_sketch(document.get_value(slots::sketch)),
                     .published = published.empty() ? 0 : Xapian::sortable_unserialise(published),
                     .group = document.get_value(field(FieldId::copies).slot)});
            }
            sharing.push_back(known->second);
        }
    }

    // The first `fresh_ones` of them with each other and with the rest. Two published articles
    // were compared when the later of them came.
    void compare(const std::vector<Node>& sharing, std::size_t fresh_ones) {
        for (std::size_t i = 0; i < fresh_ones; ++i) {
            const std::size_t end = std::min(fresh_ones, i + 1 + most_compared);
            for (std::size_t j = i + 1; j < end; ++j) join(sharing[i], sharing[j]);
            for (std::size_t j = fresh_ones; j < sharing.size(); ++j) join(sharing[i], sharing[j]);
        }
    }

    void join(Node a, Node b) {
        const Node top_a = root(a);
        const Node top_b = root(b);
        if (top_a == top_b || !are_copies(nodes_[a], nodes_[b])) return;
        nodes_[std::max(top_a, top_b)].parent = std::min(top_a, top_b);
    }

    void write_group(const std::vector<Node>& group) {
        std::set<std::string> ids; // of published groups
        for (const Node node : group)
            if (!nodes_[node].group.empty()) ids.insert(nodes_[node].group);
        std::string id;
        if (!ids.empty()) {
            id = *ids.begin();
            for (const std::string& other : ids)
                if (other != id) note_merged_copies(fresh_, {other, id});
        }
        for (const Node node : group) {
            if (!nodes_[node].group.empty()) continue;
            Xapian::Document document = fresh_.get_document(node);
            if (id.empty()) { // the first of a new group founds it
                id = document.get_value(field(FieldId::copies).slot);
                continue;
            }
            regroup_copies(document, id);
            fresh_.replace_document(node, document);
        }
    }

    Xapian::WritableDatabase& fresh_;
    std::vector<Compared> nodes_; // by docid of the new shard, then published ones
    std::map<std::pair<std::string, Xapian::docid>, Node> published_;
};

} // namespace

void group_copies(Xapian::WritableDatabase& fresh,
                  const std::map<std::string, Xapian::Database>& published) {
    CopyGrouper grouper(fresh);
    grouper.compare_bands(published);
    grouper.write_groups();
}

} // namespace sitrep
