// Facet values of every article in memory, by docid, for counting facets without touching the
// database. Shards never grow once published, so a shard's columns are read once and kept.
//
// Articles share their values: most have a source, a day, a set of regions that others have too. A
// column keeps each set of values once, and a number of a set for each article, so that counting
// adds one an article and field and looks at values once a set. The most frequent values of a shard
// are bits of a mask, which are counted 64 at a time.
//
// Memory: 4 bytes a field, an article; 12 a set and 4 a rare value of it; values themselves are
// kept once; of a remote shard 16 more an article.
#pragma once

#include "schema/field.h"
#include "searcher/groups.h"
#include "searcher/list_cache.h"
#include "searcher/result_cache.h"
#include "searcher/view.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <xapian.h>

namespace sitrep {

using ValueId = std::uint32_t;

// The values of one field over all shards: id <-> folded value, and a name to show.
// Ids are given in order of appearance and never change. Reading an id that was given takes no
// lock.
class ValueDictionary {
  public:
    struct Entry {
        std::string value;
        std::string name;
    };

    ValueDictionary() : chunks_(most_chunks) {}
    ValueId intern(std::string_view value, std::string_view name);
    // The number of ids so far.
    std::size_t size() const { return size_.load(std::memory_order_acquire); }
    // Lives as long as the dictionary.
    const Entry& operator[](ValueId id) const { return chunks_[id / chunk_size][id % chunk_size]; }
    // size() where it is not known.
    ValueId find(std::string_view value) const;
    // What is asked of many ids at once, without touching their values.
    struct Digest {
        std::vector<std::uint32_t> place; // in alphabetical order of values
        std::vector<std::uint8_t> size;   // of the value, at most 255
    };
    // Of the ids that there were at the last make_digest(), at least.
    std::shared_ptr<const Digest> digest() const;
    // To be called when columns were read, before anybody sees them: it takes a while.
    void make_digest();

  private:
    static constexpr std::size_t chunk_size = 1024;
    static constexpr std::size_t most_chunks = 1U << 16;

    mutable std::mutex mutex_;
    std::unordered_map<std::string_view, ValueId> ids_;
    std::vector<std::unique_ptr<Entry[]>> chunks_; // never resized
    std::atomic<std::size_t> size_{0};
    std::shared_ptr<const Digest> digest_ = std::make_shared<Digest>();
};

// One field of one shard.
struct FieldColumn {
    using Set = std::uint32_t;
    static constexpr std::size_t most_frequent = 64;

    std::vector<Set> sets; // of docid d at d - 1
    // A set is the frequent values whose bits are set in its mask, and the rare ones
    // rare[offsets[set] .. offsets[set + 1]).
    std::vector<ValueId> frequent;
    std::vector<std::uint64_t> masks;
    std::vector<std::uint32_t> offsets;
    std::vector<ValueId> rare;

    Set set_of(Xapian::docid docid) const { return sets[docid - 1]; }
    std::size_t set_count() const { return masks.size(); }
    // Whether it pays to count sets before their values.
    bool sets_are_shared() const { return set_count() < sets.size() / 2; }
    std::span<const ValueId> rare_of(Set set) const {
        return {rare.data() + offsets[set], rare.data() + offsets[set + 1]};
    }
    template <typename Predicate>
    bool any_of(Set set, Predicate&& is_one) const {
        for (std::uint64_t rest = masks[set]; rest != 0; rest &= rest - 1)
            if (is_one(frequent[static_cast<std::size_t>(std::countr_zero(rest))])) return true;
        const auto values = rare_of(set);
        return std::any_of(values.begin(), values.end(), is_one);
    }
};

struct ShardColumns {
    std::array<FieldColumn, fields.size()> by_field; // empty for fields that are no facets
    std::vector<std::int64_t> published;             // wall seconds; the lowest number: unknown
    std::vector<std::uint32_t> lengths; // of the articles in weighted words; empty: it is remote
    // Of a remote shard: numbers of the groups that articles are indexed in (see group_number());
    // 0: none, or another kind of id.
    std::vector<std::uint64_t> copies;
    std::vector<std::uint64_t> stories;
    Xapian::docid last = 0;
};

// The columns of one index, and its newest view, shared by its searchers. Thread-safe.
class ColumnStore {
  public:
    explicit ColumnStore(std::filesystem::path index) : index_(std::move(index)) {}

    // The one of an index; lives as long as somebody holds it.
    static std::shared_ptr<ColumnStore> of_index(const std::filesystem::path& index);

    // Reads the columns of a shard if they are not there yet.
    std::shared_ptr<const ShardColumns> load(const std::string& shard, const ShardValues& values);
    // Forgets shards that are not among `current`.
    void keep_only(const std::vector<std::string>& current);

    // The index as it is: one stat() where nothing changed since the last call, else what was
    // committed is read while others wait. Throws as open_index() does.
    std::shared_ptr<const IndexView> read_view();
    // The same, but where somebody follows the index: as they last read it, at once.
    std::shared_ptr<const IndexView> newest_view();
    // The same as read_view(), but where somebody follows the index and met a remote shard that
    // does not answer (that takes a while to find): throws as they found, at once, until they find
    // otherwise.
    std::shared_ptr<const IndexView> doubted_view();
    // Makes the next one be read anew if this is the last that was.
    void forget(const std::shared_ptr<const IndexView>& view);
    // From now on views leave out remote shards that do not answer.
    void allow_missing_shards() { may_miss_ = true; }
    void follow(bool begins) { followers_ += begins ? 1 : -1; }

    // Of copies or story.
    GroupMembers& members(FieldId id) { return id == FieldId::story ? stories_ : copies_; }

    ListCache& lists() { return lists_; }
    ResultCache& results() { return results_; }

    ValueDictionary& dictionary(FieldId id) { return dictionaries_[static_cast<std::size_t>(id)]; }

  private:
    std::shared_ptr<const IndexView> open(const std::shared_ptr<const IndexView>& known);

    std::filesystem::path index_;
    std::mutex reading_; // held while a view is read
    std::mutex showing_; // guards view_ and silence_
    std::shared_ptr<const IndexView> view_;
    std::string silence_; // what was wrong when a view was last read: a shard did not answer
    std::atomic<int> followers_{0};
    std::atomic<bool> may_miss_{false};
    std::array<ValueDictionary, fields.size()> dictionaries_;
    GroupMembers copies_{FieldId::copies};
    GroupMembers stories_{FieldId::story};
    ListCache lists_;
    ResultCache results_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const ShardColumns>> shards_;
};

// Splits a slot into folded values and the names to show; the same for columns and for slots
// counted by Xapian.
void split_slot(const Field& field, std::string_view slot,
                std::vector<std::pair<std::string, std::string_view>>& values);

} // namespace sitrep
