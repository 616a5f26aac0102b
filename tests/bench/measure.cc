#include "measure.h"

#include "schema/error.h"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <iostream>
#include <numeric>

#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sitrep::bench {
namespace {

double seconds_by(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double seconds_of(clockid_t clock, const std::function<void()>& work) {
    const double started = seconds_by(clock);
    work();
    return seconds_by(clock) - started;
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

QueryCost summary(std::vector<std::vector<double>> times) {
    std::vector<double> each;
    for (std::vector<double>& of_query : times) each.push_back(median(std::move(of_query)));
    std::sort(each.begin(), each.end());
    const double sum = std::accumulate(each.begin(), each.end(), 0.0);
    return {sum / static_cast<double>(each.size()), each[each.size() * 95 / 100]};
}

} // namespace

double seconds_of(const std::function<void()>& work) {
    return seconds_of(CLOCK_MONOTONIC, work);
}

double thread_seconds_of(const std::function<void()>& work) {
    return seconds_of(CLOCK_THREAD_CPUTIME_ID, work);
}

double thread_cpu_seconds() {
    return seconds_by(CLOCK_THREAD_CPUTIME_ID);
}

double cpu_seconds() {
    return seconds_by(CLOCK_PROCESS_CPUTIME_ID);
}

ProcessCost cost_in_process(const std::function<void()>& work) {
    std::cout.flush();
    ::malloc_trim(0); // or the child works in what this process has freed
    const pid_t child = ::fork();
    if (child < 0) throw Error(ErrorKind::internal, "cannot start a process");
    if (child == 0) {
        int code = 0;
        try {
            work();
        } catch (const Error& error) {
            std::cerr << error.message << '\n';
            code = 1;
        } catch (const std::exception& error) {
            std::cerr << error.what() << '\n';
            code = 1;
        }
        std::cout.flush();
        std::fflush(stdout);
        ::_exit(code);
    }
    int status = 0;
    rusage usage{};
    if (::wait4(child, &status, 0, &usage) != child || status != 0)
        throw Error(ErrorKind::internal, "a measured process failed");
    return {static_cast<double>(usage.ru_maxrss) / 1024,
            seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

QueryCost cost_of(const std::vector<std::string>& queries, std::size_t rounds,
                  const std::function<void(const std::string&)>& ask, Stopwatch watch) {
    std::vector<std::vector<double>> times(queries.size());
    for (std::size_t round = 0; round < rounds * 3 + 1; ++round)
        for (std::size_t q = 0; q < queries.size(); ++q) {
            const double taken = watch([&] { ask(queries[q]); });
            if (round > 0) times[q].push_back(taken * 1e3); // the first warms up
        }
    return summary(std::move(times));
}

std::vector<QueryCost>
costs_in_turn(const std::vector<std::string>& queries, std::size_t rounds,
              const std::vector<std::function<void(const std::string&)>>& engines) {
    std::vector<std::vector<std::vector<double>>> times(engines.size());
    for (auto& of_engine : times) of_engine.resize(queries.size());
    for (std::size_t round = 0; round < rounds * 3; ++round)
        for (std::size_t q = 0; q < queries.size(); ++q)
            for (std::size_t turn = 0; turn < engines.size(); ++turn) {
                const std::size_t engine = (turn + round) % engines.size();
                if (!engines[engine]) continue;
                engines[engine](queries[(q + queries.size() - 1) % queries.size()]);
                times[engine][q].push_back(thread_seconds_of([&] { engines[engine](queries[q]); }) *
                                           1e3);
            }
    std::vector<QueryCost> costs(engines.size());
    for (std::size_t engine = 0; engine < engines.size(); ++engine)
        if (engines[engine]) costs[engine] = summary(std::move(times[engine]));
    return costs;
}

} // namespace sitrep::bench
