// The bytes of a page -> UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace sitrep::html {

// By the byte order mark; else bytes that are UTF-8 are that, whatever they are labelled; else what
// the transfer declares (a Content-Type, or just a name; may be empty), then what the page's own
// meta tag does, then what the bytes look like. Undecodable bytes become U+FFFD; NUL and other
// control characters become spaces.
std::string to_utf8(std::string_view bytes, std::string_view declared);

} // namespace sitrep::html
