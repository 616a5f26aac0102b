// The pieces of a dateline: places, names, agencies, dashes.
#pragma once

#include "schema/date_scan.h"

#include <cstddef>
#include <string_view>

namespace sitrep {

// Words that may name a place or a publisher.
struct Name {
    std::string_view text;
    std::size_t words = 0;
    bool caps = false;   // in capitals, the region behind a comma aside
    bool region = false; // there is one
    bool report = false; // one of its words is a report's ("Update")
    bool kicker = false; // it is "BREAKING" or the like
    bool opener = false; // its first word may just start a sentence
};

// "KYIV", "BEIRUT/CAIRO", "GAZA CITY, Gaza Strip", "San Jose, Calif.", "Kyiv".
bool scan_place(DateCursor& cursor, Name& place);

// Capitalised words, small joints between them, up to the first mark that is in no name.
bool scan_name(DateCursor& cursor, std::size_t max_words, Name& name);

// Who filed it: "(Reuters)", "/TASS/", "[AFP]", or the bare name of a known agency. A date may
// share the brackets ("(Reuters, July 4)").
struct Agency {
    std::string_view name;
    PartialDate date;
    bool known = false;
    bool plausible = false; // known, or one word, or in capitals
};
bool scan_agency(DateCursor& cursor, Agency& agency);

// A dash that ends a dateline, blanks around it included. A hyphen needs a blank on each side.
bool skip_dash(DateCursor& cursor);

bool at_line_end(DateCursor cursor);
// Up to the end of the line, trailing blanks left out.
std::string_view rest_of_line(const DateCursor& cursor);

bool starts_lower(const DateCursor& cursor);

} // namespace sitrep
