// The file `pending` of an index: what a commit still has to do once its stub file is in place.
//
// It is written before the stub file is replaced and removed when all is done. Where it is found
// with a revision that is published, its work may be done in part: the history shard may be
// missing from the history's stub file, documents may still be in their shards. With a later
// revision it means nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep {

struct Deletion {
    std::string shard;
    Xapian::docid docid = 0;
    friend auto operator<=>(const Deletion&, const Deletion&) = default;
};

struct Pending {
    std::uint64_t revision = 0;      // of the commit
    std::string history;             // the history shard that goes with it, or empty
    std::vector<Deletion> deletions; // from the main shards
};

std::optional<Pending> read_pending(const std::filesystem::path& index);
// Durable on return. Throws Error{index}.
void write_pending(const std::filesystem::path& index, const Pending& pending);
void remove_pending(const std::filesystem::path& index);

} // namespace sitrep
