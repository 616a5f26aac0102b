#include "indexer/reader_walk.h"

#include "indexer/reader_member.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <dirent.h>
#include <sys/stat.h>

namespace sitrep {
namespace {

std::string errno_text(int number) {
    return std::generic_category().message(number);
}

std::optional<std::uint64_t> sum_sizes(const std::vector<std::string>& inputs) {
    std::uint64_t sum = 0;
    struct stat status {};
    for (const std::string& input : inputs) {
        if (input == "-") return {};
        if (::stat(input.c_str(), &status) != 0) continue; // will be rejected
        if (!S_ISREG(status.st_mode)) return {};
        sum += static_cast<std::uint64_t>(status.st_size);
    }
    return sum;
}

std::string joined(const std::string& directory, const char* name) {
    return directory.ends_with('/') ? directory + name : directory + '/' + name;
}

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

// The entries of a directory, last name first. False: errno says why.
bool list(const std::string& path, std::vector<std::string>& entries) {
    const std::unique_ptr<DIR, CloseDirectory> directory(::opendir(path.c_str()));
    if (!directory) return false;
    errno = 0;
    while (const dirent* entry = ::readdir(directory.get()))
        if (entry->d_name[0] != '.') entries.push_back(joined(path, entry->d_name));
    std::sort(entries.begin(), entries.end(), std::greater<>());
    return errno == 0;
}

} // namespace

InputWalk::InputWalk(std::vector<std::string> inputs)
    : pending_(inputs.rbegin(), inputs.rend()), given_left_(inputs.size()),
      bytes_total_(sum_sizes(inputs)) {}

InputWalk::Result InputWalk::next(std::string& path, Reject& reject) {
    while (!pending_.empty()) {
        path = std::move(pending_.back());
        pending_.pop_back();
        const bool given = pending_.size() < given_left_;
        given_left_ = std::min(given_left_, pending_.size());
        if (path == "-" && given) return Result::file;
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            reject = make_reject({path, 0}, "cannot open it: " + errno_text(errno));
            return Result::reject;
        }
        // Given by name, a pipe or device is read like a file.
        if (S_ISREG(status.st_mode) || (given && !S_ISDIR(status.st_mode))) return Result::file;
        if (!S_ISDIR(status.st_mode)) {
            reject = make_reject({path, 0}, "it is no regular file");
            return Result::reject;
        }
        if (!entered_.emplace(status.st_dev, status.st_ino).second) continue;
        if (enter(path, reject) == Result::reject) return Result::reject;
    }
    return Result::end;
}

InputWalk::Result InputWalk::enter(const std::string& path, Reject& reject) {
    std::vector<std::string> entries;
    const bool listed = list(path, entries);
    const int number = errno;
    pending_.insert(pending_.end(), std::make_move_iterator(entries.begin()),
                    std::make_move_iterator(entries.end()));
    if (listed) return Result::file;
    reject = make_reject({path, 0}, "cannot read the directory: " + errno_text(number));
    return Result::reject;
}

} // namespace sitrep
