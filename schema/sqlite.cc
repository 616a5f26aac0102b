#include "schema/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace sitrep {
namespace {

[[noreturn]] void fail(sqlite3* database, std::string_view doing) {
    const char* file = database != nullptr ? sqlite3_db_filename(database, "main") : nullptr;
    throw SqliteError(fmt::format(
        "cannot {} {}: {}", doing,
        file != nullptr ? std::filesystem::path(file).filename().string() : "the database",
        database != nullptr ? sqlite3_errmsg(database) : "out of memory"));
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

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file, Open open,
                               std::chrono::milliseconds patience) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                      (open == Open::create ? SQLITE_OPEN_CREATE : 0);
    if (sqlite3_open_v2(file.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
        const std::string reason = database_ != nullptr ? sqlite3_errmsg(database_) : "";
        sqlite3_close(database_);
        throw SqliteError(fmt::format("cannot open {}: {}", file.string(), reason));
    }
    sqlite3_extended_result_codes(database_, 1);
    sqlite3_busy_timeout(database_, static_cast<int>(patience.count()));
}

SqliteDatabase::~SqliteDatabase() {
    sqlite3_close(database_);
}

void SqliteDatabase::make_durable() {
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");
}

void SqliteDatabase::execute(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(database_, "write");
}

std::int64_t SqliteDatabase::pragma(const char* name) {
    Statement statement = query(fmt::format("PRAGMA {}", name));
    return statement.step() ? statement.number(0) : 0;
}

SqliteDatabase::Transaction::~Transaction() {
    if (done_) return;
    try {
        database_.execute("ROLLBACK");
    } catch (const SqliteError&) { // SQLite has rolled back by itself: a full disk, say
    }
}

void SqliteDatabase::Transaction::commit() {
    database_.execute("COMMIT");
    done_ = true;
}

} // namespace sitrep
