#include "indexer/copies.h"

#include "schema/sketch.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <vector>

namespace sitrep {
namespace {

using Node = Grouping::Node;

// What is alike, but not the same, and published farther apart than this, in seconds, is a form
// filled in anew.
constexpr double longest_time_apart = 5 * 86400.0;

class CopyGrouper {
  public:
    explicit CopyGrouper(Xapian::WritableDatabase& fresh)
        : fresh_(fresh), groups_(fresh, FieldId::copies), sketches_(groups_.size()) {
        for (auto value = fresh.valuestream_begin(slots::sketch);
             value != fresh.valuestream_end(slots::sketch); ++value)
            sketches_[value.get_docid()] = decode_sketch(*value);
    }

    // The articles that share a band, new ones and published ones.
    void compare_bands(const PublishedShards& published) {
        const std::string prefix(prefixes::sketch_band);
        std::vector<Node> old_ones;
        for (auto band = fresh_.allterms_begin(prefix); band != fresh_.allterms_end(prefix);
             ++band) {
            old_ones.clear();
            groups_.append_published(*band, published, most_compared, old_ones);
            if (old_ones.empty() && band.get_termfreq() == 1) continue; // the usual case
            const std::vector<Node> new_ones(fresh_.postlist_begin(*band),
                                             fresh_.postlist_end(*band));
            compare(new_ones, old_ones);
        }
    }

    void write() { groups_.write(); }

  private:
    // The new ones with each other and with the rest. Two published articles were compared when
    // the later of them came.
    void compare(const std::vector<Node>& new_ones, const std::vector<Node>& old_ones) {
        for (std::size_t i = 0; i < new_ones.size(); ++i) {
            const std::size_t end = std::min(new_ones.size(), i + 1 + most_compared);
            for (std::size_t j = i + 1; j < end; ++j) join_copies(new_ones[i], new_ones[j]);
            for (const Node old_one : old_ones) join_copies(new_ones[i], old_one);
        }
    }

    void join_copies(Node a, Node b) {
        if (groups_.root(a) != groups_.root(b) && are_copies(a, b)) groups_.join(a, b);
    }

    bool are_copies(Node a, Node b) {
        const Sketch& x = sketch(a);
        const Sketch& y = sketch(b);
        if (x && x == y) return true;
        const double first = groups_.published_at(a);
        const double second = groups_.published_at(b);
        const bool apart =
            first != 0 && second != 0 && std::abs(first - second) > longest_time_apart;
        return !apart && is_copy(x, y);
    }

    const Sketch& sketch(Node node) {
        while (sketches_.size() < groups_.size())
            sketches_.push_back(decode_sketch(
                groups_.document(static_cast<Node>(sketches_.size())).get_value(slots::sketch)));
        return sketches_[node];
    }

    Xapian::WritableDatabase& fresh_;
    Grouping groups_;
    std::deque<Sketch> sketches_; // by node; references stay valid
};

} // namespace

void group_copies(Xapian::WritableDatabase& fresh, const PublishedShards& published) {
    CopyGrouper grouper(fresh);
    grouper.compare_bands(published);
    grouper.write();
}

} // namespace sitrep
