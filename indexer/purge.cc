#include "indexer/purge.h"

#include "schema/article.h"
#include "schema/document.h"
#include "schema/error.h"
#include "schema/pending.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <xapian.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr std::array group_fields{FieldId::copies, FieldId::story};

// The group of one field that the purged article founded, and what it is called from now on.
struct Renamed {
    FieldId field;
    std::string from;
    std::string into; // empty: it has no other member
    Deletion founder; // the new one: a document that has no other group
};

class Purge {
  public:
    Purge(const fs::path& index, Layout& layout, History& history, std::string_view id)
        : index_(index), layout_(layout), history_(history), id_(id),
          term_(make_term(field(FieldId::id).prefix, id)) {}

    bool run() {
        for (const FieldId field : group_fields) rename_group(field);
        for (const Shard& shard : std::vector(history_.layout().shards)) purge_history(shard);
        for (Shard& shard : layout_.shards) purge_main(shard);
        purge_rejects(index_ / "rejects.jsonl");
        return found_;
    }

  private:
    // All local shards, with their names.
    template <typename F>
    void for_each_shard(F&& f) const {
        for (const Shard& shard : layout_.shards)
            if (!shard.remote) f(shard.place, open_shard(index_, shard));
        for (const Shard& shard : history_.layout().shards)
            f(shard.place, open_shard(history_.path(), shard));
    }

    bool is_it(const Xapian::Document& document) const {
        auto term = document.termlist_begin();
        term.skip_to(term_);
        return term != document.termlist_end() && *term == term_;
    }

    // Another member gives the group its name; of the old name only the hash would be left, but
    // whoever knows the id can make the hash.
    void rename_group(FieldId id) {
        Renamed renamed{id, group_id(id_), {}, {}};
        const std::string term = make_term(field(id).prefix, renamed.from);
        for_each_shard([&](const std::string& name, const Xapian::Database& shard) {
            for (auto member = shard.postlist_begin(term);
                 renamed.into.empty() && member != shard.postlist_end(term); ++member) {
                const Xapian::Document document = shard.get_document(*member);
                if (is_it(document)) continue;
                renamed.into = group_id(decode_article(record_of(document), RecordDetail::head).id);
                renamed.founder = {name, *member};
            }
        });
        for_each_shard([&](const std::string&, const Xapian::Database& shard) {
            for (const MergedGroup& merged : read_merged_groups(shard, id))
                if (renamed.into.empty() &&
                    (merged.from == renamed.from) != (merged.into == renamed.from))
                    renamed.into = merged.from == renamed.from ? merged.into : merged.from;
        });
        renamed_.push_back(std::move(renamed));
    }

    bool names_group(const Xapian::Database& shard) const {
        return std::any_of(renamed_.begin(), renamed_.end(), [&](const Renamed& renamed) {
            if (shard.term_exists(make_term(field(renamed.field).prefix, renamed.from)))
                return true;
            const auto merged = read_merged_groups(shard, renamed.field);
            return std::any_of(merged.begin(), merged.end(), [&](const MergedGroup& one) {
                return one.from == renamed.from || one.into == renamed.from;
            });
        });
    }

    // The bounds of a slot's values outlast the article that set them, also through a merge.
    static bool has_stale_bounds(const Xapian::Database& shard) {
        for (Xapian::valueno slot = 0; slot <= slots::record; ++slot) {
            if (shard.get_value_freq(slot) == 0) continue;
            std::string least = *shard.valuestream_begin(slot);
            std::string most = least;
            for (auto value = shard.valuestream_begin(slot); value != shard.valuestream_end(slot);
                 ++value) {
                if (*value < least) least = *value;
                if (*value > most) most = *value;
            }
            if (least != shard.get_value_lower_bound(slot) ||
                most != shard.get_value_upper_bound(slot))
                return true;
        }
        return false;
    }

    bool must_be_rewritten(const Xapian::Database& shard) {
        const bool holds = shard.term_exists(term_);
        found_ = found_ || holds;
        return holds || shard.get_doccount() != shard.get_lastdocid() || names_group(shard) ||
               has_stale_bounds(shard);
    }

    void purge_main(Shard& shard) {
        const Xapian::Database database = open_shard(index_, shard);
        if (shard.remote) {
            if (database.term_exists(term_))
                throw Error(ErrorKind::index,
                            fmt::format("{} is on the remote shard {}", id_, shard.place),
                            "purge it there");
            return;
        }
        if (!must_be_rewritten(database)) return;
        const std::string name = next_name();
        rewrite(shard.place, database, index_ / name);
        shard.place = name;
    }

