// What sitrep-index does, options apart.
#pragma once

#include "indexer/index_writer.h"
#include "indexer/reader.h"

#include "schema/gazetteer.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sitrep {

// What --follow does, see indexer/follow.h.
struct FollowCommand {
    bool follow = false;
    bool once = false;               // ask what is due, and end
    bool fetch_articles = false;     // take the pages behind the entries of feeds, too
    bool allow_private = false;      // feeds and pages on this machine and in private networks
    bool sources = false;            // print the sources
    std::string forget;              // a source
    std::chrono::seconds every{300}; // between two polls of a feed
    std::chrono::milliseconds host_pause{1'000}; // between two requests to a host
    std::chrono::milliseconds time{30'000};      // for an answer
};

struct IndexCommand {
    std::filesystem::path index;
    std::vector<std::string> inputs;
    ReadOptions read;
    unsigned threads = 0; // 0: one a core
    bool enrich = true;   // see WriterOptions
    std::size_t commit_every = WriterOptions().commit_documents;
    std::size_t shards = 1;                       // how many to leave
    std::vector<std::string> gazetteers;          // .tsv files, copied into the index
    std::optional<std::filesystem::path> rejects; // none: rejects.jsonl in the index
    std::vector<std::string> deletions;           // ids
    std::vector<std::string> retractions;         // ids
    std::string reason;                           // of the retractions
    std::vector<std::string> purges;              // ids
    bool dry_run = false;
    bool compact = false;
    bool check = false;
    bool show_progress = false;
    FollowCommand follow;
};

// The names of an index, its own gazetteers laid over the built-in one; says on standard error what
// makes no sense in them.
std::shared_ptr<const Gazetteer> gazetteer_of(const std::filesystem::path& index);

// Says on standard error what was done. The exit code: 0 done, 3 done but some inputs rejected.
// Throws Error for all else.
int run(const IndexCommand& command);

} // namespace sitrep
