// What the renderings of a notification share. Within the notification files only.
#pragma once

#include "server/notification.h"

#include <string>
#include <vector>

namespace sitrep {

// An item's hit, as far as people read it.
struct NotifiedHit {
    std::string id;
    std::string title;
    std::string source;
    std::string published;
    std::string url;          // of the original, or empty
    std::string snippet;      // plain
    std::string snippet_html; // as snippet_html() made it
    std::vector<std::string> why;
    std::vector<std::string> news; // what changed: "killed: 3, was 2"
    std::string kind;              // match, update, retraction
    std::uint64_t reports = 1;
};

NotifiedHit read_hit(const Item& item);

// "update: killed: 3, was 2"; empty for a first match.
std::string news_line(const NotifiedHit& hit);
// "matched: drone, region:ukraine".
std::string why_line(const NotifiedHit& hit);
// "Lamp Wire, 2025-07-04".
std::string origin_line(const NotifiedHit& hit);

} // namespace sitrep
