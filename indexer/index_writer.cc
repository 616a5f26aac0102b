#include "indexer/index_writer_impl.h"

#include "indexer/purge.h"
#include "schema/document.h"
#include "schema/error.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_shards_while_loading = 24;

} // namespace

std::string id_term(std::string_view id) {
    return make_term(field(FieldId::id).prefix, id);
}

// Fixed when the first change comes, since articles carry it; grows even where the clock does not.
std::int64_t IndexWriter::Impl::next_stamp() {
    if (stamp == 0) {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        stamp = std::max<std::int64_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(now).count(),
            layout.committed + 1);
    }
    return stamp;
}

// The published article of an id, deletions not yet carried out aside.
std::optional<std::pair<Deletion, Article>> IndexWriter::Impl::find(std::string_view id) {
    const std::string term = id_term(id);
    for (auto& [name, reader] : readers) {
        const Xapian::PostingIterator posting = reader.postlist_begin(term);
        if (posting == reader.postlist_end(term)) continue;
        const Xapian::docid docid = *posting;
        const bool deleted =
            std::any_of(deletions.begin(), deletions.end(), [&](const Deletion& deletion) {
                return deletion.docid == docid && deletion.shard == name;
            });
        if (deleted) continue;
        return std::pair{Deletion{name, docid},
                         decode_article(record_of(reader.get_document(docid)), RecordDetail::text)};
    }
    return std::nullopt;
}

void IndexWriter::Impl::add(Article article) {
    article.content_hash = content_hash(article);
    article.indexed = now_seconds();
    article.committed = next_stamp();
    article.copies = group_id(article.id);
    article.story = article.copies;
    const auto known = seen.find(article.id);
    const bool of_this_commit = known != seen.end();
    if (of_this_commit) {
        if (known->second.hash == article.content_hash) {
            ++counts.unchanged;
            return;
        }
        article.version = ++known->second.version;
        article.indexed = known->second.indexed;
        known->second.hash = article.content_hash;
        replaced.push_back(article.id);
        ++counts.updated;
    } else if (auto old = find(article.id)) {
        if (old->second.content_hash == article.content_hash) {
            ++counts.unchanged;
            return;
        }
        article.version = old->second.version + 1;
        article.indexed = old->second.indexed;
        deletions.push_back(old->first);
        ++counts.updated;
        seen.emplace(article.id, Seen{article.content_hash, article.version, article.indexed});
    } else {
        const auto gone = tombstones.find(article.id);
        if (const auto past = gone != tombstones.end() ? gone->second : history->last(article.id)) {
            // What was retracted does not come back by being sent again.
            if (past->gone == Gone::retracted &&
                (past->content_hash == article.content_hash ||
                 history->holds(article.id, article.content_hash))) {
                ++counts.unchanged;
                return;
            }
            article.version = past->version + 1;
            article.indexed = past->indexed;
        }
        ++counts.added;
        seen.emplace(article.id, Seen{article.content_hash, article.version, article.indexed});
    }
    if (article.version > 1) found_groups(article, of_this_commit);
    batch_bytes += article.text.size();
    uncommitted_bytes += article.text.size();
    ++uncommitted;
    batch.push_back(std::move(article));
    if (batch.size() >= options.segment_documents || batch_bytes >= options.segment_bytes)
        send_batch();
    if (uncommitted >= options.commit_documents || uncommitted_bytes >= options.commit_bytes) {
        commit();
        if (layout.shards.size() > most_shards_while_loading) merge_small_shards();
    }
}

// A new version that no longer belongs to the groups that an older one founded leaves them their
// ids; where it does belong, it is found to. Others may have joined one of this commit.
void IndexWriter::Impl::found_groups(Article& article, bool of_this_commit) {
    if (!founded) founded.emplace(readers);
    const std::string own = group_id(fmt::format("{} {}", article.committed, uncommitted));
    if (of_this_commit || founded->has_others(FieldId::copies, article.id)) article.copies = own;
    if (of_this_commit || founded->has_others(FieldId::story, article.id)) article.story = own;
}

bool IndexWriter::Impl::take_out(std::string_view id, Gone gone, const std::string& reason) {
    if (seen.contains(std::string(id))) commit(); // so that it is in a shard
    auto old = find(id);
    if (!old) return false;
    deletions.push_back(old->first);
    Article& tombstone = tombstones[std::string(id)];
    tombstone = std::move(old->second);
    tombstone.title = shown_title(tombstone);
    tombstone.text.clear();
    tombstone.mentions.clear();
    tombstone.conflicts.clear();
    tombstone.events.clear();
    tombstone.weapons.clear();
    tombstone.happened.clear();
    tombstone.killed.reset();
    tombstone.injured.reset();
    tombstone.extra.clear();
    tombstone.committed = next_stamp();
    tombstone.gone = gone;
    tombstone.reason = reason;
    ++counts.deleted;
    return true;
}

void IndexWriter::Impl::send_batch() {
    if (batch.empty()) return;
    segments->add(std::exchange(batch, {}));
    batch.reserve(options.segment_documents);
    batch_bytes = 0;
}

IndexWriter::IndexWriter(fs::path index, std::shared_ptr<const Gazetteer> gazetteer,
                         WriterOptions options)
    : impl_(std::make_unique<Impl>()) {
    impl_->index = std::move(index);
    impl_->gazetteer = std::move(gazetteer);
    impl_->options = std::move(options);
    impl_->options.shards = std::max<std::size_t>(impl_->options.shards, 1);
    try {
        impl_->open();
    } catch (const Xapian::Error& error) {
        throw from_xapian(error, fmt::format("cannot open {}", impl_->index.string()));
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorKind::index, error.what());
    }
}

IndexWriter::~IndexWriter() = default;

namespace {

// Runs an operation on the index; failures of disk and database become Errors.
template <typename F>
auto guarded(const fs::path& index, F&& operation) {
    try {
        return operation();
    } catch (const Xapian::Error& error) {
        throw from_xapian(error, fmt::format("cannot write to {}", index.string()));
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorKind::index, error.what(), "is the disk full?");
    }
}

} // namespace

void IndexWriter::add(Article article) {
    guarded(impl_->index, [&] { impl_->add(std::move(article)); });
}

bool IndexWriter::remove(std::string_view id) {
    return guarded(impl_->index, [&] { return impl_->take_out(id, Gone::deleted, {}); });
}

bool IndexWriter::retract(std::string_view id, const std::string& reason) {
    return guarded(impl_->index, [&] { return impl_->take_out(id, Gone::retracted, reason); });
}

bool IndexWriter::purge(std::string_view id) {
    return guarded(impl_->index, [&] {
        impl_->commit();
        const bool found = purge_article(impl_->index, impl_->layout, *impl_->history, id);
        impl_->publish();
        return found;
    });
}

void IndexWriter::flush() {
    guarded(impl_->index, [&] { impl_->commit(); });
}

void IndexWriter::finish() {
    guarded(impl_->index, [&] {
        impl_->commit();
        if (impl_->options.shards > 1)
            impl_->merge_evenly();
        else
            impl_->merge_small_shards();
    });
}

void IndexWriter::compact() {
    guarded(impl_->index, [&] {
        impl_->commit();
        impl_->history->merge(true);
        impl_->merge_evenly();
    });
}

const WriterCounts& IndexWriter::counts() const {
    return impl_->counts;
}

} // namespace sitrep
