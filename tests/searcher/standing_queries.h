// Random standing queries of every form, out of what some articles hold, so that they match some.
#pragma once

#include "schema/analysis.h"
#include "schema/article.h"
#include "tests/searcher/random.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sitrep::test {

class StandingQueries {
  public:
    // `articles` as an index returns them; kept by reference.
    StandingQueries(const std::vector<Article>& articles, std::uint32_t seed);

    // The text of a query. Some do not parse.
    std::string next() { return query(0); }

  private:
    const Article& article() { return articles_[dice_.below(articles_.size())]; }
    std::string query(int depth);
    std::string leaf();
    std::string text_leaf();
    std::string facet_leaf();
    std::string label_leaf(const Article& article);
    std::string range_leaf(const Article& article);
    std::string entity(const Article& article);
    std::string days(Day around);
    std::string numbers();
    // `count` consecutive words of the title or text as written, `step` apart.
    std::vector<std::string> some_words(const std::string& text, std::size_t count,
                                        std::size_t step);

    const std::vector<Article>& articles_;
    Dice dice_;
    Tokens tokens_;
};

} // namespace sitrep::test
