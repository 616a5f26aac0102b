#include "indexer/index_writer.h"

#include "indexer/founded_group.h"
#include "indexer/history.h"
#include "indexer/purge.h"
#include "indexer/segment.h"
#include "schema/document.h"
#include "schema/layout.h"
#include "schema/pending.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fstream>
#include <map>
#include <numeric>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>
#include <xapian.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_shards_while_loading = 24;
constexpr std::string_view shard_prefix = "main-";

// Held as long as the object lives.
class WriterLock {
  public:
    WriterLock(const fs::path& index, std::chrono::milliseconds wait)
        : fd_(::open((index / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
        if (fd_ < 0)
            throw Error(ErrorKind::index,
                        fmt::format("cannot write to {}: {}", index.string(), std::strerror(errno)),
                        "is the directory yours and the disk writable?");
        const auto until = std::chrono::steady_clock::now() + wait;
        int taken = ::flock(fd_, LOCK_EX | LOCK_NB);
        while (taken != 0 && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            taken = ::flock(fd_, LOCK_EX | LOCK_NB);
        }
        if (taken != 0) {
            ::close(fd_);
            throw Error(ErrorKind::busy,
                        fmt::format("{} is being written by another process", index.string()),
                        "wait until it is done; searching goes on meanwhile");
        }
    }
    ~WriterLock() { ::close(fd_); }
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

  private:
    int fd_;
};

std::string id_term(std::string_view id) {
    return make_term(field(FieldId::id).prefix, id);
}

} // namespace

struct IndexWriter::Impl {
    fs::path index;
    std::shared_ptr<const Gazetteer> gazetteer;
    WriterOptions options;
    WriterCounts counts;
    std::optional<WriterLock> lock;
    Layout layout;
    PublishedShards readers;
    std::optional<FoundedGroups> founded; // of the readers, once it is asked for
    std::optional<History> history;
    std::unique_ptr<SegmentBuilder> segments;

    // Since the last commit.
    struct Seen {
        std::uint64_t hash;
        std::uint32_t version;
        std::int64_t indexed;
    };
    std::unordered_map<std::string, Seen> seen;          // ids added
    std::vector<std::string> replaced;                   // ids added more than once
    std::vector<Deletion> deletions;                     // from published shards
    std::unordered_map<std::string, Article> tombstones; // of those taken out, by id
    std::int64_t stamp = 0; // of the next commit; 0: nothing for it yet
    std::vector<Article> batch;
    std::size_t batch_bytes = 0;
    std::size_t uncommitted = 0;
    std::size_t uncommitted_bytes = 0;

    void open();
    void create();
    void recover();
    void remove_retired_shards() const;
    PublishedShards open_local_shards() const;
    void open_readers();
    std::string new_shard_name() const;
    std::int64_t next_stamp();

    std::optional<std::pair<Deletion, Article>> find(std::string_view id);
    void add(Article article);
    void found_groups(Article& article, bool of_this_commit);
    bool take_out(std::string_view id, Gone gone, const std::string& reason);
    void send_batch();
    void send_rest();
    void commit();
    void merge_segments(const std::vector<fs::path>& sources, const std::string& shard) const;
    std::vector<std::string> write_shards(const std::vector<fs::path>& segments_of_all,
                                          std::unique_ptr<HistoryShard>& past);
    void finish_shards(const std::vector<std::string>& shards, std::unique_ptr<HistoryShard>& past);
    void drop_replaced(std::vector<Xapian::WritableDatabase>& databases,
                       std::unique_ptr<HistoryShard>& past) const;
    void add_history(std::unique_ptr<HistoryShard>& past);
    void delete_documents();
    void publish(const std::string& past = {});
    void merge_shards(std::vector<Shard> sources);
    void merge_small_shards();
    void merge_evenly();
    std::uint64_t size_of(const Shard& shard) const;
};

void IndexWriter::Impl::open() {
    std::error_code error;
    fs::create_directories(index, error);
    if (error)
        throw Error(ErrorKind::index,
                    fmt::format("cannot create {}: {}", index.string(), error.message()));
    lock.emplace(index, options.lock_wait);
    if (!fs::exists(index / stub_name)) create();
    layout = read_layout(index);
    history.emplace(index);
    recover();
    history->open();
    remove_retired_shards();
    fs::remove_all(index / "segments"); // of a killed run
    const unsigned threads =
        options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    segments = std::make_unique<SegmentBuilder>(index / "segments", *gazetteer, threads);
    open_readers();
}

void IndexWriter::Impl::create() {
    if (fs::exists(index / "iamglass"))
        throw Error(ErrorKind::index,
                    fmt::format("{} is a Xapian database, but not a Sitrep index", index.string()),
                    "choose another directory with --db");
    const std::string name = fmt::format("{}{:04}", shard_prefix, 1);
    {
        Xapian::WritableDatabase shard((index / name).string(),
                                       Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
        stamp_schema(shard);
        shard.commit();
    }
    write_layout(index, {0, 0, {{false, name}}});
}

// Finishes what a crash kept from being carried out.
void IndexWriter::Impl::recover() {
    const auto pending = read_pending(index);
    if (pending && layout.revision >= pending->revision) { // published
        if (!pending->history.empty()) history->publish(pending->history);
        deletions = pending->deletions;
        delete_documents();
    }
    remove_pending(index);
}

// Searchers that have them open read on.
void IndexWriter::Impl::remove_retired_shards() const {
    for (const auto& entry : fs::directory_iterator(index)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(shard_prefix) || !entry.is_directory()) continue;
        if (std::find(layout.shards.begin(), layout.shards.end(), Shard{false, name}) ==
            layout.shards.end())
            fs::remove_all(entry.path());
    }
}

PublishedShards IndexWriter::Impl::open_local_shards() const {
    PublishedShards shards;
    for (const Shard& shard : layout.shards)
        if (!shard.remote) shards.emplace(shard.place, open_shard(index, shard));
    return shards;
}

void IndexWriter::Impl::open_readers() {
    founded.reset();
    readers = open_local_shards();
    segments->groups().set_published(open_local_shards()); // other threads use them
}

std::string IndexWriter::Impl::new_shard_name() const {
    unsigned last = 0;
    for (const auto& entry : fs::directory_iterator(index)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(shard_prefix)) continue;
        unsigned number = 0;
        std::from_chars(name.data() + shard_prefix.size(), name.data() + name.size(), number);
        last = std::max(last, number);
    }
    return fmt::format("{}{:04}", shard_prefix, last + 1);
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
                         decode_article(reader.get_document(docid).get_data(), false)};
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

