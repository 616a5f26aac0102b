// An index on disk: a Xapian stub directory.
//
//   sitrep.db/XAPIANDB    "# sitrep schema 4 revision 17 committed 1795511000123456", then a line
//                         a shard: "auto main-0004" or "remote HOST:PORT"
//   sitrep.db/main-0004/  a Xapian database; never grows once published, but articles that were
//                         replaced or deleted are taken out of it
//   sitrep.db/gazetteer/  .tsv files of the user's, laid over the built-in gazetteer
//   sitrep.db/lock        held by the one writer
//   sitrep.db/pending     what is left to do of a commit (see pending.h)
//   sitrep.db/history/    a stub directory of the same form: versions that others took the place
//                         of, and tombstones. Its shards past-0001 ... never change; they belong
//                         to no ordinary search
//
// XAPIANDB is replaced by rename: a reader has the old set of shards or the new one.
#pragma once

#include "schema/error.h"
#include "schema/field.h"
#include "schema/gazetteer.h"

#include <chrono>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

namespace sitrep {

struct Shard {
    bool remote = false;
    std::string place; // directory name within the index, or HOST:PORT
    friend bool operator==(const Shard&, const Shard&) = default;
};

struct Layout {
    std::uint64_t revision = 0; // raised by every commit and merge
    // Stamp of the newest commit (see Article::committed). An index as it stood at or before then
    // changes no more.
    std::int64_t committed = 0;
    std::vector<Shard> shards;
};

inline constexpr const char* stub_name = "XAPIANDB";
inline constexpr const char* history_name = "history";

// Throws Error{index} with a hint where there is no index or its schema is another.
Layout read_layout(const std::filesystem::path& index);
// That of the history; without shards where there is none yet.
Layout read_history_layout(const std::filesystem::path& index);

// Durable and atomic: written beside, synced, renamed over.
void write_layout(const std::filesystem::path& index, const Layout& layout);

// A name that no shard of the directory has: the prefix and a number above all that are there.
std::string new_shard_name(const std::filesystem::path& directory, std::string_view prefix);

// Syncs every file of a directory, and the directory.
void sync_directory(const std::filesystem::path& directory);

// How long a remote shard may take for an answer, and only to say that it is there.
inline constexpr std::chrono::milliseconds longest_answer{10'000};
inline constexpr std::chrono::milliseconds longest_greeting{3'000};

// Opens one shard and checks its stamp. Throws Xapian::NetworkError where a remote one is silent
// for longer than `patience`, then and later.
Xapian::Database open_shard(const std::filesystem::path& index, const Shard& shard,
                            std::chrono::milliseconds patience = longest_answer);

// Writes the schema stamp into a new shard.
void stamp_schema(Xapian::WritableDatabase& shard);

// Groups of a field (copies, story) that an article of this shard showed to be one (see
// indexer/grouping.h): the group `from` counts as `into`. Kept as metadata, which merging shards
// brings together.
struct MergedGroup {
    std::string from;
    std::string into;
    std::int64_t committed = 0; // stamp of the commit that found it; 0: not known
    friend auto operator<=>(const MergedGroup&, const MergedGroup&) = default;
};
void note_merged_group(Xapian::WritableDatabase& shard, FieldId id, const MergedGroup& merged);
std::vector<MergedGroup> read_merged_groups(const Xapian::Database& shard, FieldId id);

// The gazetteer an index is built and searched with: the built-in one, or that with the files in
// the index's gazetteer/ laid over it; what makes no sense in them is named in `problems`.
std::shared_ptr<const Gazetteer> load_gazetteer(const std::filesystem::path& index,
                                                std::vector<std::string>& problems);

// Errors of Xapian as errors of ours, for the caller to throw.
Error from_xapian(const Xapian::Error& error, const std::string& what);

} // namespace sitrep
