// Fixed sets of words, as tries of bytes. Most words of a text are in none of the many lists that
// they are looked up in, and a trie tells by their first two or three bytes, where a hash table
// reads all of them.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

class WordTrie {
  public:
    static constexpr std::uint32_t none = 0xffffffffU;

    WordTrie() { roots_.fill(none); }
    // Words, none of them empty, and their numbers. Of equal words the first one counts.
    explicit WordTrie(std::vector<std::pair<std::string_view, std::uint32_t>> words);

    // A place in the trie: what some bytes, read from the start, lead to; none: to no word.
    using Place = std::uint32_t;
    static constexpr Place start = none - 1;
    Place walk(Place from, std::string_view bytes) const {
        for (const char byte : bytes) {
            if (from == none) break;
            from = from == start ? roots_[static_cast<unsigned char>(byte)] : child(from, byte);
        }
        return from;
    }
    // The number of the word that ends at a place, or none.
    std::uint32_t number(Place place) const { return place < start ? nodes_[place].number : none; }

    // The number of a word, or none.
    std::uint32_t find(std::string_view word) const { return number(walk(start, word)); }
    // Calls use(number, size) for each word that `text` begins with, the shortest first.
    template <typename Use>
    void for_each_prefix(std::string_view text, Use&& use) const {
        Place place = start;
        for (std::size_t i = 0; i < text.size(); ++i) {
            place = walk(place, text.substr(i, 1));
            if (place == none) return;
            if (nodes_[place].number != none) use(nodes_[place].number, i + 1);
        }
    }

  private:
    struct Node {
        std::uint32_t number = none;   // of the word that ends here
        std::uint32_t first_child = 0; // they stand side by side, by their byte
        std::uint16_t children = 0;
    };

    Place child(Place node, char byte) const {
        const Node& parent = nodes_[node];
        for (std::uint32_t i = 0; i < parent.children; ++i)
            if (bytes_[parent.first_child + i] == byte) return parent.first_child + i;
        return none;
    }

    std::array<Place, 256> roots_;
    std::vector<Node> nodes_;
    std::vector<char> bytes_; // by node: the last byte of its words
};

class WordSet {
  public:
    WordSet(std::initializer_list<std::string_view> words) : WordSet(words.begin(), words.end()) {}
    template <typename Iterator>
    WordSet(Iterator begin, Iterator end) : trie_(numbered(begin, end)) {}
    bool contains(std::string_view word) const { return trie_.find(word) != WordTrie::none; }

  private:
    template <typename Iterator>
    static std::vector<std::pair<std::string_view, std::uint32_t>> numbered(Iterator begin,
                                                                            Iterator end) {
        std::vector<std::pair<std::string_view, std::uint32_t>> words;
        for (; begin != end; ++begin) words.emplace_back(*begin, 0U);
        return words;
    }

    WordTrie trie_;
};

} // namespace sitrep
