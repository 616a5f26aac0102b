// An index as one searcher sees it: handles of its shards, opened together, and what was read
// with them. Follows commits: cheap to ask whether the index has moved on.
#pragma once

#include "schema/layout.h"
#include "searcher/columns.h"
#include "searcher/groups.h"
#include "searcher/stems.h"
#include "searcher/term_query.h"

#include <ctime>
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
    void invalidate() { seen_ = {}; }

    const std::filesystem::path& index() const { return index_; }
    const Layout& layout() const { return layout_; }
    bool is_local() const; // no shard is remote
    const Xapian::Database& database() const { return all_; }
    const std::vector<Xapian::Database>& shards() const { return shards_; }
    // Languages of the articles, English always among them.
    const std::vector<std::string>& languages() const { return languages_; }
    // Of copies or story.
    const KnownGroups& groups(FieldId id) const {
        return id == FieldId::story ? stories_ : copies_;
    }
    const TermQueries& term_queries() const { return term_queries_; }

    // From the next refresh() on, facet columns are kept in memory (not for remote shards).
    void want_columns();
    bool has_columns() const { return !columns_.empty(); }
    const std::vector<std::shared_ptr<const ShardColumns>>& columns() const { return columns_; }
    ColumnStore& store() const { return *store_; }

  private:
    struct Stamp { // of the stub file: a new one is renamed over it at every commit
        ino_t inode = 0;
        std::time_t seconds = 0;
        long nanoseconds = 0;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    Stamp stamp() const;
    void open();
    void read_languages();
    void find_gaps();
    void load_columns();
    void measure(KnownGroups& known) const;

    std::filesystem::path index_;
    Stamp seen_;
    Layout layout_;
    Xapian::Database all_;
    std::vector<Xapian::Database> shards_;
    std::vector<std::string> languages_;
    KnownGroups copies_{FieldId::copies};
    KnownGroups stories_{FieldId::story};
    TermQueries term_queries_;
    std::shared_ptr<ColumnStore> store_; // none: columns are not wanted
    std::vector<std::shared_ptr<const ShardColumns>> columns_;
};

} // namespace sitrep
