// Groups of articles - copies of one report, or stories - as an index's shards tell of them.
#pragma once

#include "schema/field.h"
#include "searcher/matched_slots.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

// How many articles a group has, how many reports they are (copies of one count once), from how
// many sources, and of how many origins: see GroupCounter.
struct GroupSize {
    std::uint64_t articles = 0;
    std::uint64_t reports = 0;
    std::uint64_t sources = 0;
    std::uint64_t origins = 0;
};

// Measures a group as its articles are added. The origins of a report are the agencies that any of
// its copies is credited to, or where there are none the source of the copy published first; those
// of a group are those of its reports. All texts are folded and outlive this.
class GroupCounter {
  public:
    // `report`: id of its group of copies, or empty where it is in none of several; `published`:
    // seconds, 0: unknown.
    void add(std::string_view report, double published, std::string_view source,
             const std::vector<std::string_view>& agencies);
    GroupSize size() const;

  private:
    struct Report {
        double first = 0;
        std::string_view source;
        bool credited = false;
    };
    std::uint64_t articles_ = 0;
    std::map<std::string_view, Report> reports_;
    std::vector<Report> alone_;
    std::set<std::string_view> sources_;
    std::set<std::string_view> agencies_;
};

// The same from documents of an index.
class DocumentCounter {
  public:
    explicit DocumentCounter(const class ArticleGroups& copies) : copies_(copies) {}
    void add(const Xapian::Document& document);
    // By what a slot says of it.
    void add(const std::function<std::string(Xapian::valueno)>& value);
    GroupSize size() const { return counter_.size(); }

  private:
    std::string_view kept(std::string text) { return *texts_.insert(std::move(text)).first; }

    const class ArticleGroups& copies_;
    std::set<std::string> texts_;
    GroupCounter counter_;
};

// Ids of groups are hashes in hexadecimal. None: this one is of another kind.
std::optional<std::uint64_t> group_number(std::string_view id);
std::string group_id_of(std::uint64_t number);

class ArticleGroups {
  public:
    // Of the groups that a field names: copies or story.
    explicit ArticleGroups(FieldId field) : field_(field) {}

    FieldId field() const { return field_; }
    // Reads which groups were found to be one, by commits up to the stamp `as_of`.
    void read(const std::vector<Xapian::Database>& shards,
              std::int64_t as_of = std::numeric_limits<std::int64_t>::max());

    // The id that a group goes by: its own, or that of the group it became part of.
    const std::string& canonical(const std::string& id) const;
    // How many ids are not canonical.
    std::size_t merged() const { return canonical_.size(); }
    // Canonical ids of groups that others became part of.
    std::vector<std::string> with_others() const;
    // All ids under which articles of a canonical group are indexed.
    std::vector<std::string> indexed_ids(const std::string& canonical) const;

  private:
    FieldId field_;
    std::unordered_map<std::string, std::string> canonical_;          // of ids that are not
    std::unordered_map<std::string, std::vector<std::string>> other_; // ids of a canonical one
};

// One shard's articles that are in a group of several, whichever shards the others are in.
class ShardGroups {
  public:
    static constexpr std::uint32_t alone = 0xffffffffU;

    void add(Xapian::docid docid, std::uint32_t group);
    // Calls f(docid, group) for each of them.
    template <typename F>
    void for_each(F&& f) const {
        for (std::size_t docid = 0; docid < groups_.size(); ++docid)
            if (groups_[docid] != alone) f(static_cast<Xapian::docid>(docid), groups_[docid]);
    }
    // The number of an article's group, or `alone`.
    std::uint32_t group_of(Xapian::docid docid) const {
        return docid < groups_.size() ? groups_[docid] : alone;
    }

  private:
    std::vector<std::uint32_t> groups_; // by docid
};

// All groups of several articles.
struct GroupTable {
    std::vector<std::string> ids; // by number
    std::vector<std::shared_ptr<const ShardGroups>> by_shard;
};

// The groups of one field as an index has them.
struct KnownGroups {
    explicit KnownGroups(FieldId field) : groups(field) {}

    ArticleGroups groups;
    GroupTable table;             // where columns are in memory
    std::vector<GroupSize> sizes; // of its groups, by number
};

// Finds them, shard by shard; what was read of a shard is kept. Thread-safe. Memory: 16 bytes an
// article.
class GroupMembers {
  public:
    explicit GroupMembers(FieldId field) : field_(field) {}

    // `keys` name the shards and their state. Cost: for shards not seen before a walk over their
    // articles; for all a step in memory for each article and each group.
    GroupTable find(const std::vector<std::string>& keys, const std::vector<ShardValues>& shards,
                    const ArticleGroups& groups);

  private:
    struct Membership {
        std::uint64_t group = 0; // stands for its id
        Xapian::docid docid = 0;
    };
    struct Known {
        std::vector<std::string> later;  // groups that articles of the shard joined later
        std::vector<Membership> members; // by group
    };
    Known read(const ShardValues& shard) const;

    FieldId field_;
    std::mutex mutex_;
    std::map<std::string, Known> shards_; // by key
};

} // namespace sitrep
