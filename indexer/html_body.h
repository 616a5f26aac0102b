// The article's text among all that a page shows.
#pragma once

#include "indexer/html_layout.h"

#include <string>

namespace sitrep::html {

// The element that holds the article: no_node for a page without text.
NodeId find_article(const Layout& layout);

// Its paragraphs, headings, list items, quotes and table rows, a line each, without furniture,
// captions and what only links elsewhere. `title`: left out where it opens the text.
std::string read_blocks(const Layout& layout, NodeId root, std::string_view title);

// The same of HTML that is nothing but an article's text, a feed's entry for example: only links on
// their own go.
std::string read_fragment(const Layout& layout);

} // namespace sitrep::html
