// SearchResult -> what feed readers and maps take.
#pragma once

#include "searcher/search.h"

#include <functional>
#include <string>
#include <string_view>

namespace sitrep {

// What a feed says of itself. Addresses are whole ones; empty: there is none.
struct FeedFrame {
    std::string self; // of the feed
    std::string page; // the same search for people
    std::string next; // the feed's next and previous part
    std::string previous;
    std::size_t offset = 0; // of the first hit
    std::size_t limit = 0;  // hits in a part
    // The page of an article without a web address of its own; may be empty.
    std::function<std::string(const Hit&)> page_of{};
};

// Whether a link may lead there: an absolute http or https address without white space.
bool is_web_address(std::string_view url);

// What an article is called in feeds: the same across updates and addresses of the server. Its id
// where that is an IRI already, else urn:x-sitrep:article:ID.
std::string feed_id(std::string_view article_id);

// RFC 4287 with the OpenSearch response elements. Entries were published when their article was,
// and updated when its current version came to be known.
std::string render_atom(const SearchResult& result, const FeedFrame& frame);
// JSON Feed 1.1; the OpenSearch elements are members of "_opensearch".
std::string render_json_feed(const SearchResult& result, const FeedFrame& frame);
// RFC 7946: a feature a hit, at the most precise places that it is about. Where the regions are
// counted, "regions" is a collection of their own, with how many articles are about each.
std::string render_geojson(const SearchResult& result, const Gazetteer& gazetteer);

} // namespace sitrep
