// Names -> the regions an article is about and those it only mentions.
#pragma once

#include "indexer/enrich_mentions.h"
#include "indexer/enrich_names.h"
#include "indexer/enrich_words.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// How much an article speaks of each country, by ISO code: what tells namesakes apart.
class CountrySupport {
  public:
    void clear() { by_code_.clear(); }
    void add(std::string_view country, float salience);
    bool has(std::string_view country) const { return by_code_.contains(country); }
    float of(std::string_view country) const;
    float highest() const;

  private:
    std::map<std::string, float, std::less<>> by_code_;
};

// `article` has its language; `text` are the words of its text. Adds the regions to `mentions` and
// what they show of countries to `support`.
void find_regions(const Article& article, const ArticleTokens& tokens, const PartWords& text,
                  const std::vector<Name>& names, const Gazetteer& gazetteer,
                  CountrySupport& support, Mentions& mentions);

} // namespace sitrep
