#include "searcher/position_match.h"

#include <algorithm>
#include <vector>

namespace sitrep {
namespace {

// The positions from `from` on.
Positions from_position(Positions list, std::uint64_t from) {
    return list.subspan(
        static_cast<std::size_t>(std::lower_bound(list.begin(), list.end(), from) - list.begin()));
}

// Gives each word a position of its own among those before `end`: an augmenting path a word.
class Assignment {
  public:
    Assignment(std::span<const Positions> words, std::uint64_t end) : words_(words), end_(end) {}

    bool exists() {
        for (std::size_t word = 0; word < words_.size(); ++word) {
            tried_.clear();
            if (!place(word)) return false;
        }
        return true;
    }

  private:
    struct Place {
        std::uint32_t position;
        std::size_t word;
    };

    bool place(std::size_t word) {
        for (const std::uint32_t position : words_[word]) {
            if (position >= end_) break;
            if (std::find(tried_.begin(), tried_.end(), position) != tried_.end()) continue;
            tried_.push_back(position);
            const auto taken =
                std::find_if(places_.begin(), places_.end(),
                             [&](const Place& place) { return place.position == position; });
            if (taken == places_.end()) {
                places_.push_back({position, word});
                return true;
            }
            const auto index = static_cast<std::size_t>(taken - places_.begin());
            if (place(places_[index].word)) {
                places_[index].word = word;
                return true;
            }
        }
        return false;
    }

    std::span<const Positions> words_;
    std::uint64_t end_;
    std::vector<Place> places_;
    std::vector<std::uint32_t> tried_;
};

bool are_distinct(std::span<const Positions> words) {
    for (std::size_t i = 0; i < words.size(); ++i)
        for (std::size_t j = i + 1; j < words.size(); ++j)
            if (words[i].front() == words[j].front()) return false;
    return true;
}

} // namespace

bool has_phrase(std::span<const Positions> words, std::uint32_t window) {
    if (words.empty()) return false;
    std::vector<Positions> rest(words.begin(), words.end());
    while (!rest[0].empty()) {
        const std::uint64_t base = rest[0].front();
        std::uint64_t position = base;
        std::size_t word = 1;
        std::uint64_t least_end = 0; // of a phrase whose first words stand here
        for (; word < rest.size(); ++word) {
            rest[word] = from_position(rest[word], position + 1);
            if (rest[word].empty()) return false;
            position = rest[word].front();
            least_end = position + rest.size() - word;
            if (least_end - base > window) break;
        }
        if (word == rest.size()) return true;
        rest[0] = from_position(rest[0], least_end - window);
    }
    return false;
}

bool has_near(std::span<const Positions> words, std::uint32_t window) {
    if (words.empty()) return false;
    std::vector<Positions> rest(words.begin(), words.end());
    for (std::uint64_t begin = 0;;) {
        std::uint64_t first = static_cast<std::uint64_t>(-1);
        std::uint64_t last = 0;
        for (Positions& list : rest) {
            list = from_position(list, begin);
            if (list.empty()) return false;
            first = std::min<std::uint64_t>(first, list.front());
            last = std::max<std::uint64_t>(last, list.front());
        }
        if (last - first >= window) {
            begin = last - window + 1;
            continue;
        }
        // Each has one in the window that begins here; some may be the same one.
        if (are_distinct(rest) || Assignment(rest, first + window).exists()) return true;
        begin = first + 1;
    }
}

} // namespace sitrep
