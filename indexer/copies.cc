#include "indexer/copies.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace sitrep {
namespace {

using Node = Grouping::Node;

// What is alike, but not the same, and published farther apart than this, in seconds, is a form
// filled in anew.
constexpr double longest_time_apart = 5 * 86400.0;
// The same for forms that are made every day.
constexpr double longest_time_of_form = 20 * 3600.0;

class CopyGrouper {
  public:
    CopyGrouper(NewDocuments& fresh, CopyMemory& memory)
        : fresh_(fresh), memory_(memory), groups_(fresh, FieldId::copies) {
        for (const Xapian::Document& document : fresh)
            sketches_.push_back(decode_sketch(document.get_value(slots::sketch)));
    }

    void compare_bands() {
        std::vector<std::pair<std::string, Node>> bands; // in the order of the index's terms
        for (Node node = 0; node < fresh_.size(); ++node)
            if (sketches_[node])
                for (std::size_t band = 0; band < sketch_bands; ++band)
                    bands.emplace_back(band_key(sketches_[node], band), node);
        std::sort(bands.begin(), bands.end());
        std::vector<Node> new_ones;
        for (std::size_t begin = 0, end = 0; begin < bands.size(); begin = end) {
            new_ones.clear();
            for (; end < bands.size() && bands[end].first == bands[begin].first; ++end)
                new_ones.push_back(bands[end].second);
            compare(new_ones, known_with_band(bands[begin].first));
        }
    }

    void write(GroupNotes& notes) {
        groups_.write(notes);
        for (Node node = 0; node < fresh_.size(); ++node)
            if (sketches_[node])
                memory_.add(
                    {std::move(sketches_[node]), groups_.published_at(node), groups_.group(node)});
    }

  private:
    std::vector<Node> known_with_band(const std::string& key) {
        std::vector<Node> nodes;
        for (const auto& [shard, docid] : memory_.published_with_band(key, most_compared))
            nodes.push_back(published_node(*shard, docid));
        const std::vector<CopyMemory::Place>& places = memory_.unpublished_with_band(key);
        for (std::size_t i = 0; i < places.size() && i < most_compared; ++i)
            nodes.push_back(unpublished_node(places[i]));
        return nodes;
    }

    Node published_node(const Xapian::Database& shard, Xapian::docid docid) {
        const auto [known, is_new] = nodes_.try_emplace({&shard, docid}, 0);
        if (is_new) {
            const Xapian::Document document = shard.get_document(docid);
            known->second =
                add(document.get_value(field(FieldId::copies).slot), published_seconds(document),
                    decode_sketch(document.get_value(slots::sketch)));
        }
        return known->second;
    }

    Node unpublished_node(CopyMemory::Place place) {
        const auto [known, is_new] = nodes_.try_emplace({nullptr, place}, 0);
        if (is_new) {
            const CopyMemory::Entry& entry = memory_[place];
            known->second = add(entry.group, entry.published, entry.sketch);
        }
        return known->second;
    }

    Node add(std::string group, double published, Sketch sketch) {
        sketches_.push_back(std::move(sketch));
        return groups_.add_known(std::move(group), published);
    }

    // The new ones with each other and with the rest. Two articles known before were compared when
    // the later of them came.
    void compare(const std::vector<Node>& new_ones, const std::vector<Node>& known) {
        for (std::size_t i = 0; i < new_ones.size(); ++i) {
            const std::size_t end = std::min(new_ones.size(), i + 1 + most_compared);
            for (std::size_t j = i + 1; j < end; ++j) join_copies(new_ones[i], new_ones[j]);
            for (const Node other : known) join_copies(new_ones[i], other);
        }
    }

    void join_copies(Node a, Node b) {
        if (groups_.root(a) != groups_.root(b) && are_copies(a, b)) groups_.join(a, b);
    }

    bool are_copies(Node a, Node b) const {
        const Sketch& x = sketches_[a];
        const Sketch& y = sketches_[b];
        const bool are_forms = x.is_form && y.is_form;
        if (are_forms && have_other_heads(x, y)) return false;
        if (x && x == y) return true;
        return is_copy(x, y) && !tell_of_others(x, y) &&
               !are_apart(a, b, are_forms ? longest_time_of_form : longest_time_apart);
    }

    bool are_apart(Node a, Node b, double seconds) const {
        const double first = groups_.published_at(a);
        const double second = groups_.published_at(b);
        return first != 0 && second != 0 && std::abs(first - second) > seconds;
    }

    NewDocuments& fresh_;
    CopyMemory& memory_;
    Grouping groups_;
    std::vector<Sketch> sketches_; // by node
    // Of known ones, by shard and docid; without a shard by their place among the unpublished.
    std::map<std::pair<const Xapian::Database*, std::uint32_t>, Node> nodes_;
};

} // namespace

void group_copies(NewDocuments& fresh, CopyMemory& memory, GroupNotes& notes) {
    CopyGrouper grouper(fresh, memory);
    grouper.compare_bands();
    grouper.write(notes);
}

} // namespace sitrep
