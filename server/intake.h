// Articles that come over HTTP -> the index. Requests that come close together are one commit; the
// index is held only while one is written, so that sitrep-index can run beside.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace sitrep {

// What became of a record of a batch.
struct IntakeResult {
    enum class Status : std::uint8_t { added, updated, unchanged, rejected };
    std::uint64_t line = 0; // of the body, 1-based, where the record begins
    std::string id;         // empty where it has none
    Status status = Status::rejected;
    std::string reason; // of a reject
};
std::string_view name_of(IntakeResult::Status status);

class Intake {
  public:
    // Waits for `patience` while another process writes to the index.
    Intake(std::filesystem::path index, std::chrono::milliseconds patience);
    // Waits for the batches that are in.
    ~Intake();
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;

    // Indexes the articles of a body: JSON Lines, or a JSON array, in UTF-8. On return they are on
    // disk and searchers see them. The same batch again changes nothing. Throws Error{busy} when
    // somebody else writes to the index for long, or too much waits already.
    std::vector<IntakeResult> add(std::string_view body);

    std::size_t waiting() const { return waiting_; } // batches

  private:
    struct Batch;
    void work();
    void write(const std::vector<std::shared_ptr<Batch>>& batches) const;

    std::filesystem::path index_;
    std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Batch>> queue_;
    std::size_t queued_bytes_ = 0;
    std::atomic<std::size_t> waiting_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace sitrep
