// The bytes of a feed -> its entries.
#pragma once

#include "indexer/feed_entry.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep::feed {

struct Document {
    Feed feed;
    std::vector<Entry> entries;
    Problem problem; // why it is no feed, or where it broke off; what came before is there
};

// A whole feed as a server sent it; `content_type` may be empty.
Document read_document(std::string_view bytes, std::string_view content_type);

// XML in UTF-8, without the declaration of an encoding that it has no more.
std::string xml_text(std::string_view bytes, std::string_view content_type);

} // namespace sitrep::feed
