#include "server/retry.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t patience = 72 * hour;
constexpr std::array<std::int64_t, 10> waits{5 * second,  30 * second, 2 * minute, 10 * minute,
                                             30 * minute, hour,        2 * hour,   4 * hour,
                                             8 * hour,    12 * hour};

} // namespace

std::optional<std::int64_t> next_attempt(std::int64_t created, std::int64_t attempts,
                                         std::int64_t now, std::optional<std::int64_t> retry_after,
                                         double spread) {
    if (now - created >= patience) return std::nullopt;
    const auto failed = static_cast<std::size_t>(std::max<std::int64_t>(attempts, 1));
    const std::int64_t wait = waits[std::min(failed, waits.size()) - 1];
    std::int64_t due =
        now + wait + static_cast<std::int64_t>(spread * static_cast<double>(wait) / 4);
    if (retry_after)
        due = std::max(due, now + std::clamp<std::int64_t>(*retry_after, 0, 24 * 3600) * second);
    // The last attempt is at the end of the three days, not before.
    return std::min(due, std::max(created + patience, now + second));
}

} // namespace sitrep
