#include "searcher/render_feed.h"

#include "searcher/render_feed_parts.h"

#include <algorithm>

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace sitrep {
namespace {

constexpr std::int64_t seconds_per_day = 86400;

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
           });
}

std::int64_t updated_seconds(const Article& article) {
    return article.committed > 0 ? article.committed / 1'000'000 : article.indexed;
}

// What an IRI may hold unescaped.
bool stays_in_iri(char c) {
    constexpr std::string_view marks = "-._~:/?#@!$&'()*+,;=%";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != marks.npos;
}

std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (stays_in_iri(c) && c != '%' && c != '#')
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace

bool is_web_address(std::string_view url) {
    if (!starts_with_ignoring_case(url, "http://") && !starts_with_ignoring_case(url, "https://"))
        return false;
    return std::none_of(url.begin(), url.end(),
                        [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
}

std::string feed_id(std::string_view article_id) {
    const bool is_iri =
        (is_web_address(article_id) || starts_with_ignoring_case(article_id, "urn:") ||
         starts_with_ignoring_case(article_id, "tag:")) &&
        std::all_of(article_id.begin(), article_id.end(), stays_in_iri);
    return is_iri ? std::string(article_id) : "urn:x-sitrep:article:" + encoded(article_id);
}

std::string feed_time(const PartialDate& date) {
    if (!date) return {};
    std::string text = format_seconds(date.wall_seconds());
    const int offset = date.utc_offset_min.value_or(0);
    if (offset == 0) return text;
    text.pop_back();
    return fmt::format("{}{}{:02}:{:02}", text, offset < 0 ? '-' : '+', std::abs(offset) / 60,
                       std::abs(offset) % 60);
}

std::string updated_time(const Article& article) {
    return format_seconds(updated_seconds(article));
}

std::string updated_time(const SearchResult& result) {
    std::int64_t latest = 0;
    for (const Hit& hit : result.hits) latest = std::max(latest, updated_seconds(hit.article));
    return format_seconds(latest);
}

std::string feed_link(const Hit& hit, const FeedFrame& frame) {
    if (is_web_address(hit.article.url)) return hit.article.url;
    return frame.page_of ? frame.page_of(hit) : "";
}

std::string feed_title(const SearchResult& result) {
    return result.query.text.empty() ? "Sitrep" : "Sitrep: " + result.query.text;
}

std::string feed_id_of_search(const SearchResult& result, const FeedFrame& frame) {
    // The search for people has no part in its address, and begins with a host.
    std::string_view search = frame.page;
    if (const std::size_t path = search.find('/', search.find("://") + 3); path != search.npos)
        search.remove_prefix(path);
    const std::string& text = result.query.parsed;
    const std::uint64_t hash =
        XXH3_64bits_withSeed(search.data(), search.size(), XXH3_64bits(text.data(), text.size()));
    return fmt::format("urn:x-sitrep:search:{:016x}", hash);
}

} // namespace sitrep
