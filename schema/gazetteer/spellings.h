// Spellings of Arabic names in Latin letters: the press writes one name in a dozen ways.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sitrep::gazetteer {

// Other spellings of a name as a list may give it, folded ("ash shaykh maskin" -> "sheikh
// miskin", "al sheikh maskin" ...), the name itself left out; at most `most`, the likeliest first.
// Articles come and go and take the letter behind them on; ay, ei and ai are one, ou and u, q and
// k, dh and z; h comes and goes at the end.
std::vector<std::string> arabic_spellings(std::string_view folded, std::size_t most = 16);

} // namespace sitrep::gazetteer
