#include "schema/gazetteer/ids.h"

#include <fmt/format.h>

namespace sitrep::gazetteer {

bool Ids::is_free(const std::string& id) const {
    return !taken_.contains(id) && !claims_.uses(id) && !id.empty();
}

std::string Ids::free_id(const std::string& wanted,
                         std::initializer_list<std::string> others) const {
    if (is_free(wanted)) return wanted;
    for (const std::string& other : others)
        if (is_free(other)) return other;
    for (int n = 2;; ++n)
        if (std::string id = fmt::format("{}-{}", *(others.end() - 1), n); is_free(id)) return id;
}

} // namespace sitrep::gazetteer
