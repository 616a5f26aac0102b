#include "server/params_value.h"

#include "schema/analysis.h"
#include "schema/date.h"

#include <charconv>

#include <fmt/format.h>

namespace sitrep {

std::string shown_value(std::string_view value) {
    constexpr std::size_t most = 60;
    std::string text(value.substr(0, most));
    make_valid_utf8(text);
    return '"' + text + (value.size() > most ? "…\"" : "\"");
}

std::size_t number_of(const Parameter& p, std::size_t least, std::size_t most) {
    std::size_t value = 0;
    const char* end = p.value.data() + p.value.size();
    const auto [stop, error] = std::from_chars(p.value.data(), end, value);
    if (error != std::errc{} || stop != end || value < least || value > most)
        throw ParameterError(p.name, fmt::format("{} cannot be {}", p.name, shown_value(p.value)),
                             fmt::format("{} is a number from {} to {}", p.name, least, most));
    return value;
}

std::string period_of(const Parameter& p) {
    if (!parse_period(p.value, today()))
        throw ParameterError(p.name,
                             fmt::format("{} is not a date for {}", shown_value(p.value), p.name),
                             "write 2025, 2025-07, 2025-07-04, today, yesterday or P7D");
    return p.value;
}

} // namespace sitrep
