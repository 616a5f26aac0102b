#include "indexer/follow_folders.h"

#include "schema/error.h"

#include <chrono>

#include <fmt/format.h>
#include <sys/stat.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

// The file as it is now; false: there is none.
bool look_at(const std::string& path, SeenFile& file) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    file.path = path;
    file.modified = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    file.size = status.st_size;
    return true;
}

std::string in_full(const fs::path& path) {
    std::error_code error;
    const fs::path full = fs::weakly_canonical(path, error);
    return error ? path.string() : full.string();
}

bool is_below(const std::string& path, const std::string& folder) {
    return path.starts_with(folder) &&
           (folder.ends_with('/') || path.size() == folder.size() || path[folder.size()] == '/');
}

} // namespace

FolderFollower::FolderFollower(const FollowStore& store, Arrivals& arrivals, Rejects& rejects,
                               ReadOptions options, fs::path index)
    : store_(store), arrivals_(arrivals), rejects_(rejects), options_(std::move(options)),
      index_(in_full(index)) {}

void FolderFollower::add(Source source) {
    try {
        const std::vector<std::string> files = watch_.add(source.address);
        note_success(source, now_seconds(), std::chrono::seconds(0), 0);
        arrivals_.add(source);
        sources_.push_back(std::move(source));
        enqueue(files);
    } catch (const Error& error) {
        ++failures_;
        fmt::print(stderr, "{}\n", error.message);
        note_failure(source, now_seconds(), std::chrono::seconds(0), error.message, {});
        arrivals_.add(std::move(source));
    }
}

void FolderFollower::enqueue(const std::vector<std::string>& files) {
    for (const std::string& file : files)
        if (source_of(file) && !is_below(in_full(file), index_) && is_waiting_.insert(file).second)
            waiting_.push_back(file);
}

std::optional<std::size_t> FolderFollower::source_of(const std::string& path) const {
    for (std::size_t i = 0; i < sources_.size(); ++i)
        if (is_below(path, sources_[i].address)) return i;
    return std::nullopt;
}

bool FolderFollower::open_next() {
    while (!waiting_.empty()) {
        const std::string path = std::move(waiting_.front());
        waiting_.pop_front();
        is_waiting_.erase(path);
        SeenFile mark;
        const auto source = source_of(path);
        if (!source || !look_at(path, mark)) continue;
        mark.source = sources_[*source].number;
        if (store_.has_file(mark)) continue;
        fresh_ = 0;
        reading_.emplace(Reading{RecordStream({path}, options_), std::move(mark), *source});
        return true;
    }
    return false;
}

void FolderFollower::finish_file() {
    Source& source = sources_[reading_->source];
    note_success(source, now_seconds(), std::chrono::seconds(0), fresh_);
    arrivals_.add(std::move(reading_->mark));
    arrivals_.add(source);
    reading_.reset();
}

bool FolderFollower::read_some() {
    if (sources_.empty()) return false;
    enqueue(watch_.changed());
    constexpr int most_records = 200; // so that other sources have their turn
    for (int i = 0; i < most_records && !arrivals_.is_full(); ++i) {
        if (!reading_ && !open_next()) return false;
        Record record;
        if (!reading_->records.next(record)) {
            finish_file();
        } else if (auto* article = std::get_if<Article>(&record)) {
            ++fresh_;
            arrivals_.add(std::move(*article));
        } else {
            rejects_.add(std::get<Reject>(record));
        }
    }
    return true;
}

} // namespace sitrep
