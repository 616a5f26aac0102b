// First-level divisions: ISO 3166-2's and GeoNames', which are the same under other names.
#pragma once

#include "schema/gazetteer/sources.h"

#include <optional>

namespace sitrep::gazetteer {

// A division that towns can lie in.
struct Division {
    std::string country;
    std::string iso_code;   // "UA-63", or empty
    std::string state_code; // GeoNames' "07", or empty
    std::string name;       // English as far as known
    std::string iso_name;   // empty without a code
    std::string type;       // ISO's, or empty
    std::vector<Name> names;
    std::uint64_t people = 0; // in its towns
};

struct MatchedDivisions {
    std::vector<Division> divisions;
    // "UA.07" -> position in divisions.
    std::map<std::string, std::size_t> of_state;
    std::vector<std::string> report; // what found no partner
    std::size_t states_matched = 0;
    std::size_t states = 0;

    // The position of the division that a town lies in, if it is known.
    std::optional<std::size_t> of(const Town& town) const;
};

// Pairs GeoNames' states with ISO's divisions by their names in all languages; `known` decides
// where names do not ("YE.16" -> "YE-SN").
MatchedDivisions match_divisions(const std::vector<IsoDivision>& iso, const Translations& iso_names,
                                 const std::vector<Town>& towns, const Translations& geonames,
                                 const std::map<std::string, std::string>& known);

} // namespace sitrep::gazetteer
