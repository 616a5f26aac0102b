// Sequences kept once each, by number, with a count of their users: terms as bytes, trees as
// numbers.
//
// Costs 12 bytes a sequence beside its items, and 8 a slot of the table, at most three quarters
// full.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <xxhash.h>

namespace sitrep {

// A hash set of numbers of things that are kept elsewhere. Linear probing; an erased slot is filled
// by what comes after it.
class NumberTable {
  public:
    static constexpr std::uint32_t none = 0xffffffffU;

    template <typename IsIt>
    std::uint32_t find(std::uint64_t hash, IsIt&& is_it) const {
        if (slots_.empty()) return none;
        const auto tag = static_cast<std::uint32_t>(hash);
        for (std::size_t i = tag & mask();; i = (i + 1) & mask()) {
            const Slot& slot = slots_[i];
            if (slot.number == none) return none;
            if (slot.tag == tag && is_it(slot.number)) return slot.number;
        }
    }

    // A number that is not in it.
    void insert(std::uint64_t hash, std::uint32_t number) {
        if ((size_ + 1) * 4 > slots_.size() * 3) grow();
        place({static_cast<std::uint32_t>(hash), number});
        ++size_;
    }

    // A number that is in it, with the hash it came with.
    void erase(std::uint64_t hash, std::uint32_t number) {
        std::size_t hole = static_cast<std::uint32_t>(hash) & mask();
        while (slots_[hole].number != number) hole = (hole + 1) & mask();
        for (std::size_t i = (hole + 1) & mask(); slots_[i].number != none; i = (i + 1) & mask()) {
            const std::size_t home = slots_[i].tag & mask();
            if (((i - home) & mask()) < ((i - hole) & mask())) continue; // cannot stand before it
            slots_[hole] = slots_[i];
            hole = i;
        }
        slots_[hole] = {};
        --size_;
    }

    std::size_t size() const { return size_; }
    std::size_t memory() const { return slots_.capacity() * sizeof(Slot); }

  private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t number = none;
    };

    std::size_t mask() const { return slots_.size() - 1; }

    void place(Slot slot) {
        std::size_t i = slot.tag & mask();
        while (slots_[i].number != none) i = (i + 1) & mask();
        slots_[i] = slot;
    }

    void grow() {
        std::vector<Slot> old(std::max<std::size_t>(16, slots_.size() * 2));
        old.swap(slots_);
        for (const Slot& slot : old)
            if (slot.number != none) place(slot);
    }

    std::vector<Slot> slots_; // a power of two
    std::size_t size_ = 0;
};

template <typename T>
class Interner {
  public:
    using Sequence = std::span<const T>;
    static constexpr std::uint32_t none = NumberTable::none;

    // Its number, or none.
    std::uint32_t find(Sequence sequence) const {
        return table_.find(hash(sequence), [&](std::uint32_t number) {
            return std::ranges::equal((*this)[number], sequence);
        });
    }

    // One user more. Its number, and whether it was not there before; numbers of what has gone are
    // given anew.
    std::pair<std::uint32_t, bool> add(Sequence sequence) {
        std::uint32_t number = find(sequence);
        if (number != none) {
            ++entries_[number].users;
            return {number, false};
        }
        number = static_cast<std::uint32_t>(entries_.size());
        if (free_.empty()) {
            entries_.emplace_back();
        } else {
            number = free_.back();
            free_.pop_back();
        }
        entries_[number] = {static_cast<std::uint32_t>(items_.size()),
                            static_cast<std::uint32_t>(sequence.size()), 1};
        items_.insert(items_.end(), sequence.begin(), sequence.end());
        table_.insert(hash(sequence), number);
        return {number, true};
    }

    // One user less. True: it was the last.
    bool drop(std::uint32_t number) {
        if (--entries_[number].users > 0) return false;
        table_.erase(hash((*this)[number]), number);
        wasted_ += entries_[number].size;
        entries_[number].size = 0;
        free_.push_back(number);
        if (wasted_ > items_.size() / 2) close_gaps();
        return true;
    }

    // Valid until the next change.
    Sequence operator[](std::uint32_t number) const {
        return {items_.data() + entries_[number].begin, entries_[number].size};
    }

    std::size_t size() const { return entries_.size() - free_.size(); }
    std::size_t memory() const {
        return entries_.capacity() * sizeof(Entry) + items_.capacity() * sizeof(T) +
               free_.capacity() * sizeof(std::uint32_t) + table_.memory();
    }

  private:
    struct Entry {
        std::uint32_t begin = 0; // into the items
        std::uint32_t size = 0;
        std::uint32_t users = 0;
    };

    static std::uint64_t hash(Sequence sequence) {
        return XXH3_64bits(sequence.data(), sequence.size_bytes());
    }

    void close_gaps() {
        std::vector<T> kept;
        kept.reserve(items_.size() - wasted_);
        for (Entry& entry : entries_) {
            const auto begin = static_cast<std::uint32_t>(kept.size());
            kept.insert(kept.end(), items_.begin() + entry.begin,
                        items_.begin() + entry.begin + entry.size);
            entry.begin = begin;
        }
        items_ = std::move(kept);
        wasted_ = 0;
    }

    std::vector<Entry> entries_;
    std::vector<T> items_;
    std::vector<std::uint32_t> free_; // numbers
    NumberTable table_;
    std::size_t wasted_ = 0; // items
};

} // namespace sitrep
