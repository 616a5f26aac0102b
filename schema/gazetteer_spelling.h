// Latin spellings of Slavic names: however a name is put into Latin letters, one key.
#pragma once

#include <string>
#include <string_view>

namespace sitrep::gazetteer {

// "l viv", "lviv" -> the same; so are donets k and donetsk, mykolayiv and mykolaiv, luhansk and
// lugansk, odessa and odesa, zaporizhzhya and zaporizhzhia. `folded` is a folded name. Empty where
// there are other letters than Latin. Begins with a character that no folded name has, so that
// it can stand in the same table.
std::string spelling_key(std::string_view folded);

// Whether places of a country have names in Slavic languages that are romanised in many ways.
bool has_slavic_names(std::string_view country);

} // namespace sitrep::gazetteer
