// The forms that a dateline takes. Each is tried at the start of a text.
#pragma once

#include "schema/date_scan.h"

#include <string_view>

namespace sitrep {

// What a form read. Valid only if it says true.
struct Finding {
    PartialDate date; // year 0: not written
    std::string_view place;
    std::string_view source;
    DateCursor end;
    bool own_line = false;
};

// "Published: July 4, 2025 by Clash Report", "Updated on 4 July 2025".
bool labelled_form(const DateCursor& start, Finding& found);
// "July 04, 2025Clash Report", "4 July 2025 | Clash Report", "2025-07-04", "July 4, 2025 - Text".
bool date_first_form(const DateCursor& start, Finding& found);
// "Clash Report - July 4, 2025", "Reuters, 4 July 2025", "By Jane Doe | July 4, 2025".
bool source_first_form(const DateCursor& start, Finding& found);
// "KYIV, July 4 (Reuters) -", "GAZA CITY, Gaza Strip (AP) —", "Kyiv. July 4. INTERFAX-UKRAINE -",
// "(KABUL) -", "ISTANBUL –", "ISLAMABAD: ", and "SAN SALVADOR, 3 JAN 90" on its own line.
bool place_first_form(const DateCursor& start, Finding& found);

// The end of a dateline that has its line to itself: empty lines behind it belong to it.
bool close_line(DateCursor cursor, Finding& found);

// What follows an inline dateline starts a sentence.
bool starts_sentence(const DateCursor& cursor);

} // namespace sitrep
