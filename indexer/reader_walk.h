// The files that the inputs name, one by one.
#pragma once

#include "indexer/reader.h"

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sitrep {

// Directories are walked in name order; names that start with a dot are left out. A directory is
// entered once, however many links lead to it.
class InputWalk {
  public:
    explicit InputWalk(std::vector<std::string> inputs);

    enum class Result : std::uint8_t { file, reject, end };
    // A path to open, or what cannot be walked.
    Result next(std::string& path, Reject& reject);

    // Bytes of all inputs, where every one of them is a file.
    std::optional<std::uint64_t> bytes_total() const { return bytes_total_; }

  private:
    Result enter(const std::string& path, Reject& reject);

    std::vector<std::string> pending_; // the next one is the last
    std::size_t given_left_;           // of the inputs themselves; they lie below the walked ones
    std::set<std::pair<std::uint64_t, std::uint64_t>> entered_; // device and inode
    std::optional<std::uint64_t> bytes_total_;
};

} // namespace sitrep
