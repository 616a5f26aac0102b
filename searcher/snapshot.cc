#include "searcher/snapshot.h"

namespace sitrep {

void Snapshot::refresh() {
    if (store_) {
        auto view = doubted_ ? store_->read_view() : store_->newest_view();
        if (view == view_ && !doubted_) return;
        std::vector<Xapian::Database> shards;
        for (const Shard& shard : view->layout.shards) shards.push_back(open_shard(index_, shard));
        adopt(std::move(view), std::move(shards));
        return;
    }
    const IndexStamp now = stamp_of(index_);
    if (!doubted_ && now == view_->stamp && now != IndexStamp{}) return;
    OpenedIndex opened = open_index(index_, nullptr);
    adopt(std::move(opened.view), std::move(opened.shards));
}

void Snapshot::adopt(std::shared_ptr<const IndexView> view, std::vector<Xapian::Database> shards) {
    Xapian::Database all;
    std::vector<Xapian::Database> gapped;
    for (const Xapian::Database& shard : shards) {
        all.add_database(shard);
        if (view->is_local() && shard.get_lastdocid() != shard.get_doccount())
            gapped.push_back(shard);
    }
    term_queries_ = TermQueries(std::move(gapped));
    view_ = std::move(view);
    shards_ = std::move(shards);
    all_ = all;
    doubted_ = false;
}

void Snapshot::want_columns() {
    if (store_) return;
    store_ = ColumnStore::of_index(index_);
    invalidate();
}

} // namespace sitrep
