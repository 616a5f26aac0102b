// What is kept beside an index: one SQLite file of saved searches, what those were told who asked
// to be, and what is still to be sent. What was acknowledged survives a crash.
//
// The file holds what people watch for: it is readable by its owner alone. One server at a time
// uses it; the command line reads and writes saved searches beside it.
#pragma once

#include "schema/sqlite.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>

namespace sitrep {

// Where the state of an index is kept unless told otherwise: beside it.
std::filesystem::path usual_state(const std::filesystem::path& index);

// One connection for all threads, one at a time: transactions are short.
class State {
  public:
    enum class User : std::uint8_t { server, command };
    // Opens or creates the file and brings it to this version. Throws Error{usage} for a file that
    // cannot be opened, is no such state or is of a newer Sitrep; for a server where another one
    // uses it; for a command where a server of an older Sitrep does.
    State(std::filesystem::path file, User user);
    ~State();
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    const std::filesystem::path& file() const { return file_; }

    // All of `work` or, where it throws, nothing of it.
    template <typename F>
    auto transaction(F&& work) {
        const std::lock_guard lock(mutex_);
        return database_.transaction([&] { return work(database_); });
    }
    template <typename F>
    auto read(F&& work) {
        const std::lock_guard lock(mutex_);
        return work(database_);
    }

    // Changes when another program wrote to the file.
    std::int64_t others_revision();

  private:
    // That there is one server.
    class FileLock {
      public:
        // Takes it, or throws where `file` cannot be written.
        explicit FileLock(const std::filesystem::path& file);
        ~FileLock();
        FileLock(const FileLock&) = delete;
        FileLock& operator=(const FileLock&) = delete;
        bool is_held() const { return is_held_; }

      private:
        int descriptor_ = -1;
        bool is_held_ = false;
    };

    void check_is_ours();
    void migrate(User user);

    std::filesystem::path file_;
    std::optional<FileLock> lock_; // of a server
    std::mutex mutex_;
    SqliteDatabase database_;
};

} // namespace sitrep
