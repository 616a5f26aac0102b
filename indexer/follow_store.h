// What following must remember, in the index directory (follow.sqlite): the sources, which of their
// entries are in the index, which files of a folder. Survives a crash at any point: what save()
// returned from is there.
#pragma once

#include "indexer/follow_source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sitrep {

// An entry that a feed shows, and that is in the index so.
struct SeenEntry {
    std::int64_t source = 0;
    std::uint64_t id = 0;      // hash of the article's id
    std::uint64_t content = 0; // hash of what the feed says of it
};

// A file of a folder as it was when it was read.
struct SeenFile {
    std::int64_t source = 0;
    std::string path;
    std::int64_t modified = 0; // nanoseconds
    std::int64_t size = 0;
};

struct FollowChanges {
    std::vector<SeenEntry> entries;
    std::vector<SeenFile> files;
    std::vector<Source> sources; // those with a number
};

class FollowStore {
  public:
    enum class Mode : std::uint8_t { write, read };
    // Creates the file in write mode, and then holds the lock of followers. Throws Error{index}
    // where another follower does, or the file cannot be used.
    FollowStore(const std::filesystem::path& index, Mode mode);
    ~FollowStore();
    FollowStore(const FollowStore&) = delete;
    FollowStore& operator=(const FollowStore&) = delete;

    // By when they were added.
    std::vector<Source> sources() const;
    // Does nothing where there is a source of this name.
    void add(SourceKind kind, const std::string& name, const std::string& title);
    // False: there is none.
    bool forget(const std::string& name);

    // The content hash that an entry had, if it is known.
    std::optional<std::uint64_t> content_of(std::int64_t source, std::uint64_t id) const;
    bool has_file(const SeenFile& file) const;

    // All or nothing, durable on return. Entries that their feed has not shown for long are
    // dropped.
    void save(const FollowChanges& changes, std::int64_t now);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Whether an index has sources at all.
bool has_followed(const std::filesystem::path& index);

} // namespace sitrep
