// Text as HTML writes it.
#pragma once

#include <string>
#include <string_view>

namespace sitrep::html {

// Appends text with white space runs as one space; soft hyphens and zero-width spaces go.
void append_collapsed(std::string& out, std::string_view text);

// Character references as a browser reads them: "&amp;" "&#8217;" "&#x2019;". Unknown ones stay.
std::string decode_references(std::string_view text);

} // namespace sitrep::html
