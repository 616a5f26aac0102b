// Who says how many people were killed or hurt: "officials" in "officials said", "according to
// officials".
#pragma once

#include "indexer/casualty_words.h"

#include <span>
#include <string>
#include <string_view>

namespace sitrep {

// The words of the text that name who says it in a sentence; empty where nobody is named ("he
// said", "it was reported").
std::string attribution(std::string_view text, const Tokens& tokens,
                        std::span<const CasualtyItem> sentence);

} // namespace sitrep
