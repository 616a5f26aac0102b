#include "indexer/index_writer_impl.h"

#include "schema/error.h"
#include "schema/field.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::string_view shard_prefix = "main-";

} // namespace

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
    segments =
        std::make_unique<SegmentBuilder>(index / "segments", *gazetteer, threads, options.enrich);
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
    return sitrep::new_shard_name(index, shard_prefix);
}

} // namespace sitrep
