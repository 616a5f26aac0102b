// Standing queries to measure with, as people save them: made of what some articles hold.
#pragma once

#include "schema/article.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep::bench {

// 45 % words (AND), 20 % phrases, 20 % alternatives with a region, 10 % with something left out, 5
// % NEAR. `share` tells how many of the articles have a term. Distinct, the same for the same
// input.
std::vector<std::string> standing_queries(const std::vector<Article>& articles, std::size_t count,
                                          const std::function<double(std::string_view)>& share);

// Words that most articles have, stop words aside; the most frequent first.
std::vector<std::string> frequent_words(const std::vector<Article>& articles, std::size_t count);

// Letters that tell a number.
std::string absent_word(std::size_t number);

} // namespace sitrep::bench
