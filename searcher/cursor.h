// Paging that articles which arrive meanwhile do not disturb: a page leaves out what the pages
// before it gave, by name, so that nothing comes twice and nothing is skipped, in any order and
// whatever became of scores and docids since.
#pragma once

#include "searcher/search.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// As far as cursors reach: in an address, eight letters a hit.
inline constexpr std::size_t most_seen = 800;

// 40 bits that stand for a hit: of its id, or of the group that counts as one.
std::uint64_t seen_key(const Hit& hit, Collapse collapse);

// Letters and digits <-> the keys of hits that were given. None: it is no cursor.
std::string encode_cursor(const std::vector<std::uint64_t>& seen);
std::optional<std::vector<std::uint64_t>> decode_cursor(std::string_view text);

} // namespace sitrep
