#include "indexer/follow_store.h"

#include "schema/error.h"
#include "schema/sqlite.h"

#include <cerrno>
#include <cstring>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_name = "follow.sqlite";

constexpr std::chrono::seconds patience{10};      // with another process that reads or writes
constexpr std::int64_t kept_seconds = 90 * 86400; // of entries that a feed shows no more

constexpr const char* tables = R"sql(
CREATE TABLE IF NOT EXISTS source (
    number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL, title TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
    asked INTEGER NOT NULL, answered INTEGER NOT NULL, next INTEGER NOT NULL,
    failures INTEGER NOT NULL, gone INTEGER NOT NULL, message TEXT NOT NULL,
    articles INTEGER NOT NULL, arrivals INTEGER NOT NULL, first_new INTEGER NOT NULL,
    last_new INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS entry (
    source INTEGER NOT NULL, id INTEGER NOT NULL, content INTEGER NOT NULL, shown INTEGER NOT NULL,
    PRIMARY KEY (source, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (
    source INTEGER NOT NULL, path TEXT NOT NULL, modified INTEGER NOT NULL, size INTEGER NOT NULL,
    PRIMARY KEY (source, path)) WITHOUT ROWID;
)sql";

std::int64_t bits(std::uint64_t hash) {
    return static_cast<std::int64_t>(hash);
}

} // namespace

struct FollowStore::Impl {
    Impl(const fs::path& index, Mode mode)
        : lock(mode == Mode::write ? take_lock(index) : -1),
          database(index / file_name,
                   mode == Mode::write ? SqliteDatabase::Open::create
                                       : SqliteDatabase::Open::existing,
                   patience) {
        if (mode == Mode::read) return;
        database.make_durable();
        database.execute(tables);
    }

    static int take_lock(const fs::path& index) {
        const int file =
            ::open((index / "follow.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (file < 0)
            throw Error(ErrorKind::index, fmt::format("cannot write to {}: {}", index.string(),
                                                      std::strerror(errno)));
        if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
        ::close(file);
        throw Error(ErrorKind::index,
                    fmt::format("another process follows sources for {}", index.string()),
                    "end it first; --sources shows what it does");
    }

    struct Lock {
        explicit Lock(int held) : descriptor(held) {}
        ~Lock() {
            if (descriptor >= 0) ::close(descriptor);
        }
        Lock(const Lock&) = delete;
        Lock& operator=(const Lock&) = delete;
        int descriptor;
    };

    Lock lock;
    SqliteDatabase database;

    void save(const Source& source) {
        database.run(
            "UPDATE source SET address = ?2, title = ?3, etag = ?4, last_modified = ?5, "
            "asked = ?6, answered = ?7, next = ?8, failures = ?9, gone = ?10, message = ?11, "
            "articles = ?12, arrivals = ?13, first_new = ?14, last_new = ?15 "
            "WHERE number = ?1",
            source.number, source.address, source.title, source.etag, source.last_modified,
            source.asked, source.answered, source.next, std::int64_t{source.failures},
            std::int64_t{source.gone}, source.message, bits(source.articles), bits(source.arrivals),
            source.first_new, source.last_new);
    }
};

FollowStore::FollowStore(const fs::path& index, Mode mode)
    : impl_(std::make_unique<Impl>(index, mode)) {}

FollowStore::~FollowStore() = default;

std::vector<Source> FollowStore::sources() const {
    std::vector<Source> all;
    Statement row = impl_->database.query(
        "SELECT number, kind, name, address, title, etag, last_modified, asked, "
        "answered, next, failures, gone, message, articles, arrivals, first_new, "
        "last_new FROM source ORDER BY number");
    while (row.step()) {
        Source source;
        source.number = row.number(0);
        source.kind = static_cast<SourceKind>(row.number(1));
        source.name = row.text(2);
        source.address = row.text(3);
        source.title = row.text(4);
        source.etag = row.text(5);
        source.last_modified = row.text(6);
        source.asked = row.number(7);
        source.answered = row.number(8);
        source.next = row.number(9);
        source.failures = static_cast<std::uint32_t>(row.number(10));
        source.gone = row.number(11) != 0;
        source.message = row.text(12);
        source.articles = static_cast<std::uint64_t>(row.number(13));
        source.arrivals = static_cast<std::uint64_t>(row.number(14));
        source.first_new = row.number(15);
        source.last_new = row.number(16);
        all.push_back(std::move(source));
    }
    return all;
}

void FollowStore::add(SourceKind kind, const std::string& name, const std::string& title) {
    impl_->database.run("INSERT OR IGNORE INTO source VALUES (NULL, ?1, ?2, ?2, ?3, '', '', 0, 0, "
                        "0, 0, 0, '', 0, 0, 0, 0)",
                        static_cast<std::int64_t>(kind), name, title);
}

bool FollowStore::forget(const std::string& name) {
    for (const Source& source : sources()) {
        if (source.name != name) continue;
        impl_->database.transaction([&] {
            for (const char* sql :
                 {"DELETE FROM entry WHERE source = ?1", "DELETE FROM file WHERE source = ?1",
                  "DELETE FROM source WHERE number = ?1"})
                impl_->database.run(sql, source.number);
        });
        return true;
    }
    return false;
}

std::optional<std::uint64_t> FollowStore::content_of(std::int64_t source, std::uint64_t id) const {
    Statement row = impl_->database.query("SELECT content FROM entry WHERE source = ?1 AND id = ?2",
                                          source, bits(id));
    if (!row.step()) return std::nullopt;
    return static_cast<std::uint64_t>(row.number(0));
}

bool FollowStore::has_file(const SeenFile& file) const {
    Statement row = impl_->database.query("SELECT 1 FROM file WHERE source = ?1 AND path = ?2 AND "
                                          "modified = ?3 AND size = ?4",
                                          file.source, file.path, file.modified, file.size);
    return row.step();
}

void FollowStore::save(const FollowChanges& changes, std::int64_t now) {
    impl_->database.transaction([&] {
        Statement entry =
            impl_->database.prepare("INSERT OR REPLACE INTO entry VALUES (?1, ?2, ?3, ?4)");
        for (const SeenEntry& seen : changes.entries)
            entry.run(seen.source, bits(seen.id), bits(seen.content), now);
        std::set<std::int64_t> shown;
        for (const SeenEntry& seen : changes.entries) shown.insert(seen.source);
        Statement old =
            impl_->database.prepare("DELETE FROM entry WHERE source = ?1 AND shown < ?2");
        for (const std::int64_t source : shown) old.run(source, now - kept_seconds);
        Statement file =
            impl_->database.prepare("INSERT OR REPLACE INTO file VALUES (?1, ?2, ?3, ?4)");
        for (const SeenFile& seen : changes.files)
            file.run(seen.source, seen.path, seen.modified, seen.size);
        for (const Source& source : changes.sources) impl_->save(source);
    });
}

bool has_followed(const fs::path& index) {
    return fs::exists(index / file_name);
}

} // namespace sitrep
