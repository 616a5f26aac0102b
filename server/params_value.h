// One parameter's value, read strictly. What makes no sense throws ParameterError.
#pragma once

#include "server/params.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sitrep {

// A name or value as it may be shown in a message: quoted, cut short, valid UTF-8.
std::string shown_value(std::string_view value);

std::size_t number_of(const Parameter& p, std::size_t least, std::size_t most);
// A date or period, as it was written.
std::string period_of(const Parameter& p);

} // namespace sitrep
