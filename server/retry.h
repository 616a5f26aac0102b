// When a delivery that failed is tried again.
#pragma once

#include <cstdint>
#include <optional>

namespace sitrep {

// Unix milliseconds of the next attempt, or none: it is to be parked. Waits grow from 5 seconds to
// 12 hours over three days from `created`; `spread` (0 to 1) lengthens each by up to a quarter, so
// that many do not come back at once. `retry_after`: seconds that the receiver asked for, honoured
// up to a day. `attempts` counts the one that has just failed.
std::optional<std::int64_t> next_attempt(std::int64_t created, std::int64_t attempts,
                                         std::int64_t now, std::optional<std::int64_t> retry_after,
                                         double spread);

} // namespace sitrep
