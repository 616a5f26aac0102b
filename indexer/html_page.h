// A web page -> an article.
#pragma once

#include "indexer/reader_member.h"

#include <string>
#include <string_view>

namespace sitrep::html {

// What is known of a page besides its bytes; may be empty.
struct PageContext {
    std::string url;          // where it was fetched
    std::string content_type; // as the server said
};

// Fills what the page shows: title, text, date, authors, source, language, sections and address.
// The canonical address is the article's url. Linear in the page.
Problem read_page(std::string_view bytes, const PageContext& context, Article& article);

// The text of HTML inside something else, a feed's entry for example: valid UTF-8 in and out.
std::string html_to_text(std::string_view fragment);
// The same on one line.
std::string html_to_line(std::string_view fragment);

// Whether the first bytes of a file are those of a web page.
bool looks_like_page(std::string_view head);

// "https://www.example.org/a" -> "example.org"; empty for anything but http and https.
std::string host_of(std::string_view url);

} // namespace sitrep::html
