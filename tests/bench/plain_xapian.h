// The rival: what one writes with Xapian's own parts, as its documentation shows.
#pragma once

#include "schema/article.h"

#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep::bench {

// TermGenerator with English stemming (STEM_SOME), title and text, the article as data, date, month
// and source as values, default flushing.
void plain_index(const std::string& directory, const std::vector<Article>& articles);
void plain_compact(const std::string& from, const std::string& to);

class PlainSearch {
  public:
    explicit PlainSearch(const std::string& directory);
    ~PlainSearch();
    // Docids of the top ten; QueryParser with STEM_SOME, AND, default ranking. Their number.
    std::size_t ids(const std::string& query);
    // The same by date, the newest first.
    std::size_t newest(const std::string& query);
    // By relevance with MSet::snippet for each; the bytes of these.
    std::size_t snippets(const std::string& query);
    // With snippets and ValueCountMatchSpy over all matches: by day, month, source.
    std::size_t answer(const std::string& query);

  private:
    std::size_t bytes_of_snippets(const Xapian::MSet& mset) const;
    struct Impl;
    Impl* impl_;
};

} // namespace sitrep::bench
