// Counts of people in a sentence: "at least five soldiers", "15 to 20", "dozens", "a child".
#pragma once

#include "indexer/casualty_words.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sitrep {

struct PeopleCount {
    std::size_t first = 0; // items [first, last) of the sentence
    std::size_t last = 0;
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    bool bare = false;    // no word says of what
    bool subset = false;  // "including nine children": of those counted before
    bool fighter = false; // or civilians
    bool used = false;
};

// In order, not overlapping. `sentence` are the items of one sentence.
void read_people_counts(std::span<const CasualtyItem> sentence, std::vector<PeopleCount>& counts);

} // namespace sitrep
