// What was worked out about an article, in words: shared by the renderings for a terminal.
#pragma once

#include "schema/article.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sitrep {

// "12,345"
std::string grouped_number(std::uint64_t number);

// "1 source", "12 sources"
std::string counted(std::uint64_t number, std::string_view noun);

// "“Kiev” (text 120 to 124, name, 0.90)"
std::string describe(const Evidence& evidence);

// "2025-07-03", "2025-07", "2025-07-01 to 2025-07-03 (planned)"
std::string describe(const EventDate& date);

// "5", "5 to 10, according to “officials”"
std::string describe(const Casualties& casualties);

} // namespace sitrep
