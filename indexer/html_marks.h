// What an element is for, as its tag, role, class and id say: the house's own words for a page's
// furniture. General words of the trade only; nothing of a site.
#pragma once

#include "indexer/html_dom.h"

namespace sitrep::html {

enum class Purpose : std::uint8_t {
    plain,     // says nothing
    body,      // its name says that it holds the article's text
    furniture, // its name says that it is no part of the text; wrong where it holds much of it
    foreign,   // its name says that it holds texts of others: comments, teasers, notices
    hidden,    // never text: scripts, controls, pictures, captions
};

Purpose purpose_of(const Document& page, NodeId id);

// A block of its own, as opposed to a span in a line.
bool is_block(Tag tag);
// h1 to h6: 1 to 6; else 0.
int heading_level(Tag tag);

} // namespace sitrep::html
