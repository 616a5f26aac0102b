#include "server/subscription.h"

#include "searcher/render_feed.h"
#include "searcher/saved_searches.h"
#include "server/params.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::int64_t hour = 3600LL * 1000;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t digest_hour = 6 * hour; // of the day, UTC
constexpr std::int64_t monday = 4 * day;       // 1970-01-05 was one

bool is_plain(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

// The next time that is `offset` after a multiple of `period`.
std::int64_t next_multiple(std::int64_t now, std::int64_t period, std::int64_t offset) {
    return (now - offset) / period * period + period + offset;
}

} // namespace

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::int64_t next_digest(Rate rate, std::int64_t now) {
    switch (rate) {
    case Rate::hourly: return next_multiple(now, hour, 0);
    case Rate::daily: return next_multiple(now, day, digest_hour);
    case Rate::weekly: return next_multiple(now, 7 * day, monday + digest_hour);
    default: return now;
    }
}

void check_name(const std::string& name) {
    try {
        check_saved_name(name);
    } catch (const Error& error) {
        throw ParameterError("name", error.message, error.hint);
    }
}

void check_query_size(std::string_view query) {
    if (query.size() > subscription_limits::query_bytes)
        throw ParameterError("query", "the query is too long",
                             fmt::format("at most {} bytes", subscription_limits::query_bytes));
}

void check_webhook(const std::string& url) {
    const auto refuse = [](const char* why) {
        throw ParameterError("delivery", fmt::format("the webhook's url {}", why),
                             "as in {\"webhook\": {\"url\": \"https://example.org/hook\"}}");
    };
    if (url.size() > subscription_limits::target_bytes) refuse("is too long");
    if (!is_web_address(url) || !is_plain(url)) refuse("is not an http or https address");
    const std::size_t begin = url.find("//") + 2;
    const std::string_view authority =
        std::string_view(url).substr(begin, url.find_first_of("/?#\\", begin) - begin);
    if (authority.empty() || authority.front() == ':') refuse("names no host");
    if (authority.find('@') != authority.npos) refuse("holds a user name");
    if (url.find('#') != url.npos) refuse("ends in a fragment, which no server gets to see");
}

void check_address(const std::string& email) {
    constexpr std::size_t longest = 254; // RFC 5321
    constexpr std::string_view marks = ".!#$%&'*+-/=?^_`{|}~";
    const std::size_t at = email.find('@');
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    const bool is_address =
        email.size() <= longest && at != email.npos && at > 0 && at <= 64 &&
        at + 1 < email.size() && email[at + 1] != '.' && email.back() != '.' &&
        std::all_of(email.begin(), email.begin() + static_cast<std::ptrdiff_t>(at),
                    [&](char c) { return is_letter(c) || marks.find(c) != marks.npos; }) &&
        std::all_of(email.begin() + static_cast<std::ptrdiff_t>(at) + 1, email.end(),
                    [&](char c) { return is_letter(c) || c == '.' || c == '-'; });
    if (!is_address)
        throw ParameterError("delivery", "this is not an e-mail address",
                             "as in {\"email\": {\"to\": \"desk@example.org\"}}, one address");
}

} // namespace sitrep
