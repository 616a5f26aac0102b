#include "server/log.h"

#include "schema/date.h"
#include "searcher/render_json_writer.h"

#include <cmath>
#include <string>

#include <fmt/format.h>
#include <sys/time.h>
#include <unistd.h>

namespace sitrep {
namespace {

// "2026-11-24T10:00:00.123Z"
std::string now_text() {
    timeval now{};
    ::gettimeofday(&now, nullptr);
    constexpr std::int64_t seconds_per_day = 86400;
    const std::int64_t second = now.tv_sec % seconds_per_day;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z",
                       format_day(static_cast<Day>(now.tv_sec / seconds_per_day)), second / 3600,
                       second / 60 % 60, second % 60, now.tv_usec / 1000);
}

// A line at once: threads do not write into each other's.
template <typename F>
void write_line(std::string_view level, F&& members) {
    std::string line;
    JsonWriter json(line);
    json.object([&] {
        json.member("time", now_text());
        json.member("level", level);
        members(json);
    });
    line += '\n';
    static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
}

} // namespace

void log_fault(std::string_view where, std::string_view what) {
    write_line("error", [&](JsonWriter& json) {
        json.member("where", where);
        json.member("message", what);
    });
}

void log_note(std::string_view what) {
    write_line("info", [&](JsonWriter& json) { json.member("message", what); });
}

void log_request(const LoggedRequest& request, const LogOptions& options) {
    if (!options.requests) return;
    constexpr std::size_t most = 512;
    write_line("info", [&](JsonWriter& json) {
        json.member("method", request.method);
        json.member("path", request.path.substr(0, most));
        if (options.queries) json.member("query", request.query.substr(0, most));
        json.member("status", static_cast<unsigned>(request.status));
        json.member("ms", std::round(request.milliseconds * 1000) / 1000);
        json.member("bytes", request.bytes);
        json.member("remote", request.remote);
        json.member_or_null("key", request.key);
    });
}

} // namespace sitrep
