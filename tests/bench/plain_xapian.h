// The rival: what one writes with Xapian's own parts, as its documentation shows.
//
// TermGenerator with English stemming (STEM_SOME), title and text, the article as data, date, month
// and source as values, default flushing. QueryParser with STEM_SOME, AND, default ranking;
// MSet::snippet; ValueCountMatchSpy by day, month and source.
#pragma once

#include "rival.h"

namespace sitrep::bench {

extern const Rival plain_xapian;

} // namespace sitrep::bench
