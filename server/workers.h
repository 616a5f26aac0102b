// Threads that serve connections, one each.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sitrep {

class Workers {
  public:
    explicit Workers(unsigned threads);
    ~Workers() { finish(); }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    void add(std::function<void()> job);
    // Ends when all jobs are done.
    void finish();
    // Whether jobs wait for a thread: a thread that only waits for its client should let it go.
    bool is_crowded() const { return waiting_.load(std::memory_order_relaxed) > 0; }

  private:
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
    std::atomic<std::size_t> waiting_ = 0;
    bool finishing_ = false;
    std::vector<std::thread> threads_;
};

} // namespace sitrep
