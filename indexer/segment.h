// Threads that turn batches of articles into segments: small closed Xapian databases.
//
// Before a batch is written its articles are put into groups (group_assigner.h), batch by batch in
// the order they were added.
//
// Xapian's inverter spends its time walking trees in memory, so that many small databases merged
// afterwards cost half of one big one, and they need no lock between threads.
#pragma once

#include "indexer/group_assigner.h"
#include "schema/article.h"
#include "schema/gazetteer.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <xapian.h>

namespace sitrep {

struct SegmentReject {
    Article article;
    std::string reason;
};

class SegmentBuilder {
  public:
    // Segments are written below `directory`, which is created.
    // Without `enrich`, articles stay as they came, each a group of its own.
    SegmentBuilder(std::filesystem::path directory, const Gazetteer& gazetteer, unsigned threads,
                   bool enrich);
    // Waits for the segments under way.
    ~SegmentBuilder();

    // Blocks while there are more batches waiting than threads. Rethrows what a thread met.
    void add(std::vector<Article> batch);
    // Waits for all; the segments in the order their batches were added. The caller removes them.
    std::vector<std::filesystem::path> take(std::vector<SegmentReject>& rejects);
    // To be used while no segment is under way.
    GroupAssigner& groups() { return groups_; }

  private:
    struct Batch {
        std::uint64_t number = 0;
        std::vector<Article> articles;
    };

    void work();
    void build(Batch& batch, class ArticleIndexer& indexer);
    void assign_groups(const Batch& batch, std::vector<Xapian::Document>& documents);
    std::vector<SegmentReject> write(Batch& batch, const std::vector<Xapian::Document>& documents,
                                     const std::filesystem::path& path) const;
    void rethrow_failure();

    const std::filesystem::path directory_;
    const Gazetteer& gazetteer_;
    const bool enrich_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> waiting_;
    std::map<std::uint64_t, std::filesystem::path> done_;
    std::vector<SegmentReject> rejects_;
    std::exception_ptr failure_;
    std::size_t under_way_ = 0;
    std::uint64_t next_number_ = 0;
    std::uint64_t next_to_group_ = 0; // the number of the batch whose turn it is
    GroupAssigner groups_;            // for that batch's thread
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace sitrep
