// Text -> people killed and injured, as a range, with who says so.
#pragma once

#include "schema/article.h"
#include "schema/document.h"

#include <vector>

namespace sitrep {

// A place in a text that reports people killed or hurt.
struct CasualtyReport {
    Part part = Part::text;
    std::uint32_t begin = 0; // bytes of the part
    std::uint32_t end = 0;
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    bool injured = false;
    bool toll = false;    // the number so far: later ones replace earlier ones
    bool total = false;   // of a year or a whole war
    bool fighter = false; // soldiers, rebels, civilians: killing them is violence
    bool in_lede = false;
    bool subset = false;
    std::uint32_t words = 0; // tokens [words, words_end): the word of killing or hurting
    std::uint32_t words_end = 0;
};

// Fills killed and injured unless they are given; `reports` are all that the article has, in order.
void find_casualties(Article& article, const ArticleTokens& tokens,
                     std::vector<CasualtyReport>& reports);

} // namespace sitrep
