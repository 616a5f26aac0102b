// Sources -> model: countries, divisions and towns with their ids and names, under the rows of
// the .tsv files.
#pragma once

#include "schema/gazetteer/divisions.h"
#include "schema/gazetteer/names.h"
#include "schema/gazetteer/sources.h"
#include "schema/gazetteer_model.h"

namespace sitrep::gazetteer {

struct Sources {
    std::vector<IsoCountry> countries;
    MatchedDivisions divisions;
    std::vector<Town> towns;
    const Translations* country_names;  // by ISO's English names
    const Translations* geonames_names; // by GeoNames id, country or state
    CommonWords common;
    std::vector<Row> rows; // of the .tsv files
};

Model generate(const Sources& sources, std::vector<std::string>& problems);

// GeoNames' states whose ISO 3166-2 code their names do not tell: "IQ.15" -> "IQ-NI".
const std::map<std::string, std::string>& known_states();

} // namespace sitrep::gazetteer
