// The file of records that could not be indexed, and what is said of them meanwhile.
#pragma once

#include "indexer/reader.h"

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace sitrep {

class Rejects {
  public:
    // The file is made when the first one comes.
    explicit Rejects(std::filesystem::path path) : path_(std::move(path)) {}

    // Keeps it, and shows the first ones on standard error. Throws Error{index} where the file
    // cannot be written.
    void add(const Reject& reject);
    std::uint64_t count() const { return count_; }
    void summarise() const;

  private:
    static constexpr std::uint64_t most_shown = 10;
    std::filesystem::path path_;
    std::ofstream file_;
    std::uint64_t count_ = 0;
};

} // namespace sitrep
