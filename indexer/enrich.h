// Article -> who, where, when and what, each with the spans of text that show it.
#pragma once

#include "schema/article.h"
#include "schema/document.h"
#include "schema/gazetteer.h"

#include <memory>

namespace sitrep {

// Keeps its memory from article to article. Not thread-safe.
class Enricher {
  public:
    explicit Enricher(const Gazetteer& gazetteer);
    ~Enricher();

    // `tokens` are those of the article. Fills all that the enricher works out and, where it is
    // empty, lang.
    void enrich(Article& article, const ArticleTokens& tokens);
    // Works nothing out but lang, which stems need: regions and actors that came with the record
    // become mentions, and that is all.
    void keep_given(Article& article);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sitrep
