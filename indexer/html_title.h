// The headline of a page's article.
#pragma once

#include "indexer/html_layout.h"
#include "indexer/html_metadata.h"

#include <string>

namespace sitrep::html {

// By a vote: of what the page's h1, JSON-LD, OpenGraph and <title> say, that which most of the
// others contain. The publication's name behind a bar or dash is no part of it.
std::string find_title(const Layout& layout, const Metadata& metadata);

} // namespace sitrep::html
