// What the server has done, in the text format of Prometheus. (Written here rather than by
// prometheus-cpp: a few counters need no registry, and no second HTTP server.)
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sitrep {

struct Route;

// Counts requests by route and how they ended. Thread-safe.
class Metrics {
  public:
    Metrics();

    // `route`: none for requests that no route answered.
    void count(const Route* route, int status, double seconds, std::uint64_t bytes);
    // Without the gauges.
    std::string text() const;

    std::atomic<std::int64_t> connections = 0; // open

  private:
    // Upper bounds of the buckets of latencies, in seconds.
    static constexpr std::array bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                       0.1,   0.25,   0.5,   1.0,  2.5,   10.0};
    struct Counters {
        std::array<std::atomic<std::uint64_t>, 6> by_class{}; // 2xx at 2
        std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets{};
        std::atomic<std::uint64_t> microseconds = 0;
        std::atomic<std::uint64_t> bytes = 0;
    };
    std::size_t routes_;
    std::unique_ptr<Counters[]> counters_; // by number of the route; the last one for no route
};

// "# TYPE name gauge" and its value.
std::string gauge(std::string_view name, std::string_view help, double value);

} // namespace sitrep
