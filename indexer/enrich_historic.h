// Countries that are no more: whose soil a place stood on, on a day.
#pragma once

#include "schema/date.h"
#include "schema/gazetteer.h"

namespace sitrep {

// The country that a region of today lay in on that day ("Frankfurt" in 1987: West Germany), if
// that is another one than today's; else no_entity. A country as a whole counts only where it
// lay in one: Germany lay in two.
EntityIndex historic_country(const Entity& region, Day on, const Gazetteer& gazetteer);

} // namespace sitrep
