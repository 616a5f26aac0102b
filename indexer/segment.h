// Threads that turn batches of articles into segments: small closed Xapian databases.
//
// Xapian's inverter spends its time walking trees in memory, so that many small databases merged
// afterwards cost half of one big one, and they need no lock between threads.
#pragma once

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

namespace sitrep {

struct SegmentReject {
    Article article;
    std::string reason;
};

class SegmentBuilder {
  public:
    // Segments are written below `directory`, which is created.
    SegmentBuilder(std::filesystem::path directory, const Gazetteer& gazetteer, unsigned threads);
    // Waits for the segments under way.
    ~SegmentBuilder();

    // Blocks while there are more batches waiting than threads. Rethrows what a thread met.
    void add(std::vector<Article> batch);
    // Waits for all; the segments in the order their batches were added. The caller removes them.
    std::vector<std::filesystem::path> take(std::vector<SegmentReject>& rejects);

  private:
    struct Batch {
        std::uint64_t number = 0;
        std::vector<Article> articles;
    };

    void work();
    void build(Batch& batch, class ArticleIndexer& indexer);
    void rethrow_failure();

    const std::filesystem::path directory_;
    const Gazetteer& gazetteer_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> waiting_;
    std::map<std::uint64_t, std::filesystem::path> done_;
    std::vector<SegmentReject> rejects_;
    std::exception_ptr failure_;
    std::size_t under_way_ = 0;
    std::uint64_t next_number_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace sitrep
