// The exactness of standing queries: the monitor, the verifier and the search engine asked the
// same.
#pragma once

#include "schema/article.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sitrep::test {

struct ComparisonOptions {
    std::size_t queries = 1000;
    std::uint32_t seed = 1;
    std::size_t a_shard = 0; // articles committed by themselves; 0: all at once
    // Every so many pairs of a query and an article are asked for by the article's id as well.
    std::size_t restricted_every = 1000;
};

struct Comparison {
    std::size_t articles = 0;
    std::size_t queries = 0; // that were read
    std::size_t refused = 0; // by the parser or a limit of the search
    std::size_t matches = 0; // pairs of a query and an article that it finds
    std::size_t restricted = 0;
    std::vector<std::string> differences; // told in full, the first hundred
    std::size_t different = 0;            // pairs
};

// Indexes the articles in a directory of its own, asks the search engine each of many random
// queries, and the monitor and the verifier about each article.
Comparison compare_monitor(const std::vector<Article>& articles, const ComparisonOptions& options);

} // namespace sitrep::test
