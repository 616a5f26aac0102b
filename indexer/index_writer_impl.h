// What an IndexWriter is made of; its functions stand in files by theme: index_writer.cc takes
// articles in, index_writer_open.cc opens an index and mends it, index_writer_commit.cc publishes,
// index_writer_merge.cc keeps the shards few.
#pragma once

#include "indexer/founded_group.h"
#include "indexer/grouping.h"
#include "indexer/history.h"
#include "indexer/index_writer.h"
#include "indexer/segment.h"
#include "indexer/writer_lock.h"
#include "schema/layout.h"
#include "schema/pending.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

namespace fs = std::filesystem;

// The term of an article's id.
std::string id_term(std::string_view id);

struct IndexWriter::Impl {
    fs::path index;
    std::shared_ptr<const Gazetteer> gazetteer;
    WriterOptions options;
    WriterCounts counts;
    std::optional<WriterLock> lock;
    Layout layout;
    PublishedShards readers;
    std::optional<FoundedGroups> founded; // of the readers, once it is asked for
    std::optional<History> history;
    std::unique_ptr<SegmentBuilder> segments;

    // Since the last commit.
    struct Seen {
        std::uint64_t hash;
        std::uint32_t version;
        std::int64_t indexed;
    };
    std::unordered_map<std::string, Seen> seen;          // ids added
    std::vector<std::string> replaced;                   // ids added more than once
    std::vector<Deletion> deletions;                     // from published shards
    std::unordered_map<std::string, Article> tombstones; // of those taken out, by id
    std::int64_t stamp = 0; // of the next commit; 0: nothing for it yet
    std::vector<Article> batch;
    std::size_t batch_bytes = 0;
    std::size_t uncommitted = 0;
    std::size_t uncommitted_bytes = 0;

    void open();
    void create();
    void recover();
    void remove_retired_shards() const;
    PublishedShards open_local_shards() const;
    void open_readers();
    std::string new_shard_name() const;
    std::int64_t next_stamp();

    std::optional<std::pair<Deletion, Article>> find(std::string_view id);
    void add(Article article);
    void found_groups(Article& article, bool of_this_commit);
    bool take_out(std::string_view id, Gone gone, const std::string& reason);
    void send_batch();
    void send_rest();
    void commit();
    void merge_segments(const std::vector<fs::path>& sources, const std::string& shard) const;
    std::vector<std::string> write_shards(const std::vector<fs::path>& segments_of_all,
                                          std::unique_ptr<HistoryShard>& past);
    void finish_shards(const std::vector<std::string>& shards, std::unique_ptr<HistoryShard>& past);
    void drop_replaced(std::vector<Xapian::WritableDatabase>& databases,
                       std::unique_ptr<HistoryShard>& past) const;
    void add_history(std::unique_ptr<HistoryShard>& past);
    void delete_documents();
    void publish(const std::string& past = {});
    void merge_shards(std::vector<Shard> sources);
    void merge_small_shards();
    void merge_evenly();
    std::uint64_t size_of(const Shard& shard) const;
};

} // namespace sitrep
