// What is known of an index as it stood after a commit: read once, shared by the searchers of a
// process, never changed.
#pragma once

#include "schema/layout.h"
#include "searcher/groups.h"

#include <atomic>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>
#include <xapian.h>

namespace sitrep {

struct ShardColumns;
class ColumnStore;

// Tells one state of an index from the next: of the stub file, in whose place every commit renames
// another. The one of nothing: a commit is not finished, so that the index must be read again.
struct IndexStamp {
    ino_t inode = 0;
    std::time_t seconds = 0;
    long nanoseconds = 0;
    friend bool operator==(const IndexStamp&, const IndexStamp&) = default;
};
IndexStamp stamp_of(const std::filesystem::path& index);

// A view only moves on in when its remote shards are to be looked at again.
struct IndexView {
    IndexStamp stamp;
    Layout layout;
    // Of the articles, English always among them.
    std::vector<std::string> languages;
    KnownGroups copies{FieldId::copies};
    KnownGroups stories{FieldId::story};
    std::vector<std::shared_ptr<const ShardColumns>> columns; // empty: not wanted, or not local

    // Places of remote shards that did not answer; `layout` is without them.
    std::vector<std::string> missing;
    std::vector<std::string> states; // of the shards that are there: see state_of()
    // When to look again though the stub file is the same: remote shards do not tell of commits.
    using Time = std::chrono::steady_clock::time_point;
    mutable std::atomic<Time> look_again = Time::max();
    // Somebody met a shard that does not answer, or is not as this tells.
    void doubt() const { look_again = Time::min(); }
    bool is_doubted() const { return look_again.load() == Time::min(); }

    bool is_current(const std::filesystem::path& index) const; // Cost: a stat().
    bool is_local() const;                                     // no shard that is there is remote
    // Of copies or story.
    const KnownGroups& groups(FieldId id) const { return id == FieldId::story ? stories : copies; }
};

// An index's view and handles of its shards, opened together.
struct OpenedIndex {
    std::shared_ptr<const IndexView> view;
    std::vector<Xapian::Database> shards;
};
// `store` keeps the columns; none: without columns, as of more remote articles than are kept.
// `may_miss`: remote shards that do not answer are left out, as long as one shard is there. Gives
// the view `known`, and no handles, where remote shards are as it tells. Throws Error{index},
// Xapian::Error.
OpenedIndex open_index(const std::filesystem::path& index, ColumnStore* store, bool may_miss,
                       const std::shared_ptr<const IndexView>& known);

// What differs where a shard's articles do; of a remote one as it was when it was connected to.
std::string state_of(const Xapian::Database& shard);

} // namespace sitrep
