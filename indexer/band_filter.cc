#include "indexer/band_filter.h"

namespace sitrep {
namespace {

constexpr std::size_t hashes_a_block = 36;     // of 512 bits
constexpr std::size_t first_blocks = 1U << 14; // 1 MiB; each further tier is four times as large
constexpr std::size_t growth = 4;
constexpr std::size_t most_tiers = 4;
constexpr int bits_a_hash = 6; // of nine bits of the hash each; the rest choose no block alone

// Calls `each` with the words and masks of a hash, until it returns false.
template <typename Block, typename F>
bool all_bits(Block& block, std::uint64_t hash, F&& each) {
    for (int i = 0; i < bits_a_hash; ++i, hash >>= 9)
        if (!each(block.words[hash >> 6 & 7], std::uint64_t{1} << (hash & 63))) return false;
    return true;
}

// Multiplied, so that the bits which choose the block do not tell those within it.
std::size_t block_of(std::uint64_t hash, std::size_t blocks) {
    return static_cast<std::size_t>(hash * 0x9e3779b97f4a7c15U >> 32) & (blocks - 1);
}

} // namespace

void BandFilter::add(std::uint64_t hash) {
    if (tiers_.empty() || (tiers_.back().room == 0 && tiers_.size() < most_tiers)) {
        const std::size_t blocks =
            tiers_.empty() ? first_blocks : tiers_.back().blocks.size() * growth;
        tiers_.push_back({std::vector<Block>(blocks), blocks * hashes_a_block});
    }
    Tier& tier = tiers_.back();
    all_bits(tier.blocks[block_of(hash, tier.blocks.size())], hash,
             [](std::uint64_t& word, std::uint64_t mask) { return (word |= mask) != 0; });
    if (tier.room > 0) --tier.room;
    ++size_;
}

bool BandFilter::may_have(std::uint64_t hash) const {
    for (const Tier& tier : tiers_)
        if (all_bits(tier.blocks[block_of(hash, tier.blocks.size())], hash,
                     [](std::uint64_t word, std::uint64_t mask) { return (word & mask) != 0; }))
            return true;
    return false;
}

} // namespace sitrep
