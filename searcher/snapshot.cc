#include "searcher/snapshot.h"

#include "schema/error.h"

#include <algorithm>

#include <fmt/ranges.h>

namespace sitrep {

void Snapshot::refresh() {
    follow_commits();
    if (!may_miss_ && !missing().empty())
        throw Error(ErrorKind::busy, fmt::format("{} does not answer", fmt::join(missing(), ", ")),
                    "is the remote shard's server running?");
}

void Snapshot::invalidate_all() {
    if (store_ && view_) store_->forget(view_);
    invalidate();
}

void Snapshot::follow_commits() {
    if (store_) {
        auto view = doubted_ ? store_->read_view() : store_->newest_view();
        if (view == view_ && !doubted_) return;
        std::vector<Xapian::Database> shards;
        for (const Shard& shard : view->layout.shards) shards.push_back(open_shard(index_, shard));
        adopt(std::move(view), std::move(shards));
        return;
    }
    if (!doubted_ && view_->is_current(index_)) return;
    OpenedIndex opened = open_index(index_, nullptr, may_miss_);
    adopt(std::move(opened.view), std::move(opened.shards));
}

// Remote shards are looked at again and again; an index of such has changed where its revision did.
bool Snapshot::is_unchanged(const IndexView& view) const {
    const auto& shards = view.layout.shards;
    return view_ && view.layout.revision == view_->layout.revision &&
           shards == view_->layout.shards &&
           std::all_of(shards.begin(), shards.end(), [](const Shard& s) { return s.remote; });
}

void Snapshot::adopt(std::shared_ptr<const IndexView> view, std::vector<Xapian::Database> shards) {
    Xapian::Database all;
    std::vector<Xapian::Database> gapped;
    std::vector<std::string> states;
    for (const Xapian::Database& shard : shards) {
        all.add_database(shard);
        if (view->is_local()) states.push_back(ListCache::state_of(shard));
        if (view->is_local() && shard.get_lastdocid() != shard.get_doccount())
            gapped.push_back(shard);
    }
    term_queries_ = TermQueries(std::move(gapped));
    if (!is_unchanged(*view)) ++generation_;
    view_ = std::move(view);
    shards_ = std::move(shards);
    states_ = std::move(states);
    all_ = all;
    doubted_ = false;
}

void Snapshot::want_columns() {
    if (store_) return;
    store_ = ColumnStore::of_index(index_);
    if (may_miss_) store_->allow_missing_shards();
    invalidate();
}

} // namespace sitrep
