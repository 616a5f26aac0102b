#include "indexer/index_writer_impl.h"

#include "schema/document.h"

#include <algorithm>
#include <map>

namespace sitrep {

// The last batch before a commit, in as many pieces as there are to be shards.
void IndexWriter::Impl::send_rest() {
    const std::size_t pieces = options.shards;
    std::vector<Article> rest = std::exchange(batch, {});
    for (std::size_t i = 0; i < pieces; ++i) {
        const std::size_t end = rest.size() * (i + 1) / pieces;
        for (std::size_t a = rest.size() * i / pieces; a < end; ++a)
            batch.push_back(std::move(rest[a]));
        send_batch();
    }
}

void IndexWriter::Impl::commit() {
    send_rest();
    std::vector<SegmentReject> rejects;
    const std::vector<fs::path> sources = segments->take(rejects);
    for (const SegmentReject& reject : rejects) {
        ++counts.rejected;
        if (options.on_reject) options.on_reject(reject.article, reject.reason);
    }
    if (sources.empty() && deletions.empty()) return;
    std::unique_ptr<HistoryShard> past; // of this commit, where there is something for it
    if (!sources.empty()) {
        // The empty shard of a new index makes room for the first full one.
        if (layout.shards.size() == 1 && !layout.shards[0].remote &&
            readers.begin()->second.get_doccount() == 0)
            layout.shards.clear();
        for (const std::string& shard : write_shards(sources, past))
            layout.shards.push_back({false, shard});
    }
    add_history(past);
    layout.committed = next_stamp();
    publish(past ? past->finish() : std::string());
    history->merge(false);
    stamp = 0;
    ++counts.commits;
    seen.clear();
    replaced.clear();
    tombstones.clear();
    uncommitted = uncommitted_bytes = 0;
}

// Makes layout the current one, with the deletions and the history shard that go with it.
void IndexWriter::Impl::publish(const std::string& past) {
    ++layout.revision;
    const bool more_to_do = !deletions.empty() || !past.empty();
    if (more_to_do) write_pending(index, {layout.revision, past, deletions});
    write_layout(index, layout);
    if (!past.empty()) history->publish(past);
    readers.clear();
    if (!deletions.empty()) delete_documents();
    if (more_to_do) remove_pending(index);
    remove_retired_shards();
    open_readers();
}

// New shards of the segments' articles, whole and synced: as many as are wanted in the end.
std::vector<std::string>
IndexWriter::Impl::write_shards(const std::vector<fs::path>& segments_of_all,
                                std::unique_ptr<HistoryShard>& past) {
    const std::size_t count = std::min(options.shards, segments_of_all.size());
    std::vector<std::string> shards;
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = [&](std::size_t n) {
            return segments_of_all.begin() +
                   static_cast<std::ptrdiff_t>(segments_of_all.size() * n / count);
        };
        shards.push_back(new_shard_name());
        merge_segments({at(i), at(i + 1)}, shards.back());
    }
    for (const fs::path& segment : segments_of_all) fs::remove_all(segment);
    finish_shards(shards, past);
    for (const std::string& shard : shards) sync_directory(index / shard);
    return shards;
}

void IndexWriter::Impl::merge_segments(const std::vector<fs::path>& sources,
                                       const std::string& shard) const {
    Xapian::Database all;
    for (const fs::path& source : sources) all.add_database(Xapian::Database(source.string()));
    all.compact((index / shard).string(), 0U, 0);
}

// What can be said of new shards' articles only when all are there.
void IndexWriter::Impl::finish_shards(const std::vector<std::string>& shards,
                                      std::unique_ptr<HistoryShard>& past) {
    std::vector<Xapian::WritableDatabase> databases;
    for (const std::string& shard : shards)
        databases.emplace_back((index / shard).string(),
                               Xapian::DB_OPEN | Xapian::DB_NO_SYNC); // synced as a whole
    drop_replaced(databases, past);
    for (const auto& [field, merged] : segments->groups().take_notes())
        note_merged_group(databases.front(), field, merged);
    for (Xapian::WritableDatabase& database : databases) database.commit();
}

// Of articles that came more than once since the last commit, only the last is current.
void IndexWriter::Impl::drop_replaced(std::vector<Xapian::WritableDatabase>& databases,
                                      std::unique_ptr<HistoryShard>& past) const {
    for (const std::string& id : replaced) {
        const std::string term = id_term(id);
        std::vector<std::pair<Xapian::WritableDatabase*, Xapian::docid>> versions;
        for (Xapian::WritableDatabase& database : databases)
            for (auto posting = database.postlist_begin(term);
                 posting != database.postlist_end(term); ++posting)
                versions.emplace_back(&database, *posting);
        if (!versions.empty()) versions.pop_back();
        for (const auto& [database, docid] : versions) {
            if (!past) past = history->begin_shard();
            past->add_version(database->get_document(docid), stamp);
            database->delete_document(docid);
        }
    }
}

// Versions that leave the published shards with this commit, and tombstones.
void IndexWriter::Impl::add_history(std::unique_ptr<HistoryShard>& past) {
    if (deletions.empty()) return;
    if (!past) past = history->begin_shard();
    for (const Deletion& deletion : deletions)
        past->add_version(readers.at(deletion.shard).get_document(deletion.docid), stamp);
    DocumentBuilder builder(*gazetteer);
    ArticleTokens tokens;
    for (const auto& [id, tombstone] : tombstones) {
        tokens.analyse(tombstone);
        past->add_tombstone(builder.build(tombstone, tokens));
    }
}

void IndexWriter::Impl::delete_documents() {
    std::map<std::string, std::vector<Xapian::docid>> by_shard;
    for (const Deletion& deletion : deletions) by_shard[deletion.shard].push_back(deletion.docid);
    for (const auto& [shard, docids] : by_shard) {
        if (!fs::exists(index / shard)) continue;
        Xapian::WritableDatabase database((index / shard).string(), Xapian::DB_OPEN);
        for (const Xapian::docid docid : docids) {
            try {
                database.delete_document(docid);
            } catch (const Xapian::DocNotFoundError&) {
                // deleted before the crash
            }
        }
        database.commit();
    }
    deletions.clear();
}

} // namespace sitrep
