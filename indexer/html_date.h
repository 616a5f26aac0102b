// When a page was published, as the day that the page itself writes.
#pragma once

#include "indexer/html_layout.h"
#include "indexer/html_metadata.h"
#include "schema/date.h"

namespace sitrep::html {

// From metadata, then <time>, the address, and what stands beside the headline. Never when it was
// modified. Unknown where the page does not say.
PartialDate find_published(const Layout& layout, const Metadata& metadata, std::string_view url);

// A date as web pages and feeds write it: all that parse_date() reads, with a time, zone or label
// around it.
PartialDate read_web_date(std::string_view text);

} // namespace sitrep::html
