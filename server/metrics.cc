#include "server/metrics.h"

#include "server/routes.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

std::string label_of(std::size_t number) {
    if (number == routes().size()) return "path=\"\",method=\"\"";
    const Route& route = routes()[number];
    return fmt::format("path=\"{}\",method=\"{}\"", route.path, route.method);
}

std::string heading(std::string_view name, std::string_view type, std::string_view help) {
    return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

} // namespace

Metrics::Metrics()
    : routes_(routes().size()), counters_(std::make_unique<Counters[]>(routes_ + 1)) {}

void Metrics::count(const Route* route, int status, double seconds, std::uint64_t bytes) {
    const std::size_t number =
        route == nullptr ? routes_ : static_cast<std::size_t>(route - routes().data());
    Counters& counters = counters_[number];
    ++counters.by_class[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))];
    const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
    ++counters.buckets[static_cast<std::size_t>(bucket)];
    counters.microseconds += static_cast<std::uint64_t>(seconds * 1e6);
    counters.bytes += bytes;
}

std::string Metrics::text() const {
    std::string requests =
        heading("sitrep_requests_total", "counter", "Requests by route and class of status.");
    std::string sent = heading("sitrep_sent_bytes_total", "counter", "Bytes of bodies sent.");
    std::string times = heading("sitrep_request_seconds", "histogram",
                                "Time from the head of a request to the end of its answer.");
    for (std::size_t number = 0; number <= routes_; ++number) {
        const Counters& counters = counters_[number];
        const std::string label = label_of(number);
        std::uint64_t all = 0;
        for (std::size_t c = 0; c < counters.by_class.size(); ++c)
            if (const std::uint64_t count = counters.by_class[c]; count > 0)
                requests += fmt::format("sitrep_requests_total{{{},status=\"{}xx\"}} {}\n", label,
                                        c, count);
        for (const auto& bucket : counters.buckets) all += bucket;
        if (all == 0) continue;
        sent += fmt::format("sitrep_sent_bytes_total{{{}}} {}\n", label, counters.bytes.load());
        std::uint64_t below = 0;
        for (std::size_t b = 0; b < bounds.size(); ++b) {
            below += counters.buckets[b];
            times += fmt::format("sitrep_request_seconds_bucket{{{},le=\"{}\"}} {}\n", label,
                                 bounds[b], below);
        }
        times += fmt::format("sitrep_request_seconds_bucket{{{0},le=\"+Inf\"}} {1}\n"
                             "sitrep_request_seconds_sum{{{0}}} {2}\n"
                             "sitrep_request_seconds_count{{{0}}} {1}\n",
                             label, all, static_cast<double>(counters.microseconds.load()) / 1e6);
    }
    return requests + sent + times +
           gauge("sitrep_connections", "Connections open.", static_cast<double>(connections));
}

std::string gauge(std::string_view name, std::string_view help, double value) {
    return heading(name, "gauge", help) + fmt::format("{} {}\n", name, value);
}

} // namespace sitrep
