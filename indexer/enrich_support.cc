#include "indexer/enrich_support.h"

#include <algorithm>

namespace sitrep {

void CountrySupport::add(std::string_view country, float salience) {
    if (!country.empty()) by_code_[std::string(country)] += salience;
}

float CountrySupport::of(std::string_view country) const {
    const auto found = by_code_.find(country);
    return found == by_code_.end() ? 0 : found->second;
}

float CountrySupport::highest() const {
    float top = 0;
    for (const auto& [country, weight] : by_code_) top = std::max(top, weight);
    return top;
}

} // namespace sitrep
