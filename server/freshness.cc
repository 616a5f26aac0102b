#include "server/freshness.h"

#include "schema/date.h"

#include <ctime>
#include <functional>

#include <fmt/format.h>

namespace sitrep {

std::string etag_of(const HttpRequest& request, std::uint64_t revision,
                    std::uint64_t saved_revision) {
    static const std::time_t started = std::time(nullptr);
    const std::hash<std::string_view> hash;
    std::size_t mixed = hash(request.path);
    const auto mix = [&](std::size_t more) {
        constexpr std::size_t golden = 0x9e3779b97f4a7c15U;
        mixed ^= more + golden + (mixed << 6) + (mixed >> 2);
    };
    mix(hash(request.query));
    mix(static_cast<std::size_t>(today()));
    mix(saved_revision);
    mix(static_cast<std::size_t>(started));
    return fmt::format("W/\"{}-{:x}\"", revision, mixed);
}

std::optional<HttpResponse> if_unchanged(const HttpRequest& request, const std::string& etag) {
    constexpr int not_modified = 304;
    if (request.method != "GET" || request.if_none_match.empty()) return std::nullopt;
    // Tags hold no comma and no quote: a list can be searched as a text. The comparison is weak.
    const std::string opaque = etag.substr(2);
    if (request.if_none_match != "*" && request.if_none_match.find(opaque) == std::string::npos)
        return std::nullopt;
    HttpResponse response;
    response.status = not_modified;
    response.type.clear();
    response.headers.emplace_back("ETag", etag);
    return response;
}

} // namespace sitrep
