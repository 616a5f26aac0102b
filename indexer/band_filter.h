// A set of hashes that may say yes to what it does not have, and never no to what it has.
//
// A Bloom filter (Bloom, CACM 1970) in blocks of a cache line (Putze, Sanders and Singler, WEA
// 2007), in tiers of growing size (after Almeida and others, Inf. Proc. Letters 2007): memory grows
// with what is added, 14 to 19 bits a hash, up to a bound.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sitrep {

class BandFilter {
  public:
    // Beyond `most_hashes` it takes no more memory, and says yes more often.
    static constexpr std::size_t most_hashes = 50'000'000;

    // Hashes are to be uniform in all 64 bits.
    void add(std::uint64_t hash);
    // False: it was not added. True where it was, and of others some three in a thousand. Cost: a
    // cache miss a tier.
    bool may_have(std::uint64_t hash) const;

    // How many were added.
    std::size_t size() const { return size_; }

  private:
    struct alignas(64) Block {
        std::array<std::uint64_t, 8> words{};
    };
    struct Tier {
        std::vector<Block> blocks; // a power of two
        std::size_t room = 0;      // how many hashes may still come
    };

    std::vector<Tier> tiers_; // new hashes go to the last
    std::size_t size_ = 0;
};

} // namespace sitrep
