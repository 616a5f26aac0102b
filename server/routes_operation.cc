// For programs that look after the server, and for people who want to know what it offers.

#include "server/handlers.h"

#include <nlohmann/json.hpp>

namespace sitrep {

HttpResponse health(Site& site, const HttpRequest&) {
    const auto searcher = site.searchers.borrow();
    const nlohmann::ordered_json state{
        {"status", "ok"}, {"revision", searcher->revision()}, {"documents", searcher->documents()}};
    return {200, std::string(type_json), state.dump()};
}

HttpResponse reference(Site&, const HttpRequest&) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Route& route : routes())
        list.push_back({{"method", route.method},
                        {"path", route.path},
                        {"scope", scope_names[static_cast<std::size_t>(route.scope)]},
                        {"help", route.help}});
    return {200, std::string(type_json), nlohmann::ordered_json{{"routes", list}}.dump()};
}

} // namespace sitrep
