// The steps of generating: countries, then divisions and towns under them.
#pragma once

#include "schema/gazetteer/claims.h"
#include "schema/gazetteer/generate.h"
#include "schema/gazetteer/ids.h"
#include "schema/gazetteer/place_names.h"
#include "schema/gazetteer_model.h"

#include <map>
#include <string>
#include <vector>

namespace sitrep::gazetteer {

// What the steps share. Refers to the sources, and to itself: stays where it is made.
struct Generation {
    explicit Generation(const Sources& sources)
        : in(sources), claims(sources.rows), ids(claims), names(sources.common) {}
    Generation(const Generation&) = delete;
    Generation& operator=(const Generation&) = delete;

    const Sources& in;
    const Claims claims;
    Ids ids;
    PlaceNames names;
    Model model;
    std::map<std::string, EntityDef*> countries; // by ISO 3166-1 alpha-2
    std::map<std::size_t, EntityDef*> divisions; // by position in the sources
};

void add_countries(Generation& generation);

// For each division or town of the sources the id of the row that means it, or empty. To be asked
// when the countries have their ids, and before any division or town has its own.
std::vector<std::string> claimed_divisions(const Generation& generation);
std::vector<std::string> claimed_towns(const Generation& generation);

// The biggest town that no row means, by the slug of its name -> its position.
using TownOfSlug = std::map<std::string, std::size_t>;
TownOfSlug biggest_towns(const Generation& generation, const std::vector<std::string>& claimed);

// By size; `towns` tells which town wants an id too.
void add_divisions(Generation& generation, const std::vector<std::string>& claimed,
                   TownOfSlug towns);
void add_towns(Generation& generation, const std::vector<std::string>& claimed);

} // namespace sitrep::gazetteer
