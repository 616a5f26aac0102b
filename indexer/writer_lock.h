// One process at a time writes to an index.
#pragma once

#include <chrono>
#include <filesystem>

namespace sitrep {

// Held as long as the object lives, and given back by the system when the process ends.
class WriterLock {
  public:
    // Waits for another process; throws Error{busy} after that.
    WriterLock(const std::filesystem::path& index, std::chrono::milliseconds wait);
    ~WriterLock();
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

  private:
    int fd_;
};

} // namespace sitrep
