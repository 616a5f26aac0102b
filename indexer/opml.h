// OPML: lists of feeds, as readers export them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct OpmlFeed {
    std::string url;
    std::string title;
};

bool looks_like_opml(std::string_view head);

// The feeds of a list, in its order, each once; folders are walked. Broken XML is read as far as
// it goes; nothing is fetched, no entity expanded. Throws Error{input} where it is no OPML.
std::vector<OpmlFeed> read_opml(const std::string& content, const std::string& name);

} // namespace sitrep
