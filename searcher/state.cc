#include "searcher/state.h"

#include "schema/analysis.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace sitrep {
namespace {

// "SitR", so that `file` and we ourselves know the file by its head.
constexpr int application_id = 0x53697452;

struct Migration {
    const char* sql;
    void (*fill)(SqliteDatabase&); // what SQL alone cannot; or null
};

void fill_name_keys(SqliteDatabase& db) {
    Statement found = db.query("SELECT id, name FROM subscription");
    std::vector<std::pair<std::string, std::string>> names;
    while (found.step()) names.emplace_back(found.text(0), found.text(1));
    Statement set = db.prepare("UPDATE subscription SET name_key = ? WHERE id = ?");
    for (const auto& [id, name] : names) set.run(fold_keyword(name), id);
}

// What brings a state from version i to i + 1. Never changed once released; only added to.
constexpr std::array<Migration, 3> migrations{{{R"sql(
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
                                                nullptr},
                                               {R"sql(
-- The newest commit whose retractions were told.
ALTER TABLE mark ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
)sql",
                                                nullptr},
                                               {R"sql(
-- What search:NAME finds a saved search by: its name, folded.
ALTER TABLE subscription ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
CREATE INDEX subscription_by_name ON subscription(owner, name_key);
-- The story of an article, by the id that it had when it was told of.
ALTER TABLE notified ADD COLUMN story TEXT NOT NULL DEFAULT '';
CREATE INDEX notified_by_story ON notified(subscription, story);
CREATE INDEX notified_by_subject ON notified(subscription, subject);
)sql",
                                                fill_name_keys}}};

// Only its owner may read it, from before the first byte on. A server does not wait for long: what
// it was about it tries again.
SqliteDatabase open_private(const std::filesystem::path& file, State::User user) {
    constexpr std::chrono::seconds of_server{1};
    constexpr std::chrono::seconds of_command{10};
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    // Not where it was there: closing it would give up the locks that others in this process hold.
    if (descriptor >= 0) ::close(descriptor);
    try {
        return {file, SqliteDatabase::Open::existing,
                user == State::User::server ? of_server : of_command};
    } catch (const SqliteError& error) {
        throw Error(ErrorKind::usage, error.message,
                    "--state FILE names a file that may be written");
    }
}

} // namespace

std::filesystem::path usual_state(const std::filesystem::path& index) {
    std::filesystem::path plain = index.lexically_normal();
    if (!plain.has_filename()) plain = plain.parent_path(); // "sitrep.db/"
    return plain.string() + ".state";
}

State::FileLock::FileLock(const std::filesystem::path& file) {
    const std::string path = file.string() + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
        throw Error(ErrorKind::usage,
                    fmt::format("cannot write {}: {}", path, std::strerror(errno)),
                    "--state FILE names a file in a directory that may be written");
    is_held_ = ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
}

State::FileLock::~FileLock() {
    ::close(descriptor_);
}

State::State(std::filesystem::path file, User user)
    : file_(std::move(file)), database_(open_private(file_, user)) {
    if (user == User::server && !lock_.emplace(file_).is_held())
        throw Error(ErrorKind::usage,
                    fmt::format("another server uses the state {}", file_.string()),
                    "stop it, or give this one a state of its own with --state FILE");
    try {
        check_is_ours(); // before anything is changed
        database_.make_durable();
        database_.execute("PRAGMA foreign_keys = ON");
        database_.execute("PRAGMA secure_delete = ON"); // a query that was deleted is gone
        migrate(user);
    } catch (const SqliteError& error) {
        throw Error(ErrorKind::usage, fmt::format("{}: {}", file_.string(), error.message),
                    "--state FILE names a state of Sitrep's, or a file that is not there yet");
    }
}

State::~State() = default;

std::int64_t State::others_revision() {
    const std::lock_guard lock(mutex_);
    return database_.pragma("data_version");
}

void State::check_is_ours() {
    Statement tables = database_.query("SELECT count(*) FROM sqlite_schema");
    tables.step();
    if (tables.number(0) > 0 && database_.pragma("application_id") != application_id)
        throw Error(ErrorKind::usage,
                    fmt::format("{} is a database of another program", file_.string()),
                    "--state FILE names a state of Sitrep's, or a file that is not there yet");
}

void State::migrate(User user) {
    const auto newest = static_cast<std::int64_t>(migrations.size());
    const auto version = [&] { return database_.pragma("user_version"); };
    const std::int64_t application = database_.pragma("application_id");
    if (application == application_id && version() == newest) return;
    // What a server of an older Sitrep works with stays as it is.
    std::optional<FileLock> lock;
    if (user == User::command && version() > 0 && version() < newest &&
        !lock.emplace(file_).is_held())
        throw Error(ErrorKind::usage,
                    fmt::format("a server of an older Sitrep uses the state {}", file_.string()),
                    "start it again as this version");
    database_.transaction([&] { // another program may be about the same
        check_is_ours();
        const std::int64_t from = version();
        if (from > newest)
            throw Error(ErrorKind::usage,
                        fmt::format("the state {} is of a newer Sitrep (version {}, not {})",
                                    file_.string(), from, newest),
                        "run that one, or give this one a state of its own with --state FILE");
        for (auto step = static_cast<std::size_t>(from); step < migrations.size(); ++step) {
            database_.execute(migrations[step].sql);
            if (migrations[step].fill != nullptr) migrations[step].fill(database_);
        }
        database_.execute(fmt::format("PRAGMA application_id = {}", application_id).c_str());
        database_.execute(fmt::format("PRAGMA user_version = {}", newest).c_str());
    });
}

} // namespace sitrep
