// Time and memory of pieces of work.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace sitrep::bench {

inline constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

double seconds_of(const std::function<void()>& work); // by the clock
// Of this thread: searching runs on one, and others do not disturb it.
double thread_seconds_of(const std::function<void()>& work);
double thread_cpu_seconds();
double cpu_seconds(); // of this process so far, all threads

// What a piece of work takes in a process of its own, so that nothing else is in its memory. Throws
// where it fails.
struct ProcessCost {
    double peak_megabytes = 0; // resident
    double cpu_seconds = 0;
};
ProcessCost cost_in_process(const std::function<void()>& work);

double median(std::vector<double> values);

// Of milliseconds for each query, the median of all rounds: their mean and 95th percentile.
struct QueryCost {
    double mean = not_measured;
    double p95 = not_measured;
};
using Stopwatch = double (*)(const std::function<void()>&); // seconds of a piece of work
QueryCost cost_of(const std::vector<std::string>& queries, std::size_t rounds,
                  const std::function<void(const std::string&)>& ask,
                  Stopwatch watch = thread_seconds_of);

// The same of several engines, in turn for each query, so that what else the machine does meanwhile
// meets all alike and their ratios hold. Just before a query is timed the same engine answers the
// one before it, untimed: it then finds the processor's caches as in a stream of queries of its
// own, not as its rivals left them, but not the query's own lists either, as it would if that were
// asked twice. Who begins changes from round to round. Empty functions are left out: not measured.
std::vector<QueryCost>
costs_in_turn(const std::vector<std::string>& queries, std::size_t rounds,
              const std::vector<std::function<void(const std::string&)>>& engines);

} // namespace sitrep::bench
