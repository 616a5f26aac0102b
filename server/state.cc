#include "server/state.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sitrep {
namespace {

// "SitR", so that `file` and we ourselves know the file by its head.
constexpr int application_id = 0x53697452;

// What brings a state from version i to i + 1. Never changed once released; only added to.
constexpr std::array<const char*, 2> migrations{R"sql(
-- What is watched for. Secrets are not here: they are derived from the key file (secret_key.h).
CREATE TABLE subscription(
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,              -- the id of a key, or empty where there are no keys
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    rate TEXT NOT NULL,               -- story, every, hourly, daily, weekly
    delivery TEXT NOT NULL,           -- feed, webhook, email, command
    target TEXT NOT NULL,             -- an address, or empty
    language TEXT NOT NULL,
    paused INTEGER NOT NULL,
    state TEXT NOT NULL,              -- active, or why nothing is matched: broken, gone, unsubscribed
    problem TEXT NOT NULL,            -- the same for people
    created INTEGER NOT NULL,         -- times in Unix milliseconds, unless said otherwise
    since INTEGER NOT NULL,           -- newest commit when it was made, Unix microseconds
    last_match INTEGER,
    last_seen INTEGER,                -- its feed or page was last looked at
    failures INTEGER NOT NULL,        -- of deliveries, since one last succeeded
    secret_generation INTEGER NOT NULL,
    secret_rotated INTEGER,
    feed_generation INTEGER NOT NULL,
    digest_due INTEGER                -- when what has gathered is to be sent
) STRICT, WITHOUT ROWID;
CREATE INDEX subscription_by_owner ON subscription(owner, created);
CREATE INDEX subscription_by_digest ON subscription(digest_due) WHERE digest_due IS NOT NULL;

-- Articles that were matched, by a hash of id and content: an index that is built anew, restored or
-- put in another order brings nothing new.
CREATE TABLE known(fingerprint INTEGER PRIMARY KEY) STRICT;
-- The stamp (Unix microseconds) of the newest commit that was matched to its end; learned: whether
-- the articles that were there before the first subscription are known yet.
CREATE TABLE mark(
    only INTEGER PRIMARY KEY CHECK (only = 1),
    committed INTEGER NOT NULL,
    learned INTEGER NOT NULL
) STRICT;

-- What a subscription was last told of an article.
CREATE TABLE notified(
    subscription TEXT NOT NULL REFERENCES subscription ON DELETE CASCADE,
    article TEXT NOT NULL,
    subject TEXT NOT NULL,            -- the article that was first told of its story
    facts TEXT NOT NULL,              -- JSON, see facts.h
    PRIMARY KEY (subscription, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX notified_by_article ON notified(article);

-- One thing that a subscription is told: an entry of its feed, a hit of a webhook or an e-mail.
CREATE TABLE item(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription TEXT NOT NULL REFERENCES subscription ON DELETE CASCADE,
    event TEXT NOT NULL,              -- article and version: nothing is told twice
    subject TEXT NOT NULL,
    article TEXT NOT NULL,
    kind TEXT NOT NULL,               -- match, update, retraction
    created INTEGER NOT NULL,
    hit TEXT NOT NULL,                -- JSON, as webhooks carry it
    waiting INTEGER NOT NULL,         -- for the next digest
    delivery TEXT REFERENCES delivery ON DELETE SET NULL,
    UNIQUE (subscription, event)
) STRICT;
CREATE INDEX item_by_subject ON item(subscription, subject, id);
CREATE INDEX item_by_delivery ON item(delivery) WHERE delivery IS NOT NULL;
CREATE INDEX item_waiting ON item(subscription) WHERE waiting;

CREATE TABLE delivery(
    id TEXT PRIMARY KEY,              -- webhook-id, and part of an e-mail's Message-ID
    subscription TEXT NOT NULL REFERENCES subscription ON DELETE CASCADE,
    kind TEXT NOT NULL,               -- match, digest, test
    state TEXT NOT NULL,              -- waiting, sent, parked
    attempts INTEGER NOT NULL,
    due INTEGER NOT NULL,
    created INTEGER NOT NULL,
    finished INTEGER,
    status INTEGER,                   -- the last answer's
    error TEXT NOT NULL               -- why the last attempt failed
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_by_due ON delivery(due) WHERE state = 'waiting';
CREATE INDEX delivery_by_subscription ON delivery(subscription, created);
)sql",
                                                R"sql(
-- The newest commit whose retractions were told.
ALTER TABLE mark ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
)sql"};

[[noreturn]] void fail(sqlite3* database, std::string_view doing) {
    throw StateError(fmt::format("cannot {} the state: {}", doing,
                                 database != nullptr ? sqlite3_errmsg(database) : "out of memory"));
}

// Only its owner may read it, from before the first byte on.
void create_private(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw Error(
            ErrorKind::usage,
            fmt::format("cannot open the state {}: {}", file.string(), std::strerror(errno)),
            "--state FILE names a file that may be written");
    ::close(descriptor);
}

} // namespace

Statement::Statement(sqlite3* database, std::string_view sql) : database_(database) {
    if (sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &made_, nullptr) !=
        SQLITE_OK)
        fail(database, "read");
}

Statement::~Statement() {
    sqlite3_finalize(made_);
}

void Statement::reset() {
    sqlite3_reset(made_);
    sqlite3_clear_bindings(made_);
}

bool Statement::step() {
    const int result = sqlite3_step(made_);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) fail(database_, "use");
    return false;
}

