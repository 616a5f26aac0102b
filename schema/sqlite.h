// SQLite as far as it is used here: statements that free themselves, transactions that end, errors
// that are thrown. Write-ahead log, every transaction synced: what was committed survives a crash,
// and readers never wait for a writer.
#pragma once

#include "schema/error.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sitrep {

// The file cannot be read or written just now: a full disk, a lock, damage. Nothing of the
// transaction at hand was kept.
class SqliteError : public Error {
  public:
    explicit SqliteError(const std::string& what_message)
        : Error(ErrorKind::internal, what_message,
                "is the disk full, the file another user's, or in use by another program?") {}
};

// A prepared statement; values are bound as they are given, columns count from 0.
class Statement {
  public:
    Statement(sqlite3* database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept : database_(other.database_), made_(other.made_) {
        other.made_ = nullptr;
    }

    template <typename... Values>
    Statement& bind(const Values&... values) {
        reset();
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }
    // To the next row; false: there is none.
    bool step();
    // For statements without rows; returns how many rows changed.
    template <typename... Values>
    std::int64_t run(const Values&... values) {
        bind(values...);
        return finish();
    }

    std::string text(int column) const;
    std::int64_t number(int column) const;
    bool is_null(int column) const;

  private:
    void reset();
    std::int64_t finish();
    void bind_one(int index, std::string_view text);
    void bind_one(int index, const std::string& text) { bind_one(index, std::string_view(text)); }
    void bind_one(int index, const char* text) { bind_one(index, std::string_view(text)); }
    void bind_one(int index, std::int64_t number);
    void bind_one(int index, int number) { bind_one(index, std::int64_t{number}); }
    void bind_one(int index, bool truth) { bind_one(index, std::int64_t{truth ? 1 : 0}); }
    void bind_one(int index, std::nullopt_t);
    template <typename T>
    void bind_one(int index, const std::optional<T>& value) {
        if (value)
            bind_one(index, *value);
        else
            bind_one(index, std::nullopt);
    }

    sqlite3* database_;
    sqlite3_stmt* made_ = nullptr;
};

// One connection; not thread-safe.
class SqliteDatabase {
  public:
    enum class Open : std::uint8_t { existing, create };
    // `patience`: how long it waits for another program's lock. Throws SqliteError.
    SqliteDatabase(const std::filesystem::path& file, Open open,
                   std::chrono::milliseconds patience);
    ~SqliteDatabase();
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    // Write-ahead log, synced.
    void make_durable();

    Statement prepare(std::string_view sql) { return {database_, sql}; }
    template <typename... Values>
    std::int64_t run(std::string_view sql, const Values&... values) {
        return prepare(sql).run(values...);
    }
    template <typename... Values>
    Statement query(std::string_view sql, const Values&... values) {
        Statement statement = prepare(sql);
        statement.bind(values...);
        return statement;
    }
    void execute(const char* sql);
    // PRAGMA name, where it is a number.
    std::int64_t pragma(const char* name);

    // All of `work` or, where it throws, nothing of it.
    template <typename F>
    auto transaction(F&& work) {
        Transaction open(*this);
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            open.commit();
        } else {
            auto result = work();
            open.commit();
            return result;
        }
    }

  private:
    class Transaction {
      public:
        explicit Transaction(SqliteDatabase& database) : database_(database) {
            database_.execute("BEGIN IMMEDIATE");
        }
        ~Transaction();
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit();

      private:
        SqliteDatabase& database_;
        bool done_ = false;
    };

    sqlite3* database_ = nullptr;
};

} // namespace sitrep
