// What a page of plain text says besides its text. Used by every format that ends in such a page.
#pragma once

#include "schema/article.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Takes head lines ("Title: ...", a dateline of its own line, a byline, a title) and the tail of
// related articles off a text and fills the article's empty members from them. The text must be
// valid UTF-8 with \n as line end.
void read_page(std::string_view page, Article& article);

// Cuts labels of related articles off the end of a text: pairs of a section and a month ("Middle
// East" / "July 2025"), and what follows a line like "Related" or "Read more". Sections are
// appended, each once, in order.
std::string_view split_related_tail(std::string_view text, std::vector<std::string>& sections);

} // namespace sitrep
