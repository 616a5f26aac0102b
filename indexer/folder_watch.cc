#include "indexer/folder_watch.h"

#include "schema/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t events =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

} // namespace

FolderWatch::FolderWatch() : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (descriptor_ < 0)
        throw Error(ErrorKind::internal,
                    fmt::format("cannot watch folders: {}", std::strerror(errno)),
                    "is fs.inotify.max_user_instances reached?");
}

FolderWatch::~FolderWatch() {
    ::close(descriptor_);
}

std::vector<std::string> FolderWatch::add(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw Error(ErrorKind::input, fmt::format("{} is no folder", folder.string()));
    roots_.push_back(folder);
    std::vector<std::string> files;
    walk(folder, files);
    return files;
}

// The watch comes first: a file that is written meanwhile is told twice rather than never.
void FolderWatch::walk(const fs::path& folder, std::vector<std::string>& files) {
    const int watch = ::inotify_add_watch(descriptor_, folder.c_str(), events);
    if (watch >= 0)
        folders_[watch] = folder;
    else if (errno == ENOSPC)
        throw Error(ErrorKind::input,
                    fmt::format("cannot watch {}: there are too many folders", folder.string()),
                    "raise fs.inotify.max_user_watches");
    else
        return;
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (!it->path().filename().string().starts_with('.')) entries.push_back(*it);
    std::sort(entries.begin(), entries.end());
    for (const fs::directory_entry& entry : entries) {
        if (entry.is_symlink(error) && entry.is_directory(error)) continue; // it may lead back
        if (entry.is_directory(error))
            walk(entry.path(), files);
        else if (entry.is_regular_file(error))
            files.push_back(entry.path().string());
    }
}

std::vector<std::string> FolderWatch::changed() {
    std::vector<std::string> files;
    alignas(inotify_event) std::array<char, 64 * 1024> buffer;
    bool lost = false;
    for (;;) {
        const ssize_t size = ::read(descriptor_, buffer.data(), buffer.size());
        if (size <= 0) break;
        for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
            at += sizeof(inotify_event) + event->len;
            lost = lost || (event->mask & IN_Q_OVERFLOW) != 0;
            if ((event->mask & IN_IGNORED) != 0) folders_.erase(event->wd);
            const auto folder = folders_.find(event->wd);
            if (folder == folders_.end() || event->len == 0 || event->name[0] == '.') continue;
            const fs::path path = folder->second / static_cast<const char*>(event->name);
            const bool is_folder = (event->mask & IN_ISDIR) != 0;
            if (is_folder && (event->mask & (IN_CREATE | IN_MOVED_TO)) != 0)
                walk(path, files);
            else if (!is_folder && (event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0)
                files.push_back(path.string());
        }
    }
    if (lost)
        for (const fs::path& root : roots_) walk(root, files);
    return files;
}

} // namespace sitrep
