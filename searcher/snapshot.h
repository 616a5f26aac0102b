// An index as one searcher sees it: handles of its shards, and what is known of them. Follows
// commits: cheap to ask whether the index has moved on.
#pragma once

#include "searcher/columns.h"
#include "searcher/stems.h"
#include "searcher/term_query.h"
#include "searcher/view.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep {

class Snapshot {
  public:
    explicit Snapshot(std::filesystem::path index) : index_(std::move(index)) {}

    // Opens the index, or opens it anew if there was a commit since. One stat() where not.
    void refresh();
    // Makes the next refresh() open anew: after Xapian said that a handle is too old.
    void invalidate() { doubted_ = true; }
    // The same, after a remote shard did not answer: what other snapshots read does not do either.
    void invalidate_all();

    // From now on remote shards that do not answer are left out, as long as one shard is there.
    void allow_missing_shards() { may_miss_ = true; }
    bool may_miss_shards() const { return may_miss_; }
    // The places of those that are left out.
    const std::vector<std::string>& missing() const { return view_->missing; }

    const std::filesystem::path& index() const { return index_; }
    const Layout& layout() const { return view_->layout; }
    bool is_local() const { return view_->is_local(); }
    const Xapian::Database& database() const { return all_; }
    const std::vector<Xapian::Database>& shards() const { return shards_; }
    // Of the shards, see ListCache; none where one is remote.
    const std::vector<std::string>& states() const { return states_; }
    const std::vector<std::string>& languages() const { return view_->languages; }
    const KnownGroups& groups(FieldId id) const { return view_->groups(id); }
    const TermQueries& term_queries() const { return term_queries_; }
    // Another number for each state of the index that was opened.
    std::uint64_t generation() const { return generation_; }

    // From the next refresh() on, facet columns are kept in memory, shared
    // with other snapshots of the index, and so is the work of reading a commit. Commits are seen
    // when the first of them sees them, or whoever follows the index (see ViewFollower).
    void want_columns();
    bool has_columns() const { return !view_->columns.empty(); }
    // Whether posting lists may be walked beside the columns.
    bool is_walkable() const { return has_columns() && is_local(); }
    const std::vector<std::shared_ptr<const ShardColumns>>& columns() const {
        return view_->columns;
    }
    ColumnStore& store() const { return *store_; }

  private:
    void follow_commits();
    bool open_as(const IndexView& view, std::vector<Xapian::Database>& shards) const;
    void adopt(std::shared_ptr<const IndexView> view, std::vector<Xapian::Database> shards);

    std::filesystem::path index_;
    bool doubted_ = true;
    bool may_miss_ = false;
    std::shared_ptr<const IndexView> view_;
    Xapian::Database all_;
    std::vector<Xapian::Database> shards_;
    std::vector<std::string> states_;
    TermQueries term_queries_;
    std::uint64_t generation_ = 0;
    std::shared_ptr<ColumnStore> store_; // none: columns are not wanted
};

} // namespace sitrep
