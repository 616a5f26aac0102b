// How many of the articles have a term, where nobody has counted.
#pragma once

#include <string_view>

namespace sitrep {

// 0 to 1: by the kind of term and, of a word, by its length. Good enough to tell the rarer of two
// terms more often than not.
double guess_term_share(std::string_view term);

} // namespace sitrep
