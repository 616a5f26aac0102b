// Counts facet values of matches in the columns of an index, shard by shard.
//
// A field's counts leave out the field's own selection (drill-sideways): an article that fails one
// selection counts for that field alone, one that fails two nowhere.
#pragma once

#include "searcher/facet.h"
#include "searcher/walk.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace sitrep {

// Counts by number that remember which are not zero.
class Tally {
  public:
    // Room for numbers below `size`.
    void reserve(std::size_t size) {
        if (counts_.size() >= size) return;
        counts_.resize(size);
        counted_.resize(size + 1);
    }
    // Without a branch: which numbers are new cannot be guessed.
    void add(std::uint32_t number, std::uint32_t count = 1) {
        counted_[counted_size_] = number;
        counted_size_ += counts_[number] == 0 ? 1 : 0;
        counts_[number] += count;
    }
    std::uint32_t operator[](std::uint32_t number) const { return counts_[number]; }
    std::span<const std::uint32_t> counted() const { return {counted_.data(), counted_size_}; }
    void clear() {
        for (const std::uint32_t number : counted()) counts_[number] = 0;
        counted_size_ = 0;
    }

  private:
    std::vector<std::uint32_t> counts_;
    std::vector<std::uint32_t> counted_; // the first counted_size_, and room for one more
    std::size_t counted_size_ = 0;
};

// Counts of the bits of masks, all 64 at once: plane p holds bit p of each count, and masks are
// added as with pencil and paper, eight together (carry-save adders, as in Harley-Seal's population
// count).
class BitCounts {
  public:
    void add(std::uint64_t mask) {
        waiting_[waiting_count_] = mask;
        if (++waiting_count_ == waiting_.size()) add_eight();
    }
    void add(std::uint64_t mask, std::uint32_t times) {
        if (times == 1) {
            add(mask);
            return;
        }
        for (std::size_t plane = 0; times != 0; ++plane, times >>= 1)
            if ((times & 1) != 0) add_at(plane, mask);
    }
    // Calls f(bit, count) for each of the first `bits` that was counted; all are zero then.
    template <typename F>
    void take(std::size_t bits, F&& f) {
        for (std::size_t i = 0; i < waiting_count_; ++i) add_at(0, waiting_[i]);
        for (std::size_t bit = 0; bit < bits; ++bit) {
            std::uint64_t count = 0;
            for (std::size_t plane = 0; plane < used_; ++plane)
                count |= (planes_[plane] >> bit & 1) << plane;
            if (count > 0) f(bit, static_cast<std::uint32_t>(count));
        }
        *this = {};
    }

  private:
    // a + b + c bit by bit: `sum` and what is carried.
    static std::uint64_t add_three(std::uint64_t& sum, std::uint64_t b, std::uint64_t c) {
        const std::uint64_t a = sum;
        const std::uint64_t different = a ^ b;
        sum = different ^ c;
        return (a & b) | (different & c);
    }
    void add_eight() {
        const auto& m = waiting_;
        std::uint64_t twos = add_three(planes_[0], m[0], m[1]);
        std::uint64_t more_twos = add_three(planes_[0], m[2], m[3]);
        const std::uint64_t fours = add_three(planes_[1], twos, more_twos);
        twos = add_three(planes_[0], m[4], m[5]);
        more_twos = add_three(planes_[0], m[6], m[7]);
        const std::uint64_t more_fours = add_three(planes_[1], twos, more_twos);
        used_ = std::max<std::size_t>(used_, 3);
        add_at(3, add_three(planes_[2], fours, more_fours));
        waiting_count_ = 0;
    }
    void add_at(std::size_t plane, std::uint64_t carry) {
        for (; carry != 0; ++plane) {
            const std::uint64_t both = planes_[plane] & carry;
            planes_[plane] ^= carry;
            carry = both;
        }
        used_ = std::max(used_, plane);
    }

    std::array<std::uint64_t, 36> planes_{};
    std::size_t used_ = 0;
    std::array<std::uint64_t, 8> waiting_{};
    std::size_t waiting_count_ = 0;
};

// What counting one field needs, all zero between searches.
struct FieldCounts {
    Tally sets;         // of the open shard
    BitCounts frequent; // values of the open shard
    Tally values;
};

// Kept from one search to the next: clearing what was counted costs less than a fresh array.
struct CountTables {
    std::array<FieldCounts, fields.size()> by_field;
};

class ColumnCounter {
  public:
    ColumnCounter(ColumnStore& store, const std::vector<ValueSelection>& selections,
                  const std::vector<FacetRequest>& requested, CountTables& tables);
    ~ColumnCounter();
    ColumnCounter(const ColumnCounter&) = delete;
    ColumnCounter& operator=(const ColumnCounter&) = delete;

    // Begins a shard; the one before is complete.
    void open(const ShardColumns& shard);
    // Counts matches of the open shard, and takes those out that do not pass all selections.
    void count(std::vector<Match>& matches);
    // Counts each group of copies once, and once for each value that any of them has; takes those
    // out that do not pass all selections. After all shards.
    void count_groups(std::vector<GroupedMatch>& copies,
                      const std::vector<std::shared_ptr<const ShardColumns>>& columns);
    FacetCounts take();

  private:
    struct SelectedValues {
        std::size_t field;
        bool is_counted; // a facet of the same field is asked for
        std::vector<ValueId> any;
        std::vector<ValueId> exclude;
        bool has_any;
        enum Answer : std::uint8_t { unknown, yes, no };
        std::vector<Answer> passing; // by set of the open shard

        bool passes(const FieldColumn& column, FieldColumn::Set set) const;
        bool has(ValueId value) const;
    };

    static constexpr std::size_t all_fields = fields.size();
    static constexpr std::size_t no_field = fields.size() + 1;
    // The fields that a match counts for: all, the one whose selection it fails, or none.
    std::size_t counts_for(const ShardColumns& shard, Xapian::docid docid) const;
    void count_group(std::span<const GroupedMatch> copies, const std::vector<std::size_t>& counted,
                     const std::vector<std::shared_ptr<const ShardColumns>>& columns);
    void filter(std::vector<Match>& matches);
    bool passes(SelectedValues& selection, Xapian::docid docid);
    void close();
    static void add_set(const FieldColumn& column, FieldColumn::Set set, std::uint32_t times,
                        FieldCounts& counts);
    static void add_up(const FieldColumn& column, FieldCounts& counts);
    FacetCounts::Facet facet(const FacetRequest& request) const;
    void drop_long_levels(std::size_t field_number, const std::vector<std::uint8_t>& sizes,
                          std::vector<ValueId>& ids) const;
    bool is_selected(std::size_t field_number, ValueId id) const;
    const FieldColumn& column(std::size_t field_number) const {
        return shard_->by_field[field_number];
    }

    ColumnStore& store_;
    std::vector<FieldColumn::Set> sets_; // of the matches at hand, in one field
    const std::vector<FacetRequest>& requested_;
    CountTables& tables_;
    std::vector<std::size_t> fields_; // those asked for, once each
    std::vector<SelectedValues> selections_;
    const ShardColumns* shard_ = nullptr;
    std::uint64_t total_ = 0;
    std::uint64_t articles_ = 0;
};

} // namespace sitrep
