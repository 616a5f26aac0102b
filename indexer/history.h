// The history of an index, as its writer sees it: versions that others took the place of, and
// tombstones of articles that were taken out. See schema/layout.h for what is on disk.
//
// A commit that supersedes something writes one closed shard; it counts once publish() names it in
// the history's stub file.
#pragma once

#include "schema/article.h"
#include "schema/layout.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

namespace sitrep {

// One shard of the history, as it is written.
class HistoryShard {
  public:
    HistoryShard(const std::filesystem::path& history, std::string name);

    // A version's document, whole, from the shard that held it. May throw Xapian::Error.
    void add_version(Xapian::Document document, std::int64_t superseded);
    void add_tombstone(Xapian::Document document);
    // Durable on return; its name.
    std::string finish();

  private:
    std::filesystem::path path_;
    Xapian::WritableDatabase database_;
};

class History {
  public:
    explicit History(const std::filesystem::path& index) : path_(index / history_name) {}

    // Reads what there is; what no stub file names is removed. After recovery only.
    void open();
    // A shard to fill. One at a time.
    std::unique_ptr<HistoryShard> begin_shard() const;
    // Makes a finished shard part of the history; once is enough.
    void publish(const std::string& shard);

    // What last befell an article that is not in the index: its tombstone, or else the version
    // that was current last. Cost: a look-up a shard.
    std::optional<Article> last(std::string_view id) const;

    // Whether an article once had this content.
    bool holds(std::string_view id, std::uint64_t content_hash) const;

    // Merges shards while there are many; `all`: into one.
    void merge(bool all);

    const std::filesystem::path& path() const { return path_; }
    const Layout& layout() const { return layout_; }
    // Replaces a shard by another that is finished, or by none.
    void replace(const std::string& shard, const std::optional<std::string>& by);
    std::string new_shard_name() const;

  private:
    void write();

    std::filesystem::path path_;
    Layout layout_;
    std::vector<Xapian::Database> readers_; // as layout_.shards
};

} // namespace sitrep
