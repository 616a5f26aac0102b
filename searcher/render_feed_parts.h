// What the feeds of all formats say alike. Within the feed renderers only.
#pragma once

#include "searcher/render_feed.h"

#include <cstdint>
#include <string>

namespace sitrep {

// RFC 3339, what is not known of the time at its start; empty for an unknown date.
std::string feed_time(const PartialDate& date);
// When the current version of an article came to be known.
std::string updated_time(const Article& article);
// The latest of a result's; of an empty one the beginning of time.
std::string updated_time(const SearchResult& result);

// Where an article is read: its own address, or the page of it.
std::string feed_link(const Hit& hit, const FeedFrame& frame);
std::string feed_title(const SearchResult& result);
// The same for the same search, whatever part of it and at whatever host.
std::string feed_id_of_search(const SearchResult& result, const FeedFrame& frame);

} // namespace sitrep
