// The rival: what one writes with Xapian's own parts, as its documentation shows.
#pragma once

#include "schema/article.h"

#include <string>
#include <vector>

namespace sitrep::bench {

// TermGenerator with English stemming (STEM_SOME), title and text, the article as data, default
// flushing.
void plain_index(const std::string& directory, const std::vector<Article>& articles);

class PlainSearch {
  public:
    explicit PlainSearch(const std::string& directory);
    ~PlainSearch();
    // Docids of the top ten; QueryParser with STEM_SOME, AND, default ranking. Their number.
    std::size_t ids(const std::string& query);
    // The same with MSet::snippet for each.
    std::size_t snippets(const std::string& query);

  private:
    struct Impl;
    Impl* impl_;
};

} // namespace sitrep::bench