// The last batch before a commit, in as many pieces as there are to be shards.
void IndexWriter::Impl::send_rest() {
    const std::size_t pieces = std::max<std::size_t>(options.shards, 1);
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
    const std::size_t count =
        std::min(std::max<std::size_t>(options.shards, 1), segments_of_all.size());
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

std::uint64_t IndexWriter::Impl::size_of(const Shard& shard) const {
    return readers.at(shard.place).get_doccount();
}

// Replaces `sources` by one shard that holds them all, in their order.
void IndexWriter::Impl::merge_shards(std::vector<Shard> sources) {
    if (sources.size() < 2) return;
    const std::string merged = new_shard_name();
    Xapian::Database all;
    for (const Shard& source : sources) all.add_database(open_shard(index, source));
    all.compact((index / merged).string(), 0U, 0);
    sync_directory(index / merged);
    std::vector<Shard> kept;
    bool placed = false;
    for (const Shard& shard : layout.shards) {
        if (std::find(sources.begin(), sources.end(), shard) == sources.end()) {
            kept.push_back(shard);
        } else if (!std::exchange(placed, true)) {
            kept.push_back({false, merged});
        }
    }
    layout.shards = std::move(kept);
    publish();
}

// Merges shards until each is larger than all smaller ones together: their number grows with the
// logarithm of the index, and so does how often an article is copied.
void IndexWriter::Impl::merge_small_shards() {
    std::vector<std::pair<std::uint64_t, Shard>> by_size;
    for (const Shard& shard : layout.shards)
        if (!shard.remote) by_size.emplace_back(size_of(shard), shard);
    std::stable_sort(by_size.begin(), by_size.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::uint64_t most = options.most_merged_documents;
    if (options.shards > 1) { // none so large that the wanted ones cannot be of one size
        std::uint64_t all = 0;
        for (const auto& [size, shard] : by_size) all += size;
        most = std::min(most, all / options.shards);
    }
    std::size_t merged = 0; // how many of the smallest go together
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < by_size.size(); ++i) {
        if (i > 0 && by_size[i].first <= sum && sum + by_size[i].first <= most) merged = i + 1;
        sum += by_size[i].first;
    }
    std::vector<Shard> sources;
    for (const Shard& shard : layout.shards) // in their order
        for (std::size_t i = 0; i < merged; ++i)
            if (by_size[i].second == shard) sources.push_back(shard);
    merge_shards(std::move(sources));
}

// Merges shards until no more than are wanted are left: always the two smallest, so that they are
// of about the same size where none was too large to begin with.
void IndexWriter::Impl::merge_evenly() {
    std::vector<std::pair<std::uint64_t, std::vector<Shard>>> groups;
    for (const Shard& shard : layout.shards)
        if (!shard.remote) groups.push_back({size_of(shard), {shard}});
    const auto larger = [](const auto& a, const auto& b) { return a.first > b.first; };
    while (groups.size() > std::max<std::size_t>(options.shards, 1)) {
        std::stable_sort(groups.begin(), groups.end(), larger);
        auto smallest = std::move(groups.back());
        groups.pop_back();
        groups.back().first += smallest.first;
        groups.back().second.insert(groups.back().second.end(), smallest.second.begin(),
                                    smallest.second.end());
    }
    const std::vector<Shard> before = layout.shards;
    for (const auto& [size, group] : groups) {
        std::vector<Shard> sources;
        for (const Shard& shard : before) // in their order
            if (std::find(group.begin(), group.end(), shard) != group.end())
                sources.push_back(shard);
        merge_shards(std::move(sources));
    }
}

IndexWriter::IndexWriter(fs::path index, std::shared_ptr<const Gazetteer> gazetteer,
                         WriterOptions options)
    : impl_(std::make_unique<Impl>()) {
    impl_->index = std::move(index);
    impl_->gazetteer = std::move(gazetteer);
    impl_->options = std::move(options);
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
