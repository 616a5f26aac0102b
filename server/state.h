// The server's own memory: one SQLite file of subscriptions, what they were told and what is still
// to be sent. Write-ahead log, every transaction synced: what was acknowledged survives a crash.
//
// The file holds what people watch for: it is readable by its owner alone, and one server at a
// time uses it.
#pragma once

#include "schema/error.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sitrep {

// The state cannot be read or written just now: a full disk, a lock, a damaged file. Nothing of the
// transaction at hand was kept.
class StateError : public Error {
  public:
    explicit StateError(const std::string& what_message)
        : Error(ErrorKind::internal, what_message,
                "is the disk full, or the state file in use by another program?") {}
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

class StateDatabase {
  public:
    explicit StateDatabase(const std::filesystem::path& file);
    ~StateDatabase();
    StateDatabase(const StateDatabase&) = delete;
    StateDatabase& operator=(const StateDatabase&) = delete;

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

  private:
    sqlite3* database_ = nullptr;
};

// One connection for all threads, one at a time: transactions are short.
class State {
  public:
    // Opens or creates the file and brings it to this version. Throws Error{usage} for a file
    // that is not such a state, is of a newer Sitrep or is in use by another server.
    explicit State(std::filesystem::path file);
    ~State();
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    const std::filesystem::path& file() const { return file_; }

    // All of `work` or, where it throws, nothing of it.
    template <typename F>
    auto transaction(F&& work) {
        const std::lock_guard lock(mutex_);
        Transaction open(database_);
        if constexpr (std::is_void_v<decltype(work(database_))>) {
            work(database_);
            open.commit();
        } else {
            auto result = work(database_);
            open.commit();
            return result;
        }
    }
    template <typename F>
    auto read(F&& work) {
        const std::lock_guard lock(mutex_);
        return work(database_);
    }

  private:
    class Transaction {
      public:
        explicit Transaction(StateDatabase& database) : database_(database) {
            database_.execute("BEGIN IMMEDIATE");
        }
        ~Transaction();
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit();

      private:
        StateDatabase& database_;
        bool done_ = false;
    };
    class FileLock {
      public:
        explicit FileLock(const std::filesystem::path& file);
        ~FileLock();
        FileLock(const FileLock&) = delete;
        FileLock& operator=(const FileLock&) = delete;

      private:
        int descriptor_ = -1;
    };

    void migrate();

    std::filesystem::path file_;
    FileLock lock_;
    std::mutex mutex_;
    StateDatabase database_;
};

} // namespace sitrep
