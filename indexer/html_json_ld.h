// The article that a page's JSON-LD describes.
#pragma once

#include "indexer/html_dom.h"
#include "indexer/html_metadata.h"

namespace sitrep::html {

// Fills what a NewsArticle (or another kind of article), in a list or in a @graph, says; of several
// the one whose headline is the page's, else the first. `page_title`: to tell it by.
void read_json_ld(const Document& page, std::string_view page_title, Metadata& metadata);

} // namespace sitrep::html
