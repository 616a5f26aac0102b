// The gazetteer's binary table: how it lies in memory, and how to look a name up in it.
//
// One block of bytes, written by gazetteer_model, embedded in the program or built in memory for
// a user's own files, used in place. Offsets count bytes of the string section or records of the
// other sections; strings end with NUL; numbers are of this machine's byte order (the table is
// made where the program is made).
#pragma once

#include "schema/gazetteer.h"

#include <array>
#include <compare>
#include <cstring>
#include <span>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace sitrep::gazetteer {

// Sorted by kind and id. The record after the last one only ends the lists of the last.
struct EntityRecord {
    EntityIndex index; // in the whole gazetteer; in the built-in table its own position
    std::uint32_t id;
    std::uint32_t name;
    EntityKind kind;
    EntityType type;
    std::array<char, 2> country; // NUL: none
    float latitude;
    float longitude;
    std::uint32_t population;
    std::uint32_t weight; // how likely it is meant, people living there where known
    Day valid_from;
    Day valid_to;
    std::uint32_t parents;      // first of its parents, the nearest first; EntityIndex
    std::uint32_t affiliations; // first of its affiliations
    std::uint32_t aliases;      // first of its aliases
};

// An alias as its source wrote it. The key is a position in the sorted keys of the same table.
struct AliasRecord {
    std::uint32_t text;
    std::uint32_t key;
    std::uint32_t flags; // AliasFlags
};

// A folded alias, in byte order of the texts, and its variants.
struct KeyRecord {
    std::uint32_t text;
    std::uint32_t variants_and_count;
    std::uint32_t variants() const { return variants_and_count >> 8; }
    std::uint32_t count() const { return variants_and_count & 0xffU; }
};

// What a key stands for when the text's capitals satisfy the pattern; the most demanding pattern
// comes first. Two bits a word, the first word lowest: 1 capitalised, 2 all capitals.
struct Variant {
    std::uint32_t capitals;
    std::uint32_t targets;
    std::uint32_t count;
};

// ISO 3166 codes, in upper case and sorted, padded with NUL.
struct CodeRecord {
    std::array<char, 8> code;
    EntityIndex entity;
};

// An open-addressed hash table of word sequences, probed linearly: whole keys, and the beginnings
// of longer ones. A free slot is all zero.
struct Slot {
    std::uint32_t tag;
    std::uint32_t value; // bit 31: a longer key continues here; below: key + 1, or 0
};
inline constexpr std::uint32_t continues_bit = 0x80000000U;

struct Section {
    std::uint32_t offset; // bytes from the start of the table
    std::uint32_t count;  // records
};

struct Header {
    std::array<char, 8> magic;
    std::uint32_t size;         // of the whole table in bytes
    std::uint32_t entity_count; // without the sentinel
    Section entities, parents, affiliations, aliases, keys, variants, targets, codes, slots, filter,
        strings;
};
inline constexpr std::array<char, 8> table_magic{'s', 'r', 'g', 'a', 'z', '0', '0', '3'};

inline constexpr std::uint32_t no_key = 0xffffffffU;
inline constexpr std::size_t max_alias_words = 32;

// Hashes of word sequences are built word by word.
inline constexpr std::uint64_t hash_seed = 0x5157;
inline std::uint64_t extend_hash(std::uint64_t hash, std::string_view word) {
    return XXH3_64bits_withSeed(word.data(), word.size(), hash);
}
inline std::uint32_t tag_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32);
}

// What the hash table says of a word sequence.
struct Probe {
    std::uint32_t key = no_key;
    bool continues = false;
    explicit operator bool() const { return key != no_key || continues; }
};

// A view of a table; copies refer to the same bytes. Default-constructed: empty.
class Table {
  public:
    Table() = default;
    // Throws Error where the bytes are not a table. They must be aligned to 8.
    explicit Table(std::string_view bytes);

    std::size_t size() const { return entities_.empty() ? 0 : entities_.size() - 1; }
    const EntityRecord& entity(std::size_t position) const { return entities_[position]; }
    // Position of an entity, or size().
    std::size_t find(EntityKind kind, std::string_view id) const;

    std::span<const EntityIndex> parents(const EntityRecord& entity) const;
    std::span<const Affiliation> affiliations(const EntityRecord& entity) const;
    std::span<const AliasRecord> aliases(const EntityRecord& entity) const;

    std::span<const KeyRecord> keys() const { return keys_; }
    std::span<const Variant> variants(std::uint32_t key) const {
        return variants_.subspan(keys_[key].variants(), keys_[key].count());
    }
    std::span<const AliasTarget> targets(const Variant& variant) const {
        return targets_.subspan(variant.targets, variant.count);
    }
    // Entities with an ISO code, any case.
    std::vector<EntityIndex> coded(std::string_view code) const;
    std::span<const CodeRecord> codes() const { return codes_; }

    const char* text(std::uint32_t offset) const { return strings_.data() + offset; }
    std::string_view key_text(std::uint32_t key) const { return text(keys_[key].text); }

    // Whether a word sequence of this hash may be a name or the beginning of one: no, for most of
    // a text, without touching the big table (a Bloom filter of one hash).
    bool may_hold(std::uint64_t hash) const {
        if (filter_.empty()) return false;
        const std::size_t bit = (hash >> 24) & (filter_.size() * 64 - 1);
        return ((filter_[bit / 64] >> (bit % 64)) & 1U) != 0;
    }

    // `same` says whether a key's text is the sequence that was hashed.
    template <typename Same>
    Probe probe(std::uint64_t hash, Same&& same) const {
        if (!may_hold(hash)) return {};
        const std::uint32_t tag = tag_of(hash);
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
            const Slot slot = slots_[i];
            if (slot.value == 0) return {};
            if (slot.tag != tag) continue;
            const bool continues = (slot.value & continues_bit) != 0;
            const std::uint32_t key = slot.value & ~continues_bit;
            if (key == 0) return {no_key, continues};
            if (same(text(keys_[key - 1].text))) return {key - 1, continues};
        }
    }
    // The key of a folded name, or no_key.
    std::uint32_t find_key(std::string_view folded) const;

  private:
    std::span<const EntityRecord> entities_;
    std::span<const EntityIndex> parents_;
    std::span<const Affiliation> affiliations_;
    std::span<const AliasRecord> aliases_;
    std::span<const KeyRecord> keys_;
    std::span<const Variant> variants_;
    std::span<const AliasTarget> targets_;
    std::span<const CodeRecord> codes_;
    std::span<const Slot> slots_;
    std::span<const std::uint64_t> filter_;
    std::string_view strings_;
};

// How likely an entity is meant by a name; the smaller the likelier. The members are compared in
// this order.
struct Rank {
    bool roundabout;       // by surname or metonym only
    std::uint8_t type;     // countries before regions of the world before divisions and places
    std::uint32_t unknown; // the fewer people, the bigger
    friend auto operator<=>(const Rank&, const Rank&) = default;
};
Rank rank_of(EntityType type, std::uint32_t weight, AliasFlags flags);

// The table compiled into the program.
std::string_view builtin_table();

// Hash of a folded name, its words parted by single spaces.
std::uint64_t hash_of(std::string_view folded);

} // namespace sitrep::gazetteer
