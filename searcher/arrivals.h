// Which articles later commits brought: what standing queries have not seen yet.
#pragma once

#include <cstdint>
#include <vector>

#include <xapian.h>

namespace sitrep {

struct NewDocument {
    std::int64_t committed = 0; // stamp of its commit, Unix microseconds
    std::uint32_t shard = 0;
    Xapian::docid docid = 0; // within the shard
};

// Documents of commits after `mark`, oldest commit first. Cost: a value for each document of the
// shards that hold any.
std::vector<NewDocument> documents_after(const std::vector<Xapian::Database>& shards,
                                         std::int64_t mark);

} // namespace sitrep
