// What value slots say of many articles, in as few requests to remote shards as can be: Xapian asks
// for a document by itself, and one answer follows the other.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

using SlotValues = std::vector<std::pair<Xapian::docid, std::string>>;

// What a value slot says of each match of a query, by value, empty ones first: told by the sort
// keys of one result, so that no document is read. No more than `most` of them.
SlotValues matched_slots(const Xapian::Database& database, const Xapian::Query& query,
                         Xapian::valueno slot,
                         Xapian::doccount most = std::numeric_limits<Xapian::doccount>::max());

// The slots of one shard, for all its articles. The database must outlive this.
class ShardValues {
  public:
    ShardValues(const Xapian::Database& shard, bool is_remote)
        : shard_(shard), is_remote_(is_remote) {}

    const Xapian::Database& shard() const { return shard_; }
    bool is_remote() const { return is_remote_; }
    // Calls f(docid, value) for each article that has one, in order. Memory: of a remote shard, all
    // of them.
    template <typename F>
    void for_each(Xapian::valueno slot, F&& f) const {
        if (is_remote_) {
            for (const auto& [docid, value] : read_all(slot)) f(docid, value);
            return;
        }
        const auto end = shard_.valuestream_end(slot);
        for (auto value = shard_.valuestream_begin(slot); value != end; ++value)
            f(value.get_docid(), *value);
    }

  private:
    SlotValues read_all(Xapian::valueno slot) const;

    const Xapian::Database& shard_;
    bool is_remote_;
};

} // namespace sitrep
