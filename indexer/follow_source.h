// A source that is followed, and what is known of it: when it was asked, what it said, when to ask
// again. Plain data; times are Unix seconds, 0: never.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

enum class SourceKind : std::uint8_t { feed, folder };

struct Source {
    std::int64_t number = 0; // in the store; 0: not there yet
    SourceKind kind = SourceKind::feed;
    std::string name;    // the address or path as it was given
    std::string address; // where a feed is now: permanent redirects are remembered
    std::string title;
    std::string etag;
    std::string last_modified;
    std::int64_t asked = 0;     // last
    std::int64_t answered = 0;  // last with success
    std::int64_t next = 0;      // not before
    std::uint32_t failures = 0; // since the last success
    bool gone = false;          // it said that it is no more
    std::string message;        // what went wrong last, or what is to be known; empty: nothing
    std::uint64_t articles = 0; // new or changed ones, in all
    // Polls that brought something new; the first is what was there already.
    std::uint64_t arrivals = 0;
    std::int64_t first_new = 0;
    std::int64_t last_new = 0;
};

// What a poll came to. `every`: the usual time between polls.
void note_success(Source& source, std::int64_t now, std::chrono::seconds every,
                  std::uint64_t new_articles);
// Each failure doubles the time to the next poll, up to six hours; a server that says when to come
// again is heeded, up to a week.
void note_failure(Source& source, std::int64_t now, std::chrono::seconds every, std::string message,
                  std::optional<std::chrono::seconds> retry_after);
void note_gone(Source& source, std::int64_t now);

// A source that spoke at least five times, and has been silent five times as long as its usual
// pause and at least two days.
bool is_silent(const Source& source, std::int64_t now);

// What a stranger wrote, fit for a terminal: on one line, without control characters, cut.
std::string shown(std::string_view text);

// One line: state, name, times, articles, message.
std::string state_line(const Source& source, std::int64_t now);

} // namespace sitrep
