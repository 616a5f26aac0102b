// Which versions of articles a search sees that is not about the present: the index as it stood
// (as_of), or every version there ever was. Main shards and history together.
//
// How an index stood at a moment never changes afterwards, short of a purge: a version is visible
// from its own commit until the commit that superseded it, and both stamps stay with it wherever
// shards are merged or moved. Whatever ranks or counts such a search must come from visible
// versions alone.
#pragma once

#include "schema/layout.h"
#include "searcher/groups.h"
#include "searcher/term_query.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

namespace sitrep {

// A moment as users write it, in Unix microseconds: 2025-07-04T12:30:00.123456Z (or +02:00), a day,
// month or year, today, P7D (where the period begins), or a stamp as digits. Throws Error{usage}.
std::int64_t parse_moment(std::string_view text);
// 2025-07-04T12:30:00.123456Z, which parse_moment() reads back.
std::string format_moment(std::int64_t microseconds);

struct VersionShard {
    Xapian::Database database;
    // By docid - 1.
    std::vector<bool> visible;
    std::vector<std::int64_t> committed;
    std::vector<std::int64_t> superseded; // 0: never; empty: so for all
    std::vector<std::uint32_t> lengths;

    bool sees(Xapian::docid docid) const { return docid <= visible.size() && visible[docid - 1]; }
    std::int64_t superseded_at(Xapian::docid docid) const {
        return superseded.empty() ? 0 : superseded[docid - 1];
    }
};

class VersionView {
  public:
    // `as_of` none: every version, tombstones too; else clamped to the newest commit. Cost: a walk
    // over all articles. Throws Error{index} and Xapian::Error.
    VersionView(const std::filesystem::path& index, std::optional<std::int64_t> as_of);

    // Whether it is what would be opened now for `as_of`.
    bool is_current(std::optional<std::int64_t> as_of) const;

    const Layout& layout() const { return layout_; }
    // The moment it shows; none: all.
    const std::optional<std::int64_t>& as_of() const { return as_of_; }
    const std::vector<VersionShard>& shards() const { return shards_; }
    const Xapian::Database& database() const {
        return all_;
    } // all shards, also what is not visible
    std::uint64_t documents() const { return documents_; }
    double mean_length() const {
        return documents_ > 0 ? static_cast<double>(length_) / static_cast<double>(documents_) : 1;
    }
    // Of visible versions, English always among them.
    const std::vector<std::string>& languages() const { return languages_; }
    // Of copies or story.
    const ArticleGroups& groups(FieldId id) const {
        return id == FieldId::story ? stories_ : copies_;
    }
    const TermQueries& term_queries() const { return term_queries_; }

  private:
    bool open();
    void add_shard(const Xapian::Database& database, bool is_history,
                   const std::vector<Xapian::docid>& hidden);
    void read_languages();

    std::filesystem::path index_;
    std::optional<std::int64_t> asked_;
    std::optional<std::int64_t> as_of_;
    Layout layout_;
    std::vector<VersionShard> shards_;
    Xapian::Database all_;
    std::uint64_t documents_ = 0;
    std::uint64_t length_ = 0;
    std::vector<std::string> languages_;
    ArticleGroups copies_{FieldId::copies};
    ArticleGroups stories_{FieldId::story};
    TermQueries term_queries_;
};

} // namespace sitrep
