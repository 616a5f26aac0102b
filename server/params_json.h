// Parameters that come as the body of a request.
#pragma once

#include "server/message.h"
#include "server/url.h"

#include <vector>

namespace sitrep {

// Of a JSON object {"q": "...", "region": ["ukraine", "sudan"], "limit": 5}, or of a form. Arrays
// repeat a parameter (facets are joined by commas); an object {"actor": ...} in `exclude` or
// `facet_size` stands for exclude.actor; null is as if not given. Throws ParameterError.
std::vector<Parameter> parameters_of_body(const HttpRequest& request);

} // namespace sitrep
