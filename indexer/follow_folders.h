// Folders that are followed: reads each file that is new or was written, as any input.
#pragma once

#include "indexer/folder_watch.h"
#include "indexer/follow_arrivals.h"
#include "indexer/reader.h"
#include "indexer/rejects.h"

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace sitrep {

class FolderFollower {
  public:
    // `index` is not followed where it lies in a folder that is.
    FolderFollower(const FollowStore& store, Arrivals& arrivals, Rejects& rejects,
                   ReadOptions options, std::filesystem::path index);

    // A folder that cannot be read is a failed source.
    void add(Source source);
    bool empty() const { return sources_.empty(); }
    // Becomes readable when something happened.
    int descriptor() const { return watch_.descriptor(); }
    // Reads on, until the arrivals are full or a part of the files is read. False: nothing is left.
    bool read_some();
    std::uint64_t failures() const { return failures_; }

  private:
    struct Reading {
        RecordStream records;
        SeenFile mark; // as it was when it was opened
        std::size_t source;
    };
    void enqueue(const std::vector<std::string>& files);
    bool open_next();
    void finish_file();
    std::optional<std::size_t> source_of(const std::string& path) const;

    const FollowStore& store_;
    Arrivals& arrivals_;
    Rejects& rejects_;
    ReadOptions options_;
    std::string index_;
    FolderWatch watch_;
    std::vector<Source> sources_;
    std::deque<std::string> waiting_;
    std::unordered_set<std::string> is_waiting_;
    std::optional<Reading> reading_;
    std::uint64_t fresh_ = 0; // of the file at hand
    std::uint64_t failures_ = 0;
};

} // namespace sitrep
