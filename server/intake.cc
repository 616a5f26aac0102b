#include "server/intake.h"

#include "indexer/index_writer.h"
#include "indexer/reader.h"
#include "schema/error.h"
#include "schema/layout.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <future>
#include <map>
#include <optional>
#include <variant>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

namespace sitrep {
namespace {

constexpr std::chrono::milliseconds gathering{100}; // what comes within is one commit
constexpr std::size_t most_queued_bytes = 64U << 20;

// Bytes in memory under a path, for the readers of files.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view bytes) : fd_(::memfd_create("batch", MFD_CLOEXEC)) {
        if (fd_ < 0) throw Error(ErrorKind::internal, "no memory for a batch");
        while (!bytes.empty()) {
            const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
            if (written <= 0) throw Error(ErrorKind::internal, "no memory for a batch");
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    ~MemoryFile() { ::close(fd_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    std::string path() const { return fmt::format("/proc/self/fd/{}", fd_); }

  private:
    int fd_;
};

} // namespace

struct Intake::Batch {
    std::size_t bytes = 0;
    std::vector<IntakeResult> results;
    std::vector<std::pair<Article, std::size_t>> articles; // and their results
    std::promise<void> done;
};

std::string_view name_of(IntakeResult::Status status) {
    switch (status) {
    case IntakeResult::Status::added: return "added";
    case IntakeResult::Status::updated: return "updated";
    case IntakeResult::Status::unchanged: return "unchanged";
    case IntakeResult::Status::rejected: break;
    }
    return "rejected";
}

Intake::Intake(std::filesystem::path index, std::chrono::milliseconds patience)
    : index_(std::move(index)), patience_(patience), thread_([this] { work(); }) {}

Intake::~Intake() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

std::vector<IntakeResult> Intake::add(std::string_view body) {
    const auto batch = std::make_shared<Batch>();
    batch->bytes = body.size();
    const MemoryFile file(body);
    ReadOptions options;
    options.format = "jsonl";
    RecordStream stream({file.path()}, options);
    for (Record record; stream.next(record);) {
        IntakeResult result;
        if (auto* article = std::get_if<Article>(&record)) {
            result.line = article->origin.line;
            result.id = article->id;
            article->origin.file = "POST";
            batch->articles.emplace_back(std::move(*article), batch->results.size());
        } else {
            const auto& reject = std::get<Reject>(record);
            result.line = reject.origin.line;
            result.reason = reject.reason;
        }
        batch->results.push_back(std::move(result));
    }
    if (batch->articles.empty()) return std::move(batch->results);
    std::future<void> done = batch->done.get_future();
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || (!queue_.empty() && queued_bytes_ + batch->bytes > most_queued_bytes))
            throw Error(ErrorKind::busy, "too many articles wait to be indexed");
        queued_bytes_ += batch->bytes;
        queue_.push_back(batch);
        waiting_ = queue_.size();
    }
    changed_.notify_all();
    done.get();
    return std::move(batch->results);
}

void Intake::work() {
    for (;;) {
        std::vector<std::shared_ptr<Batch>> batches;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            changed_.wait_for(lock, gathering, [&] { return stopping_; });
            batches.assign(queue_.begin(), queue_.end());
            queue_.clear();
            queued_bytes_ = 0;
            waiting_ = 0;
        }
        try {
            write(batches);
        } catch (...) {
            for (const auto& batch : batches) {
                try {
                    batch->done.set_exception(std::current_exception());
                } catch (const std::future_error&) {
                    // It was answered; the failure came while shards were merged.
                }
            }
        }
    }
}

void Intake::write(const std::vector<std::shared_ptr<Batch>>& batches) const {
    std::multimap<std::string, std::string> rejected; // id, reason
    WriterOptions options;
    options.on_reject = [&](const Article& article, const std::string& reason) {
        rejected.emplace(article.id, reason);
    };
    options.lock_wait = patience_;     // sitrep-index may hold it for a while
    std::vector<std::string> problems; // told when the index was built
    const auto writer =
        std::make_unique<IndexWriter>(index_, load_gazetteer(index_, problems), options);
    for (const auto& batch : batches)
        for (auto& [article, number] : batch->articles) {
            const WriterCounts before = writer->counts();
            writer->add(std::move(article));
            const WriterCounts& after = writer->counts();
            batch->results[number].status = after.added > before.added ? IntakeResult::Status::added
                                            : after.updated > before.updated
                                                ? IntakeResult::Status::updated
                                                : IntakeResult::Status::unchanged;
        }
    writer->flush();
    for (const auto& batch : batches) {
        for (IntakeResult& result : batch->results)
            if (const auto found = rejected.find(result.id);
                found != rejected.end() && result.status != IntakeResult::Status::unchanged) {
                result.status = IntakeResult::Status::rejected;
                result.reason = found->second;
            }
        batch->done.set_value();
    }
    writer->finish(); // merges small shards, while nobody waits
}

} // namespace sitrep
