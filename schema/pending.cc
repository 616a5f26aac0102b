#include "schema/pending.h"

#include "schema/error.h"

#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "pending";
constexpr const char* no_history = "-";

} // namespace

std::optional<Pending> read_pending(const fs::path& index) {
    std::ifstream file(index / file_name);
    Pending pending;
    if (!(file >> pending.revision >> pending.history)) return std::nullopt;
    if (pending.history == no_history) pending.history.clear();
    Deletion deletion;
    while (file >> deletion.shard >> deletion.docid) pending.deletions.push_back(deletion);
    return pending;
}

void write_pending(const fs::path& index, const Pending& pending) {
    std::ofstream file(index / file_name, std::ios::trunc);
    file << pending.revision << ' ' << (pending.history.empty() ? no_history : pending.history)
         << '\n';
    for (const Deletion& deletion : pending.deletions)
        file << deletion.shard << ' ' << deletion.docid << '\n';
    file.close();
    if (!file)
        throw Error(ErrorKind::index, fmt::format("cannot write to {}", index.string()),
                    "is the disk full?");
    const int fd = ::open((index / file_name).c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!synced)
        throw Error(ErrorKind::index, fmt::format("cannot sync {}", (index / file_name).string()));
}

void remove_pending(const fs::path& index) {
    fs::remove(index / file_name);
}

} // namespace sitrep
