// Text -> the news agencies that a report is credited to: its origins, where publishers reprint it.
//
// An agency counts where a credit stands - in the dateline, the byline, the author, the source,
// behind the text - and where that place holds nothing but names (schema/lexicon/agencies.tsv).
// One that the text merely speaks of ("told Reuters", "Reuters reported") is none.
#pragma once

#include "schema/article.h"
#include "schema/date.h"

#include <optional>

namespace sitrep {

// Adds to agencies, in the order of the text. Looks at some hundred bytes from either end of it.
// `dateline` is that of the text.
void find_agencies(Article& article, const std::optional<Dateline>& dateline);

} // namespace sitrep
