// Which words of an article set it apart, and how much two articles have in common.
#pragma once

#include "schema/field.h"

#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

namespace sitrep {

// Stems of a document's text by how often they stand in it and how seldom elsewhere (tf-idf, the
// frequency damped), the best first. Left out: stop words, those of no other article, and
// of more than a tenth (of a small index: half, at most 20 articles). Cost: a look-up a stem.
std::vector<std::string> distinctive_terms(const Xapian::Document& document,
                                           const Xapian::Database& database, std::size_t most);

// How much it says that two articles have a term in common: the rarer, the more.
class Rarity {
  public:
    explicit Rarity(const Xapian::Database& database) : database_(database) {}
    double of(const std::string& term); // a look-up, once

  private:
    Xapian::Database database_;
    std::unordered_map<std::string, double> known_;
};

// The values of a facet that two documents share, and how alike that makes them, 0 to 1: the cosine
// of the angle between their values, weighed by rarity. An article about half the world is like
// none of those about a part of it.
struct SharedValues {
    double likeness = 0;
    std::vector<std::string> values;
};
SharedValues shared_values(const Xapian::Document& a, const Xapian::Document& b, const Field& field,
                           Rarity& rarity);

// How near in time two documents were published, 0 to 1: a half when a week lies between.
double closeness(const Xapian::Document& a, const Xapian::Document& b);

} // namespace sitrep
