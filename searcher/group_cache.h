// Groups of articles (copies, stories) and what the value slots of their articles say, as far as
// searches asked since the index changed: for answers without columns in memory. Groups that are
// asked for together are read together, since each request to a remote shard takes a round trip.
// Not thread-safe: each searcher has its own.
#pragma once

#include "searcher/groups.h"
#include "searcher/term_query.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

class GroupCache {
  public:
    // A field (copies or story) and the id that a group goes by.
    using Key = std::pair<FieldId, std::string>;
    // What they are read from.
    struct Source {
        const Xapian::Database& database;
        const TermQueries& term_queries;
        const ArticleGroups& copies;
        const ArticleGroups& stories;

        const ArticleGroups& groups(FieldId id) const {
            return id == FieldId::copies ? copies : stories;
        }
    };
    struct Member {
        Xapian::docid docid = 0;
        // Of the slots that are kept; not empty ones.
        std::vector<std::pair<Xapian::valueno, std::string>> values;

        std::string_view value(Xapian::valueno slot) const;
    };
    using Members = std::vector<Member>; // by docid

    // What is kept of articles: what groups are measured by, or the slots of all facets too.
    enum class Detail : std::uint8_t { sizes, facets };
    explicit GroupCache(Detail detail);

    // Reads those that are not known, in one pass a slot for every 500 ids.
    // Throws Xapian::Error, and then knows none of them.
    void load(const Source& source, const std::vector<Key>& keys);
    // Of a group that was loaded; valid until bound() or clear().
    const Members& members(const Key& key) const { return groups_.at(key).members; }
    const GroupSize& size(const Key& key) const { return groups_.at(key).size; }

    // To be called when nothing of it is in use: forgets all where it became much.
    void bound();
    void clear();

  private:
    struct Group {
        Members members;
        GroupSize size;
    };
    void read(const Source& source, const std::vector<Key>& keys);

    std::vector<Xapian::valueno> slots_;
    std::map<Key, Group> groups_;
    std::size_t members_ = 0; // of all
};

// The group of an article, by the id that it goes by; empty for an article of another program's.
std::string canonical_group(const Xapian::Document& document, const ArticleGroups& groups);

} // namespace sitrep
