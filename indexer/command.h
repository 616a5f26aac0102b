// What sitrep-index does, options apart.
#pragma once

#include "indexer/reader.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sitrep {

struct IndexCommand {
    std::filesystem::path index;
    std::vector<std::string> inputs;
    ReadOptions read;
    unsigned threads = 0;                         // 0: one a core
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
};

// Says on standard error what was done. The exit code: 0 done, 3 done but some inputs rejected.
// Throws Error for all else.
int run(const IndexCommand& command);

} // namespace sitrep
