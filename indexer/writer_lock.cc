#include "indexer/writer_lock.h"

#include "schema/error.h"

#include <cerrno>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace sitrep {

WriterLock::WriterLock(const std::filesystem::path& index, std::chrono::milliseconds wait)
    : fd_(::open((index / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    if (fd_ < 0)
        throw Error(ErrorKind::index,
                    fmt::format("cannot write to {}: {}", index.string(), std::strerror(errno)),
                    "is the directory yours and the disk writable?");
    const auto until = std::chrono::steady_clock::now() + wait;
    int taken = ::flock(fd_, LOCK_EX | LOCK_NB);
    while (taken != 0 && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        taken = ::flock(fd_, LOCK_EX | LOCK_NB);
    }
    if (taken != 0) {
        ::close(fd_);
        throw Error(ErrorKind::busy,
                    fmt::format("{} is being written by another process", index.string()),
                    "wait until it is done; searching goes on meanwhile");
    }
}

WriterLock::~WriterLock() {
    ::close(fd_);
}

} // namespace sitrep
