// Digests of articles: what one is about in a few dozen counted features (stems, entities), so that
// articles on the same event can be told without their texts, also across languages. How much a
// feature tells depends on the others: see indexer/story_memory.h.
#pragma once

#include "schema/analysis.h"
#include "schema/article.h"
#include "schema/document.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct Digest {
    struct Feature {
        std::uint32_t hash = 0;
        std::uint8_t weight = 0; // 1 + log of how often and how high up, 16 times
        friend bool operator==(const Feature&, const Feature&) = default;
    };
    static constexpr std::size_t most_features = 48;
    std::vector<Feature> features; // by hash
    friend bool operator==(const Digest&, const Digest&) = default;
};

// Words of the title, the lede and the first few hundred behind it, stop words aside, and the
// entities that the article is about. `stemmer`: of its language.
Digest digest_of(const Article& article, const ArticleTokens& tokens, Stemmer& stemmer);

// For a value slot. A damaged string decodes as an empty digest.
std::string encode_digest(const Digest& digest);
Digest decode_digest(std::string_view data);

// Words so common in news of any kind that they tell no event from another; in several languages.
bool is_common_in_news(std::string_view form);

} // namespace sitrep
