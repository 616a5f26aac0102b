// What the pages are dressed in.

#include "server/handlers.h"
#include "server/template.h"

namespace sitrep {
namespace {

HttpResponse asset(std::string_view name, std::string_view type) {
    // Pages ask for it by its version.
    return {200,
            std::string(type),
            std::string(web_asset(name)),
            {{"Cache-Control", "public, max-age=86400"}}};
}

} // namespace

HttpResponse style(Site&, const HttpRequest&) {
    return asset("style.css", "text/css; charset=utf-8");
}

HttpResponse icon(Site&, const HttpRequest&) {
    return asset("favicon.svg", "image/svg+xml");
}

} // namespace sitrep
