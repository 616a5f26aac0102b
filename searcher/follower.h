// Reads every commit of an index as it comes, so that the searchers of this process that share
// columns find it read: a large merge then keeps no search waiting.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

namespace sitrep {

class ColumnStore;

class ViewFollower {
  public:
    // Looks every `interval` whether there was a commit.
    ViewFollower(const std::filesystem::path& index, std::chrono::milliseconds interval);
    ~ViewFollower();
    ViewFollower(const ViewFollower&) = delete;
    ViewFollower& operator=(const ViewFollower&) = delete;

    // Reads what was committed until now: on return, searches see it.
    void catch_up();

  private:
    void work(std::chrono::milliseconds interval);

    std::shared_ptr<ColumnStore> store_;
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace sitrep
