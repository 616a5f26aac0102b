// A list of actors' names with CAMEO codes -> rows of the gazetteer's format.
#pragma once

#include <iosfwd>
#include <string>

namespace sitrep {

// Reads JSON Lines, one actor a line:
//
//   {"id": "...", "name": "HAMID KARZAI", "aliases": ["PRESIDENT KARZAI"],
//    "codes": [{"code": "AFGGOV", "when": "011222-140929"}]}
//
// and prints .tsv rows. A code is an ISO 3166-1 alpha-3 country and a role (GOV, MIL, COP, REB,
// ...); `when` is days as [YY]YYMMDD, "FROM-TO", ">FROM" or "<TO", or left out. Lines that make
// no sense are named on `problems`; how many there were is given back. "-" is standard input. What
// the built-in gazetteer has already is left out. Throws Error{input} where the file cannot be
// read.
std::size_t convert_names(const std::string& path, std::ostream& out, std::ostream& problems);

} // namespace sitrep
