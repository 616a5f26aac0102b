// An article as the enricher leaves it.
#pragma once

#include "indexer/enrich.h"

#include <string>
#include <utility>

namespace sitrep::test {

inline Article enriched(std::string title, std::string text, std::string lang = {},
                        std::string_view date = "2025-07-04") {
    Article article;
    article.title = std::move(title);
    article.text = std::move(text);
    article.lang = std::move(lang);
    article.date = parse_date(date).value();
    ArticleTokens tokens;
    tokens.analyse(article);
    static Enricher enricher(Gazetteer::builtin());
    enricher.enrich(article, tokens);
    return article;
}

} // namespace sitrep::test
