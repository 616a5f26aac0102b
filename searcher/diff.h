// What changed from one text to another, word by word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

enum class Change : std::uint8_t { same, removed, added };

struct DiffRun {
    Change change = Change::same;
    std::string text;
    friend bool operator==(const DiffRun&, const DiffRun&) = default;
};

// A shortest list of changes (Myers, "An O(ND) Difference Algorithm", 1986) over the analyser's
// words, each with what stands between it and the next. `same` and `removed` runs together are
// `before`, `same` and `added` ones `after`. Where more than `most` words differ, all between the
// first and the last difference counts as one change. Cost: words times changes, at most `most`.
std::vector<DiffRun> word_diff(std::string_view before, std::string_view after,
                               std::size_t most = 1000);

} // namespace sitrep
