// What a page says about its article apart from the text: JSON-LD, OpenGraph, meta tags, microdata.
// Everything as written, on one line, with character references decoded; empty where it is not
// said.
#pragma once

#include "indexer/html_dom.h"
#include "schema/date.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep::html {

struct Metadata {
    std::string headline;       // JSON-LD's
    std::string social_title;   // og:title, else twitter:title
    std::string meta_title;     // dc.title and the like
    std::string document_title; // <title>
    std::string description;
    std::string site;      // the publication's name
    std::string canonical; // an absolute http(s) address
    std::string lang;
    std::string article_body; // JSON-LD's articleBody
    std::vector<std::string> authors;
    std::vector<std::string> sections;
    // In the order in which they are to be believed. Never when it was modified.
    std::vector<std::string> published;
    std::string modified;
};

Metadata read_metadata(const Document& page);

} // namespace sitrep::html
