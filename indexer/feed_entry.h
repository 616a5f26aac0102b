// What an entry of a feed says, whatever the feed's format, and how that becomes an article.
#pragma once

#include "indexer/reader_member.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep::feed {

// Where an entry's text may stand, the fullest first.
enum class Text : std::uint8_t { encoded, content, description, summary, media, count };

// Of the feed itself.
struct Feed {
    std::string title;
    std::string link;
    std::string lang;
};

// Everything as written: titles and texts may be HTML.
struct Entry {
    std::string id;
    bool id_is_link = true; // RSS: unless isPermaLink="false"
    std::string link;
    std::string title;
    std::array<std::string, static_cast<std::size_t>(Text::count)> texts;
    bool plain_text = false; // the text of `content` is no HTML
    std::string published;
    std::string updated;
    std::string source; // where the feed took it from
    std::string lang;
    std::vector<std::string> authors;
    std::vector<std::string> sections;
};

// The entry's id is the article's where it is one in the whole world, else its link is; relative
// links are resolved against the feed's. An entry without a date has that of its update.
void to_article(const Entry& entry, const Feed& feed, Article& article);

} // namespace sitrep::feed
