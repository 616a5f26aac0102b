// The answer to a search in any of its formats, for the routes that give one.
#pragma once

#include "server/page_links.h"
#include "server/params.h"
#include "server/routes.h"

#include <string>
#include <vector>

namespace sitrep {

// Throws Error and ProblemError.
HttpResponse answer_search(Site& site, const HttpRequest& http, const std::vector<Parameter>& given,
                           const SearchParameters& defaults, View view = View::list);

// "http://127.0.0.1:8642": what addresses of this server begin with, as the client reached it.
std::string base_address(const Site& site, const HttpRequest& http);

} // namespace sitrep
