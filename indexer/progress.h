// One line that tells how an indexing run is getting on, on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace sitrep {

struct ProgressState {
    std::uint64_t documents = 0;
    std::uint64_t rejects = 0;
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> bytes_total;
};

class Progress {
  public:
    // Silent unless `on`; writes to standard error.
    explicit Progress(bool on) : on_(on) {}
    // Shows the state, at most twice a second.
    void update(const ProgressState& state);
    // Removes the line.
    void clear();
    double seconds() const;

  private:
    using Clock = std::chrono::steady_clock;
    bool on_;
    bool shown_ = false;
    Clock::time_point started_ = Clock::now();
    Clock::time_point last_{};
};

// "15,098 articles, 4.8 MB/s, 2 rejected, 00:12 left"
std::string describe(const ProgressState& state, double seconds);

} // namespace sitrep