std::int64_t Statement::finish() {
    while (step()) {
    }
    const std::int64_t changed = sqlite3_changes64(database_);
    sqlite3_reset(made_);
    return changed;
}

void Statement::bind_one(int index, std::string_view text) {
    // A null pointer would be bound as NULL.
    const char* data = text.empty() ? "" : text.data();
    if (sqlite3_bind_text64(made_, index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8) !=
        SQLITE_OK)
        fail(database_, "write");
}

void Statement::bind_one(int index, std::int64_t number) {
    if (sqlite3_bind_int64(made_, index, number) != SQLITE_OK) fail(database_, "write");
}

void Statement::bind_one(int index, std::nullopt_t) {
    if (sqlite3_bind_null(made_, index) != SQLITE_OK) fail(database_, "write");
}

std::string Statement::text(int column) const {
    const auto* data = sqlite3_column_text(made_, column);
    const int size = sqlite3_column_bytes(made_, column);
    if (data == nullptr) return {};
    return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)};
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(made_, column);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(made_, column) == SQLITE_NULL;
}

StateDatabase::StateDatabase(const std::filesystem::path& file) {
    create_private(file);
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (sqlite3_open_v2(file.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
        const std::string reason = database_ != nullptr ? sqlite3_errmsg(database_) : "";
        sqlite3_close(database_);
        throw Error(ErrorKind::usage,
                    fmt::format("cannot open the state {}: {}", file.string(), reason),
                    "--state FILE names a file that may be written");
    }
    sqlite3_extended_result_codes(database_, 1);
    sqlite3_busy_timeout(database_, 1000);
}

StateDatabase::~StateDatabase() {
    sqlite3_close(database_);
}

void StateDatabase::execute(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(database_, "write");
}

State::FileLock::FileLock(const std::filesystem::path& file) {
    const std::string path = file.string() + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
        throw Error(ErrorKind::usage,
                    fmt::format("cannot write {}: {}", path, std::strerror(errno)),
                    "--state FILE names a file in a directory that may be written");
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw Error(ErrorKind::usage,
                    fmt::format("another server uses the state {}", file.string()),
                    "stop it, or give this one a state of its own with --state FILE");
    }
}

State::FileLock::~FileLock() {
    ::close(descriptor_);
}

State::Transaction::~Transaction() {
    if (done_) return;
    try {
        database_.execute("ROLLBACK");
    } catch (const StateError&) { // SQLite has rolled back by itself: a full disk, say
    }
}

void State::Transaction::commit() {
    database_.execute("COMMIT");
    done_ = true;
}

State::State(std::filesystem::path file) : file_(std::move(file)), lock_(file_), database_(file_) {
    try {
        database_.execute("PRAGMA journal_mode = WAL");
        database_.execute("PRAGMA synchronous = FULL");
        database_.execute("PRAGMA foreign_keys = ON");
        database_.execute("PRAGMA secure_delete = ON"); // a query that was deleted is gone
        migrate();
    } catch (const StateError& error) {
        throw Error(ErrorKind::usage, fmt::format("{}: {}", file_.string(), error.message),
                    "--state FILE names a state of Sitrep's, or a file that is not there yet");
    }
}

State::~State() = default;

void State::migrate() {
    const auto pragma = [&](const char* name) {
        Statement statement = database_.query(fmt::format("PRAGMA {}", name));
        statement.step();
        return statement.number(0);
    };
    const std::int64_t version = pragma("user_version");
    const std::int64_t application = pragma("application_id");
    Statement tables = database_.query("SELECT count(*) FROM sqlite_schema");
    tables.step();
    const bool is_new = application == 0 && version == 0 && tables.number(0) == 0;
    if (!is_new && application != application_id)
        throw Error(ErrorKind::usage,
                    fmt::format("{} is a database of another program", file_.string()),
                    "--state FILE names a state of Sitrep's, or a file that is not there yet");
    if (version > static_cast<std::int64_t>(migrations.size()))
        throw Error(ErrorKind::usage,
                    fmt::format("the state {} is of a newer Sitrep (version {}, not {})",
                                file_.string(), version, migrations.size()),
                    "run that one, or give this one a state of its own with --state FILE");
    for (auto from = static_cast<std::size_t>(version); from < migrations.size(); ++from) {
        Transaction open(database_);
        database_.execute(migrations[from]);
        database_.execute(fmt::format("PRAGMA application_id = {}", application_id).c_str());
        database_.execute(fmt::format("PRAGMA user_version = {}", from + 1).c_str());
        open.commit();
    }
}

} // namespace sitrep
