// Which words of an article set it apart.
#pragma once

#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep {

// Stems of a document's text by how often they stand in it and how seldom elsewhere (tf-idf, the
// frequency damped), the best first. Left out: those of no other article, and of more than a
// tenth. Cost: a look-up a stem.
std::vector<std::string> distinctive_terms(const Xapian::Document& document,
                                           const Xapian::Database& database, std::size_t most);

// Values of a facet slot that both have: each counts the more, the fewer articles have it; of the
// sum for the first one's own. 0 to 1. `shared` gets those in both.
double shared_values(const Xapian::Document& a, const Xapian::Document& b,
                     const Xapian::Database& database, unsigned slot, const std::string& prefix,
                     std::vector<std::string>& shared);

} // namespace sitrep
