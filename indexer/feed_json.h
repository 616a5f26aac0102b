// JSON Feed (https://jsonfeed.org), versions 1 and 1.1.
#pragma once

#include "indexer/feed_entry.h"

#include <string_view>
#include <vector>

namespace sitrep::feed {

// Says what is wrong with the feed; entries are in its order.
Problem read_json_feed(std::string_view text, Feed& feed, std::vector<Entry>& entries);

bool looks_like_json_feed(std::string_view head);

} // namespace sitrep::feed
