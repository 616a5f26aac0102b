// RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom, as they come: broken XML is read as far as it goes.
//
// Nothing is fetched. Entities that a document declares are not expanded; a document that
// declares external ones, or ones made of others, is refused.
#pragma once

#include "indexer/feed_entry.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace sitrep::feed {

struct PlacedEntry {
    Entry entry;
    std::uint64_t line = 0; // where it begins
};

class XmlFeed {
  public:
    XmlFeed();
    ~XmlFeed();
    XmlFeed(const XmlFeed&) = delete;
    XmlFeed& operator=(const XmlFeed&) = delete;

    // The next bytes, in UTF-8. False: no more are wanted; see problem().
    bool feed(std::string_view bytes);
    // The bytes are at their end.
    void finish();

    // Entries that are whole; take them from the front.
    std::deque<PlacedEntry>& entries();
    const Feed& head() const;
    // Why it is no feed, or where it broke off; empty: nothing.
    const Problem& problem() const;
    std::uint64_t line() const; // of the problem

  private:
    struct State;
    struct Events;
    std::unique_ptr<State> state_;
};

} // namespace sitrep::feed
