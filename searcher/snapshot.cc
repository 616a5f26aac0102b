#include "searcher/snapshot.h"

#include "schema/error.h"

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
        for (int tries = 0;; ++tries) {
            auto view = doubted_ ? store_->doubted_view() : store_->newest_view();
            if (view == view_ && !doubted_) return;
            std::vector<Xapian::Database> shards;
            if (open_as(*view, shards)) return adopt(std::move(view), std::move(shards));
            store_->forget(view);
            if (tries == 3) throw Xapian::DatabaseModifiedError("remote shards change too fast");
        }
    }
    if (!doubted_ && view_->is_current(index_)) return;
    OpenedIndex opened = open_index(index_, nullptr, may_miss_, view_);
    if (opened.view == view_ && !doubted_) return;
    if (opened.shards.empty() && !open_as(*opened.view, opened.shards))
        throw Xapian::DatabaseModifiedError("a remote shard has changed");
    adopt(std::move(opened.view), std::move(opened.shards));
}

// Opens the shards of a view. False: a remote one has changed since it was read.
bool Snapshot::open_as(const IndexView& view, std::vector<Xapian::Database>& shards) const {
    for (std::size_t i = 0; i < view.layout.shards.size(); ++i) {
        shards.push_back(open_shard(index_, view.layout.shards[i]));
        if (view.layout.shards[i].remote && state_of(shards.back()) != view.states[i]) return false;
    }
    return true;
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
    if (view != view_ || view->is_local()) ++generation_;
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
