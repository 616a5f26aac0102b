#include "indexer/follow_store.h"

#include "schema/error.h"

#include <cerrno>
#include <cstring>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_name = "follow.sqlite";

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

[[noreturn]] void fail(sqlite3* database) {
    throw Error(ErrorKind::index,
                fmt::format("cannot use {}: {}", file_name, sqlite3_errmsg(database)),
                "is the disk full, or the index directory another user's?");
}

class Statement {
  public:
    Statement(sqlite3* database, const char* sql) : database_(database) {
        if (sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr) != SQLITE_OK)
            fail(database);
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <typename... Values>
    Statement& bind(const Values&... values) {
        int at = 0;
        (bind_one(++at, values), ...);
        return *this;
    }
    // False at the end.
    bool step() {
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_ROW && code != SQLITE_DONE) fail(database_);
        return code == SQLITE_ROW;
    }
    void run() {
        step();
        sqlite3_reset(statement_);
    }
    std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
    std::string text(int column) const {
        const auto* bytes = sqlite3_column_text(statement_, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
        return bytes == nullptr ? std::string()
                                : std::string(reinterpret_cast<const char*>(bytes), size);
    }

  private:
    void bind_one(int at, const std::string& text) {
        check(sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()),
                                SQLITE_TRANSIENT));
    }
    void bind_one(int at, std::int64_t number) {
        check(sqlite3_bind_int64(statement_, at, number));
    }
    void check(int code) {
        if (code != SQLITE_OK) fail(database_);
    }

    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

std::int64_t bits(std::uint64_t hash) {
    return static_cast<std::int64_t>(hash);
}

} // namespace

struct FollowStore::Impl {
    sqlite3* database = nullptr;
    int lock = -1;

    ~Impl() {
        sqlite3_close(database);
        if (lock >= 0) ::close(lock);
    }

    void take_lock(const fs::path& index) {
        lock = ::open((index / "follow.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (lock < 0)
            throw Error(ErrorKind::index, fmt::format("cannot write to {}: {}", index.string(),
                                                      std::strerror(errno)));
        if (::flock(lock, LOCK_EX | LOCK_NB) != 0)
            throw Error(ErrorKind::index,
                        fmt::format("another process follows sources for {}", index.string()),
                        "end it first; --sources shows what it does");
    }

    void execute(const char* sql) {
        if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(database);
    }

    // Runs `body` as one transaction.
    template <typename F>
    void transact(F&& body) {
        execute("BEGIN IMMEDIATE");
        try {
            body();
            execute("COMMIT");
        } catch (...) {
            sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
            throw;
        }
    }

    void save(const Source& source) {
        Statement(database,
                  "UPDATE source SET address = ?2, title = ?3, etag = ?4, last_modified = ?5, "
                  "asked = ?6, answered = ?7, next = ?8, failures = ?9, gone = ?10, message = ?11, "
                  "articles = ?12, arrivals = ?13, first_new = ?14, last_new = ?15 "
                  "WHERE number = ?1")
            .bind(source.number, source.address, source.title, source.etag, source.last_modified,
                  source.asked, source.answered, source.next, std::int64_t{source.failures},
                  std::int64_t{source.gone}, source.message, bits(source.articles),
                  bits(source.arrivals), source.first_new, source.last_new)
            .run();
    }
};

FollowStore::FollowStore(const fs::path& index, Mode mode) : impl_(std::make_unique<Impl>()) {
    if (mode == Mode::write) impl_->take_lock(index);
    const std::string path = (index / file_name).string();
    const int flags = mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                          : SQLITE_OPEN_READWRITE; // a journal needs writing
    if (sqlite3_open_v2(path.c_str(), &impl_->database, flags, nullptr) != SQLITE_OK)
        fail(impl_->database);
    sqlite3_busy_timeout(impl_->database, 10'000);
    if (mode == Mode::read) return;
    impl_->execute("PRAGMA journal_mode = WAL");
    impl_->execute("PRAGMA synchronous = FULL");
    impl_->execute(tables);
}

FollowStore::~FollowStore() = default;

std::vector<Source> FollowStore::sources() const {
    std::vector<Source> all;
    Statement row(impl_->database,
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
    Statement(impl_->database,
              "INSERT OR IGNORE INTO source VALUES (NULL, ?1, ?2, ?2, ?3, '', '', 0, 0, 0, 0, 0, "
              "'', 0, 0, 0, 0)")
        .bind(static_cast<std::int64_t>(kind), name, title)
        .run();
}

bool FollowStore::forget(const std::string& name) {
    for (const Source& source : sources()) {
        if (source.name != name) continue;
        impl_->transact([&] {
            for (const char* sql :
                 {"DELETE FROM entry WHERE source = ?1", "DELETE FROM file WHERE source = ?1",
                  "DELETE FROM source WHERE number = ?1"})
                Statement(impl_->database, sql).bind(source.number).run();
        });
        return true;
    }
    return false;
}

std::optional<std::uint64_t> FollowStore::content_of(std::int64_t source, std::uint64_t id) const {
    Statement row(impl_->database, "SELECT content FROM entry WHERE source = ?1 AND id = ?2");
    if (!row.bind(source, bits(id)).step()) return std::nullopt;
    return static_cast<std::uint64_t>(row.number(0));
}

bool FollowStore::has_file(const SeenFile& file) const {
    Statement row(impl_->database, "SELECT 1 FROM file WHERE source = ?1 AND path = ?2 AND "
                                   "modified = ?3 AND size = ?4");
    return row.bind(file.source, file.path, file.modified, file.size).step();
}

void FollowStore::save(const FollowChanges& changes, std::int64_t now) {
    impl_->transact([&] {
        Statement entry(impl_->database, "INSERT OR REPLACE INTO entry VALUES (?1, ?2, ?3, ?4)");
        for (const SeenEntry& seen : changes.entries)
            entry.bind(seen.source, bits(seen.id), bits(seen.content), now).run();
        std::set<std::int64_t> shown;
        for (const SeenEntry& seen : changes.entries) shown.insert(seen.source);
        Statement old(impl_->database, "DELETE FROM entry WHERE source = ?1 AND shown < ?2");
        for (const std::int64_t source : shown) old.bind(source, now - kept_seconds).run();
        Statement file(impl_->database, "INSERT OR REPLACE INTO file VALUES (?1, ?2, ?3, ?4)");
        for (const SeenFile& seen : changes.files)
            file.bind(seen.source, seen.path, seen.modified, seen.size).run();
        for (const Source& source : changes.sources) impl_->save(source);
    });
}

bool has_followed(const fs::path& index) {
    return fs::exists(index / file_name);
}

} // namespace sitrep
