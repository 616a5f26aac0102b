// The table of routes as an OpenAPI 3.1 document.
#pragma once

#include <string>

namespace sitrep {

std::string openapi_json();

} // namespace sitrep
