#include "indexer/progress.h"

#include <cstdio>

#include <fmt/format.h>

namespace sitrep {

std::string describe(const ProgressState& state, double seconds) {
    const double rate = seconds > 0 ? static_cast<double>(state.bytes) / seconds : 0;
    std::string line =
        fmt::format("{} articles, {:.0f}/s, {:.1f} MB/s", state.documents,
                    seconds > 0 ? static_cast<double>(state.documents) / seconds : 0, rate / 1e6);
    if (state.rejects > 0) line += fmt::format(", {} rejected", state.rejects);
    if (state.bytes_total && *state.bytes_total >= state.bytes && rate > 0) {
        const auto left = static_cast<std::uint64_t>(
            static_cast<double>(*state.bytes_total - state.bytes) / rate);
        line += fmt::format(", {:02}:{:02} left", left / 60, left % 60);
    }
    return line;
}

void Progress::update(const ProgressState& state) {
    if (!on_) return;
    const Clock::time_point now = Clock::now();
    if (now - last_ < std::chrono::milliseconds(500)) return;
    last_ = now;
    fmt::print(stderr, "\r\x1b[K{}", describe(state, seconds()));
    std::fflush(stderr);
    shown_ = true;
}

void Progress::clear() {
    if (!shown_) return;
    fmt::print(stderr, "\r\x1b[K");
    shown_ = false;
}

double Progress::seconds() const {
    return std::chrono::duration<double>(Clock::now() - started_).count();
}

} // namespace sitrep