    void purge_history(const Shard& shard) {
        const Xapian::Database database = open_shard(history_.path(), shard);
        if (!must_be_rewritten(database)) return;
        const std::string name = history_.new_shard_name();
        if (rewrite(shard.place, database, history_.path() / name))
            history_.replace(shard.place, name);
        else
            history_.replace(shard.place, std::nullopt);
    }

    std::string next_name() const {
        unsigned last = 0;
        for (const auto& entry : fs::directory_iterator(index_)) {
            const std::string name = entry.path().filename().string();
            unsigned number = 0;
            if (name.starts_with("main-"))
                std::from_chars(name.data() + 5, name.data() + name.size(), number);
            last = std::max(last, number);
        }
        return fmt::format("main-{:04}", last + 1);
    }

    // Whether anything is left.
    bool rewrite(const std::string& name, const Xapian::Database& from, const fs::path& to) {
        Xapian::WritableDatabase into(to.string(), Xapian::DB_CREATE_OR_OVERWRITE |
                                                       Xapian::DB_NO_SYNC |
                                                       Xapian::DB_BACKEND_GLASS);
        stamp_schema(into);
        for (auto docid = from.postlist_begin(""); docid != from.postlist_end(""); ++docid) {
            Xapian::Document document = from.get_document(*docid);
            if (is_it(document)) continue;
            for (const Renamed& renamed : renamed_) rename(document, renamed, {name, *docid});
            into.add_document(document);
        }
        for (const FieldId id : group_fields)
            for (MergedGroup merged : read_merged_groups(from, id)) note(into, id, merged);
        into.commit();
        const bool any = into.get_doccount() > 0;
        into.close();
        sync_directory(to);
        return any;
    }

    static void rename(Xapian::Document& document, const Renamed& renamed, const Deletion& place) {
        const Field& f = field(renamed.field);
        if (document.get_value(f.slot) != renamed.from) return;
        regroup(document, renamed.field, renamed.into);
        if (place == renamed.founder)
            document.remove_term(make_term(prefixes::later_member, f.prefix));
    }

    void note(Xapian::WritableDatabase& into, FieldId id, MergedGroup merged) const {
        for (const Renamed& renamed : renamed_) {
            if (renamed.field != id) continue;
            if (merged.from == renamed.from) merged.from = renamed.into;
            if (merged.into == renamed.from) merged.into = renamed.into;
        }
        if (merged.from != merged.into && !merged.from.empty() && !merged.into.empty())
            note_merged_group(into, id, merged);
    }

    // Records of it, and those that only name it.
    void purge_rejects(const fs::path& path) {
        std::ifstream file(path);
        if (!file) return;
        const fs::path beside = path.string() + ".new";
        const std::string quoted =
            nlohmann::json(id_).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        const std::string escaped = quoted.substr(1, quoted.size() - 2);
        bool dropped = false;
        {
            std::ofstream kept(beside, std::ios::trunc);
            for (std::string line; std::getline(file, line);) {
                // Within a record an id may be escaped once more.
                const bool names_it = line.find(escaped) != line.npos || holds(line);
                dropped = dropped || names_it;
                if (!names_it) kept << line << '\n';
            }
            kept.flush();
            if (!kept)
                throw Error(ErrorKind::index, fmt::format("cannot write {}", beside.string()),
                            "is the disk full?");
        }
        found_ = found_ || dropped;
        if (dropped)
            fs::rename(beside, path);
        else
            fs::remove(beside);
    }

    bool holds(const std::string& line) const {
        const auto reject = nlohmann::json::parse(line, nullptr, false);
        if (!reject.is_object()) return false;
        const auto record = reject.find("record");
        return record != reject.end() && record->is_string() &&
               record->get_ref<const std::string&>().find(id_) != std::string::npos;
    }

    const fs::path& index_;
    Layout& layout_;
    History& history_;
    std::string id_;
    std::string term_;
    std::vector<Renamed> renamed_;
    bool found_ = false;
};

} // namespace

bool purge_article(const fs::path& index, Layout& layout, History& history, std::string_view id) {
    if (id.empty()) return false; // it would be found in every rejected record
    return Purge(index, layout, history, id).run();
}

} // namespace sitrep
