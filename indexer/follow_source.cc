#include "indexer/follow_source.h"

#include "schema/unicode.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::int64_t longest_back_off = 6 * 3600;

// "3 min"
std::string duration(std::int64_t seconds) {
    seconds = std::max<std::int64_t>(seconds, 0);
    if (seconds < 120) return fmt::format("{} s", seconds);
    if (seconds < 2 * 3600) return fmt::format("{} min", seconds / 60);
    if (seconds < 2 * 86400) return fmt::format("{} h", seconds / 3600);
    return fmt::format("{} days", seconds / 86400);
}

std::string ago(std::int64_t then, std::int64_t now) {
    return then == 0 ? "never" : duration(now - then) + " ago";
}

std::string_view state_of(const Source& source, std::int64_t now) {
    if (source.gone) return "gone";
    if (source.failures > 0) return "failing";
    if (is_silent(source, now)) return "silent";
    return source.answered == 0 ? "new" : "ok";
}

} // namespace

void note_success(Source& source, std::int64_t now, std::chrono::seconds every,
                  std::uint64_t new_articles) {
    source.asked = source.answered = now;
    source.next = now + every.count();
    source.failures = 0;
    source.message.clear();
    if (new_articles == 0) return;
    source.articles += new_articles;
    ++source.arrivals;
    if (source.first_new == 0) source.first_new = now;
    source.last_new = now;
}

void note_failure(Source& source, std::int64_t now, std::chrono::seconds every, std::string message,
                  std::optional<std::chrono::seconds> retry_after) {
    source.asked = now;
    ++source.failures;
    source.message = shown(message);
    const std::uint32_t doublings = std::min(source.failures, 16U);
    std::int64_t wait = std::min(std::max<std::int64_t>(every.count(), 1) << doublings,
                                 std::max<std::int64_t>(longest_back_off, every.count()));
    if (retry_after) wait = std::max<std::int64_t>(retry_after->count(), every.count());
    source.next = now + wait;
}

void note_gone(Source& source, std::int64_t now) {
    source.asked = now;
    source.gone = true;
    source.message = "it said that it is gone (410) and is asked no more";
}

bool is_silent(const Source& source, std::int64_t now) {
    constexpr std::uint64_t fewest = 5;
    constexpr std::int64_t shortest = 2 * 86400;
    if (source.gone || source.arrivals < fewest) return false;
    const std::int64_t usual =
        (source.last_new - source.first_new) / static_cast<std::int64_t>(source.arrivals - 1);
    return now - source.last_new > std::max(5 * usual, shortest);
}

std::string shown(std::string_view text) {
    constexpr std::size_t longest = 300;
    std::string line;
    for (std::size_t at = 0; at < text.size() && line.size() < longest;) {
        const std::size_t begin = at;
        const char32_t c = unicode::decode(text, at);
        const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFD || c == 0x2028 ||
                             c == 0x2029 || (c >= 0x202A && c <= 0x202E);
        if (control)
            line += ' ';
        else
            line.append(text, begin, at - begin);
    }
    return line;
}

std::string state_line(const Source& source, std::int64_t now) {
    std::string line = fmt::format("{:<7}  {}", state_of(source, now), source.name);
    if (source.address != source.name && source.kind == SourceKind::feed)
        line += fmt::format(" (now {})", source.address);
    if (!source.title.empty()) line += fmt::format(", \"{}\"", source.title);
    line += fmt::format("; {} article{}", source.articles, source.articles == 1 ? "" : "s");
    if (source.last_new != 0) line += fmt::format(", the last {}", ago(source.last_new, now));
    line += fmt::format("; asked {}", ago(source.asked, now));
    if (!source.gone && source.kind == SourceKind::feed)
        line += source.next > now ? fmt::format(", again in {}", duration(source.next - now))
                                  : std::string(", due");
    if (source.failures > 0)
        line += fmt::format("; failed {} time{}, last success {}", source.failures,
                            source.failures == 1 ? "" : "s", ago(source.answered, now));
    if (!source.message.empty()) line += fmt::format(": {}", source.message);
    return line;
}

} // namespace sitrep
