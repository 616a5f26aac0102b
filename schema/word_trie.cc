#include "schema/word_trie.h"

#include <algorithm>

namespace sitrep {

// Level by level: the words below a node are a range of the sorted list.
WordTrie::WordTrie(std::vector<std::pair<std::string_view, std::uint32_t>> words) : WordTrie() {
    std::stable_sort(words.begin(), words.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    struct Range {
        std::size_t begin;
        std::size_t end;
        std::size_t depth; // bytes they have in common
    };
    std::vector<Range> ranges; // by node
    const auto add_children = [&](Range range) {
        for (std::size_t begin = range.begin, end = begin; begin < range.end; begin = end) {
            const char byte = words[begin].first[range.depth];
            while (end < range.end && words[end].first[range.depth] == byte) ++end;
            ranges.push_back({begin, end, range.depth + 1});
            nodes_.emplace_back();
            bytes_.push_back(byte);
        }
    };
    add_children({0, words.size(), 0});
    for (std::uint32_t node = 0; node < nodes_.size(); ++node)
        roots_[static_cast<unsigned char>(bytes_[node])] = node;
    for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
        Range range = ranges[node];
        if (words[range.begin].first.size() == range.depth)
            nodes_[node].number = words[range.begin].second;
        while (range.begin < range.end && words[range.begin].first.size() == range.depth)
            ++range.begin;
        nodes_[node].first_child = static_cast<std::uint32_t>(nodes_.size());
        add_children(range);
        nodes_[node].children =
            static_cast<std::uint16_t>(nodes_.size() - nodes_[node].first_child);
    }
}

} // namespace sitrep
