// What a key allows.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sitrep {

// What a key must allow. With no keys configured the server serves loopback only, and there
// everything is allowed.
enum class Scope : std::uint8_t { open, search, index, subscribe, admin };
inline constexpr std::array<std::string_view, 5> scope_names{"open", "search", "index", "subscribe",
                                                             "admin"};

} // namespace sitrep
