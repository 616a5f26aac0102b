#include "indexer/stories.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sitrep {
namespace {

using Node = Grouping::Node;
using Number = StoryMemory::Number;

// Tried on news of many publishers and on wire services that report one war, or one market, day
// after day: higher ones part what two reporters tell differently, lower ones chain events.
constexpr double least_similarity = 0.25;     // of two reports
constexpr double least_mean_similarity = 0.2; // of two sets, over their samples
constexpr double faded_a_day = 0.05;          // of the similarity of two reports
constexpr double longest_story = 10 * 86400;  // seconds from the first report to the last
constexpr std::size_t most_sampled = 6;       // of a set

class StoryGrouper {
  public:
    StoryGrouper(NewDocuments& fresh, StoryMemory& memory)
        : fresh_(fresh), memory_(memory), stories_(fresh, FieldId::story) {}

    void group(const PublishedShards& published, GroupNotes& notes) {
        load_days(published);
        add_fresh();
        memory_.weigh();
        find_neighbours();
        join_known_stories();
        join_copies();
        std::sort(neighbours_.begin(), neighbours_.end(), [](const auto& x, const auto& y) {
            return x.similarity != y.similarity ? x.similarity > y.similarity
                                                : std::pair(x.a, x.b) < std::pair(y.a, y.b);
        });
        for (const Neighbours& pair : neighbours_) join_if_alike(pair.a, pair.b);
        stories_.write(notes);
        remember_stories();
    }

  private:
    // Of documents that say nothing.
    static constexpr Number no_digest = 0xffffffffU;

    // Reports found to be of one story, by the root of their nodes.
    struct Set {
        std::vector<Number> sample;
        double first = 0; // published, seconds
        double last = 0;
    };
    struct Neighbours {
        double similarity;
        Node a;
        Node b;
    };

    void load_days(const PublishedShards& published) {
        std::set<Day> days;
        for (Node node = 0; node < fresh_.size(); ++node)
            if (const double seconds = stories_.published_at(node); seconds != 0)
                days.insert(static_cast<Day>(std::floor(seconds / 86400)));
        memory_.load(days, published);
    }

    void add_fresh() {
        numbers_.resize(fresh_.size(), no_digest);
        for (Node node = 0; node < fresh_.size(); ++node) {
            const std::string digest = fresh_[node].get_value(slots::digest);
            if (digest.empty()) continue;
            numbers_[node] = memory_.add(
                {stories_.published_at(node), own_story(node), decode_digest(digest), {}});
            nodes_.emplace(numbers_[node], node);
        }
    }

    std::string own_story(Node node) const {
        return fresh_[node].get_value(field(FieldId::story).slot);
    }

    Node node_of(Number number) {
        const auto [known, is_new] = nodes_.try_emplace(number, static_cast<Node>(numbers_.size()));
        if (is_new) {
            const StoryMemory::Report& report = memory_.report(number);
            stories_.add_known(report.story, report.published);
            numbers_.push_back(number);
        }
        return known->second;
    }

    void find_neighbours() {
        std::vector<Number> candidates;
        for (Node node = 0; node < fresh_.size(); ++node) {
            const Number number = numbers_[node];
            if (number == no_digest) continue;
            memory_.find_candidates(number, candidates);
            for (const Number other : candidates) {
                const auto fresh = nodes_.find(other);
                if (fresh != nodes_.end() && fresh->second < node) continue; // compared before
                compare(node, other);
            }
        }
    }

    void compare(Node node, Number other) {
        const double apart = days_apart(numbers_[node], other);
        if (apart > story_days) return;
        const double alike = memory_.similarity(numbers_[node], other) * (1 - faded_a_day * apart);
        if (alike >= least_similarity) neighbours_.push_back({alike, node, node_of(other)});
    }

    // 0 where one is not dated: those are compared with each other only.
    double days_apart(Number a, Number b) const {
        const double first = memory_.report(a).published;
        const double second = memory_.report(b).published;
        return first == 0 || second == 0 ? 0 : std::abs(first - second) / 86400;
    }

    // Articles known to be of one story are one set from the start.
    void join_known_stories() {
        std::map<std::string, Node> first;
        for (auto node = static_cast<Node>(fresh_.size()); node < stories_.size(); ++node) {
            const auto [known, is_new] = first.try_emplace(stories_.group(node), node);
            if (!is_new) join(known->second, node);
        }
    }

    void join_copies() {
        std::map<std::string, Node> first;
        for (Node node = 0; node < fresh_.size(); ++node) {
            const auto [known, is_new] =
                first.try_emplace(fresh_[node].get_value(field(FieldId::copies).slot), node);
            if (!is_new) join(known->second, node);
        }
    }

    void join_if_alike(Node a, Node b) {
        a = stories_.root(a);
        b = stories_.root(b);
        if (a == b) return;
        const Set& x = set_of(a);
        const Set& y = set_of(b);
        if (std::max(x.last, y.last) - std::min(x.first, y.first) > longest_story) return;
        if (mean_similarity(x, y) >= least_mean_similarity) join(a, b);
    }

    void join(Node a, Node b) {
        a = stories_.root(a);
        b = stories_.root(b);
        if (a == b) return;
        Set both = set_of(a);
        const Set& more = set_of(b);
        both.first = std::min(both.first, more.first);
        both.last = std::max(both.last, more.last);
        both.sample.insert(both.sample.end(), more.sample.begin(), more.sample.end());
        if (both.sample.size() > most_sampled) both.sample.resize(most_sampled);
        stories_.join(a, b);
        sets_[stories_.root(a)] = std::move(both);
    }

    Set& set_of(Node root) {
        const auto [known, is_new] = sets_.try_emplace(root);
        if (is_new) {
            const double published = stories_.published_at(root);
            known->second = {{}, published, published};
            if (numbers_[root] != no_digest) known->second.sample.push_back(numbers_[root]);
        }
        return known->second;
    }

    double mean_similarity(const Set& a, const Set& b) const {
        if (a.sample.empty() || b.sample.empty()) return 0;
        double sum = 0;
        for (const Number x : a.sample)
            for (const Number y : b.sample)
                sum += memory_.similarity(x, y) * (1 - faded_a_day * days_apart(x, y));
        return sum / static_cast<double>(a.sample.size() * b.sample.size());
    }

    // Groups that became one are remembered by the one's name.
    void remember_stories() {
        for (Node node = 0; node < stories_.size(); ++node) {
            const std::string& story = stories_.group(stories_.root(node));
            if (numbers_[node] != no_digest && !story.empty())
                memory_.report(numbers_[node]).story = story;
        }
    }

    NewDocuments& fresh_;
    StoryMemory& memory_;
    Grouping stories_;
    std::vector<Number> numbers_;            // by node
    std::unordered_map<Number, Node> nodes_; // the same backwards
    std::vector<Neighbours> neighbours_;
    std::unordered_map<Node, Set> sets_; // references stay valid
};

} // namespace

void group_stories(NewDocuments& fresh, const PublishedShards& published, StoryMemory& memory,
                   GroupNotes& notes) {
    StoryGrouper(fresh, memory).group(published, notes);
}

} // namespace sitrep
