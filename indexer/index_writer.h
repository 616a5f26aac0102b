// Articles -> an index. The one writer of an index; searchers read on meanwhile.
//
// Articles are analysed on several threads into small closed databases (segments), which a commit
// merges into one new shard and publishes by renaming the stub file. An article of a known id and
// other content replaces the old one; one of the same content is left alone, so running the same
// inputs again after a crash continues where the last commit stopped.
//
// Versions that are replaced or taken out go to the history (history.h) by the commit that does it.
//
// Crash safety: a shard is complete and synced before it is published. Deletions from older
// shards (replaced or deleted articles), and the history shard that they go to, are written to the
// file `pending` before the rename and carried out after it; opening the index for writing finishes
// what a crash left there.
#pragma once

#include "schema/article.h"
#include "schema/gazetteer.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <string>

namespace sitrep {

struct WriterOptions {
    unsigned threads = 0; // 0: one a core
    // Work out who, where, when and what, and find copies and stories. Else articles have what came
    // with them and their words, and each is one report and one story.
    bool enrich = true;
    // A commit happens when either is reached, at flush() and at finish().
    std::size_t commit_documents = 25'600; // more would open too many files at once
    std::size_t commit_bytes = 64U << 20;  // of text
    // A segment ends when either is reached. Smaller ones index a little faster, but a posting list
    // is a chunk a segment: with larger ones searches are faster and the index smaller.
    std::size_t segment_documents = 200;
    std::size_t segment_bytes = 400'000; // of text
    // How many shards finish() and compact() leave, of about the same size: for as many processes
    // or machines that search. An index that already has larger ones keeps those.
    std::size_t shards = 1;
    // finish() makes no shard of more articles than this by merging: it would take long.
    std::uint64_t most_merged_documents = std::numeric_limits<std::uint64_t>::max();
    // How long to wait for another writer to end: one that follows sources writes in short bursts.
    std::chrono::milliseconds lock_wait{0};
    // Told of articles that could not be indexed, on the thread that calls add().
    std::function<void(const Article&, const std::string& reason)> on_reject{};
};

struct WriterCounts {
    std::uint64_t added = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t deleted = 0;
    std::uint64_t rejected = 0;
    std::uint64_t commits = 0;
};

class IndexWriter {
  public:
    // Creates the index where there is none. Throws Error{busy} when another process writes to it,
    // Error{index} when it has another schema or the directory cannot be used.
    IndexWriter(std::filesystem::path index, std::shared_ptr<const Gazetteer> gazetteer,
                WriterOptions options);
    // What was added since the last commit is dropped.
    ~IndexWriter();
    IndexWriter(const IndexWriter&) = delete;
    IndexWriter& operator=(const IndexWriter&) = delete;

    // May return before the article is analysed; blocks while the threads are behind.
    void add(Article article);
    // Take an article out of the index; what it said stays in the history, with a tombstone. False
    // if there is no such article. A deleted article comes back when it is added again, a retracted
    // one only with other content.
    bool remove(std::string_view id);
    bool retract(std::string_view id, const std::string& reason);
    // Commits, and removes every trace of an article (see purge.h). False if there was none.
    bool purge(std::string_view id);
    // Commits: on return, all that was added is on disk and visible to searchers.
    void flush();
    // Commits, and merges shards so that few are left.
    void finish();
    // Merges everything into `options.shards` shards.
    void compact();

    const WriterCounts& counts() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sitrep
