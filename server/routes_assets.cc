// What the pages are dressed in, and their scripts.

#include "server/handlers.h"
#include "server/problem.h"
#include "server/template.h"

#include <algorithm>
#include <array>

namespace sitrep {

HttpResponse web_asset_response(Site&, const HttpRequest& http) {
    // Templates are assets too, but none of anyone else's business.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> types{
        {{".css", "text/css; charset=utf-8"},
         {".js", "text/javascript; charset=utf-8"},
         {".svg", "image/svg+xml"}}};
    const std::string_view name = http.path_value("name");
    const auto type = std::find_if(types.begin(), types.end(),
                                   [&](const auto& row) { return name.ends_with(row.first); });
    const std::string_view content = type == types.end() ? "" : web_asset(name);
    if (content.empty())
        return problem_response(plain_problem(404, "there is nothing at this address"));
    // Whatever version the address names, this is the one that there is.
    return {200,
            std::string(type->second),
            std::string(content),
            {{"Cache-Control", "public, max-age=604800, immutable"}}};
}

} // namespace sitrep
