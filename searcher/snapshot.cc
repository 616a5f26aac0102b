#include "searcher/snapshot.h"

#include "schema/field.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <sys/stat.h>

namespace sitrep {

Snapshot::Stamp Snapshot::stamp() const {
    struct stat info {};
    if (::stat((index_ / stub_name).c_str(), &info) != 0) return {};
    return {info.st_ino, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

void Snapshot::refresh() {
    const Stamp now = stamp();
    if (now == seen_ && now != Stamp{}) return;
    // While a writer still takes replaced articles out of older shards, the next refresh must look
    // again: nothing but this file says when it is done.
    std::error_code none;
    const bool unfinished = std::filesystem::exists(index_ / "pending", none);
    open();
    seen_ = unfinished ? Stamp{} : now;
}

void Snapshot::open() {
    Layout layout = read_layout(index_);
    std::vector<Xapian::Database> shards;
    Xapian::Database all;
    for (const Shard& shard : layout.shards) {
        shards.push_back(open_shard(index_, shard));
        all.add_database(shards.back());
    }
    layout_ = std::move(layout);
    shards_ = std::move(shards);
    all_ = all;
    read_languages();
    find_gaps();
    copies_.groups.read(shards_);
    stories_.groups.read(shards_);
    load_columns();
}

void Snapshot::read_languages() {
    const std::string prefix(field(FieldId::lang).prefix);
    languages_ = {"en"};
    const auto end = all_.allterms_end(prefix);
    for (auto term = all_.allterms_begin(prefix); term != end; ++term) {
        std::string code = (*term).substr(prefix.size());
        if (code != "en") languages_.push_back(std::move(code));
    }
}

bool Snapshot::is_local() const {
    return std::none_of(layout_.shards.begin(), layout_.shards.end(),
                        [](const Shard& shard) { return shard.remote; });
}

void Snapshot::find_gaps() {
    std::vector<Xapian::Database> gapped;
    if (is_local())
        for (const Xapian::Database& shard : shards_)
            if (shard.get_lastdocid() != shard.get_doccount()) gapped.push_back(shard);
    term_queries_ = TermQueries(std::move(gapped));
}

void Snapshot::want_columns() {
    if (store_) return;
    store_ = ColumnStore::of_index(index_);
    invalidate();
}

void Snapshot::load_columns() {
    columns_.clear();
    if (!store_ || !is_local()) return;
    std::vector<std::string> names;
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        columns_.push_back(store_->load(layout_.shards[i].place, shards_[i]));
        names.push_back(layout_.shards[i].place);
        // Articles may be taken out of a shard, never put in.
        keys.push_back(fmt::format("{}/{}/{}", names.back(), shards_[i].get_uuid(),
                                   shards_[i].get_doccount()));
    }
    store_->keep_only(names);
    for (const FieldId id : {FieldId::copies, FieldId::story}) {
        KnownGroups& known = id == FieldId::story ? stories_ : copies_;
        known.table = store_->members(id).find(keys, shards_, known.groups);
        measure(known);
    }
}

void Snapshot::measure(KnownGroups& known) const {
    constexpr auto source = static_cast<std::size_t>(FieldId::source);
    known.sizes.assign(known.table.ids.size(), {});
    std::vector<std::set<ValueId>> sources(known.sizes.size());
    std::vector<std::set<std::uint32_t>> copied(known.sizes.size()); // groups of copies
    for (std::size_t s = 0; s < columns_.size(); ++s) {
        const FieldColumn& column = columns_[s]->by_field[source];
        for (const auto& [docid, group] : known.table.by_shard[s]->members()) {
            GroupSize& size = known.sizes[group];
            ++size.articles;
            const std::uint32_t copies = copies_.table.by_shard[s]->group_of(docid);
            if (copies == ShardGroups::alone || copied[group].insert(copies).second) ++size.reports;
            column.any_of(column.set_of(docid), [&, g = group](ValueId value) {
                return sources[g].insert(value).second; // it has one at most
            });
        }
    }
    for (std::size_t group = 0; group < sources.size(); ++group)
        known.sizes[group].sources = std::max<std::size_t>(sources[group].size(), 1);
}

} // namespace sitrep
