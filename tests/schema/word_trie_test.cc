#include "schema/word_trie.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace sitrep;

namespace {

std::vector<std::uint32_t> prefixes_of(const WordTrie& trie, std::string_view text) {
    std::vector<std::uint32_t> numbers;
    trie.for_each_prefix(text,
                         [&](std::uint32_t number, std::size_t) { numbers.push_back(number); });
    return numbers;
}

} // namespace

TEST_CASE("a trie finds its words, whole and as beginnings", "[word_trie]") {
    const WordTrie trie({{"shell", 1},
                         {"she", 2},
                         {"війна", 3},
                         {"shelling", 4},
                         {"she", 5},
                         {"\xff", 6},
                         {"x", 7}});
    CHECK(trie.find("she") == 2);
    CHECK(trie.find("shell") == 1);
    CHECK(trie.find("shelling") == 4);
    CHECK(trie.find("війна") == 3);
    CHECK(trie.find("\xff") == 6);
    for (const std::string_view other :
         {"", "s", "sh", "shel", "shellin", "shellings", "війн", "y"})
        CHECK(trie.find(other) == WordTrie::none);
    CHECK(prefixes_of(trie, "shellings") == std::vector<std::uint32_t>{2, 1, 4});
    CHECK(prefixes_of(trie, "shel") == std::vector<std::uint32_t>{2});
    CHECK(prefixes_of(trie, "").empty());
}

TEST_CASE("an empty trie holds nothing", "[word_trie]") {
    CHECK(WordTrie().find("a") == WordTrie::none);
    CHECK(WordTrie(std::vector<std::pair<std::string_view, std::uint32_t>>{}).find("a") ==
          WordTrie::none);
    CHECK_FALSE(WordSet{}.contains("a"));
    CHECK(WordSet{"a", "b"}.contains("b"));
}
