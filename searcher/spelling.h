// A better spelling of a query that finds little.
#pragma once

#include "searcher/parse.h"
#include "searcher/stems.h"

#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

namespace sitrep {

// The query with each word of its text that the index does not have, in no inflection, replaced by
// the nearest that it has: one letter off for short words, two for longer ones, the first letter
// right; of those equally near, the commonest. Empty where nothing is replaced.
//
// Costs a look-up a word, and for unknown words a walk over the words of the index that begin
// alike: at most spelling_walk for a query.
inline constexpr std::size_t spelling_walk = 60'000;
std::string better_spelling(const ParsedQuery& query, const Xapian::Database& database,
                            const std::vector<std::string>& languages, StemmerPool& stemmers);

// How many letters must be changed, put in, left out or swapped with the next to make one word of
// the other; more than `most` counts as most + 1. Words are UTF-8; O(size of a * most).
std::size_t letters_off(std::string_view a, std::string_view b, std::size_t most);

} // namespace sitrep
