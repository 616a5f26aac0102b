// The stored record of an article -> a hit: names, snippet, highlights, why it was found.
#pragma once

#include "schema/document.h"
#include "searcher/search.h"
#include "searcher/snippet.h"

#include <array>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace sitrep {

struct KnownEntity {
    EntityRef shown;
    std::string parent; // region: that contains it; actor: whom it acts for; or empty
};

// What the gazetteer says of ids, looked up once each; at most as many as it has.
class EntityNames {
  public:
    explicit EntityNames(const Gazetteer& gazetteer) : gazetteer_(gazetteer) {}

    // An id that the gazetteer does not know is its own name.
    const KnownEntity& of(EntityKind kind, const std::string& id);
    const Gazetteer& gazetteer() const { return gazetteer_; }

  private:
    const Gazetteer& gazetteer_;
    std::array<std::unordered_map<std::string, KnownEntity>, 2> known_; // by kind
};

// What one hit after the other, search after search, can use again.
struct HitTools {
    StemmerPool stemmers;
    Snippeter snippeter;
    Tokens tokens;
};

// Makes the hits of one search. `root`: the query with its filters; `languages`: of the index;
// `detail`: what of the article a hit has at least (a snippet needs the text).
class HitBuilder {
  public:
    HitBuilder(const SearchRequest& request, const Node& root,
               const std::vector<std::string>& languages, EntityNames& names, HitTools& tools,
               RecordDetail detail = RecordDetail::text)
        : request_(request), root_(root), languages_(languages), names_(names), tools_(tools),
          detail_(request.explain ? RecordDetail::all : detail) {}

    Hit build(const std::string& data);

  private:
    std::vector<EntityRef> named(const Article& article, bool actors);
    bool meets_filter(const Article& article, const Node& leaf) const;
    std::vector<std::string> matched_clauses(const Article& article, const Node& node,
                                             const TextMatcher& matcher);

    const SearchRequest& request_;
    const Node& root_;
    const std::vector<std::string>& languages_;
    EntityNames& names_;
    HitTools& tools_;
    RecordDetail detail_;
    std::map<std::string, TextMatcher, std::less<>> matchers_; // by language of the article
};

} // namespace sitrep
