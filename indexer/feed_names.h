// The names that feeds use, by what they say: RSS, Atom and the modules in use.
#pragma once

#include "indexer/feed_entry.h"

#include <string>
#include <string_view>

namespace sitrep::feed {

enum class Space : std::uint8_t {
    rss,
    atom,
    content,
    dublin_core,
    media,
    itunes,
    feedburner,
    other
};

enum class Item : std::uint8_t {
    none,
    entry,
    id,
    link,
    original_link,
    title,
    encoded,
    content,
    description,
    summary,
    media,
    published,
    updated,
    author,
    name,
    section,
    source,
    lang
};

// The attributes that matter.
struct Attributes {
    std::string href;
    std::string rel;
    std::string type;
    std::string term; // or label
    std::string about;
    std::string src;
    bool permalink = true;

    void take(std::string_view name, std::string_view prefix, std::string value);
};

// By the namespace's address; where the prefix is not declared, by the prefix.
Space space_of(std::string_view prefix, std::string_view address);
bool is_feed_root(std::string_view name);
Item item_of(std::string_view name, Space space);

void keep_in_entry(Item item, const Attributes& attributes, std::string_view text, Entry& entry);
void keep_in_feed(Item item, const Attributes& attributes, std::string_view text, Feed& feed);

} // namespace sitrep::feed
