#include "indexer/follow.h"

#include "indexer/follow_arrivals.h"
#include "indexer/follow_feeds.h"
#include "indexer/follow_folders.h"
#include "indexer/input_stream.h"
#include "indexer/opml.h"
#include "schema/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int some_failed = 3;

// SIGINT and SIGTERM, as a descriptor that becomes readable.
std::array<int, 2> stop_pipe{-1, -1};
volatile std::sig_atomic_t stop_asked = 0;

void on_stop(int) {
    const int error = errno;
    stop_asked = 1;
    [[maybe_unused]] const ssize_t written = ::write(stop_pipe[1], "", 1);
    errno = error;
}

void listen_for_stop() {
    stop_asked = 0;
    if (stop_pipe[0] < 0 && ::pipe2(stop_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        throw Error(ErrorKind::internal, std::strerror(errno));
    struct sigaction action {};
    action.sa_handler = on_stop;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::signal(SIGPIPE, SIG_IGN); // servers hang up
}

bool is_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

std::string whole_file(const std::string& path) {
    InputStream stream(path);
    std::string content;
    for (std::string_view some = stream.peek(); !some.empty(); some = stream.peek()) {
        content.append(some);
        stream.skip(some.size());
        constexpr std::size_t most = 16U << 20;
        if (content.size() > most) break;
    }
    return content;
}

// What an input names -> sources in the store.
void add_sources(FollowStore& store, const std::string& input) {
    std::error_code error;
    if (is_address(input)) {
        store.add(SourceKind::feed, input, "");
    } else if (fs::is_directory(input, error)) {
        store.add(SourceKind::folder, fs::weakly_canonical(input, error).string(), "");
    } else if (fs::exists(input, error)) {
        const std::vector<OpmlFeed> feeds = read_opml(whole_file(input), input);
        if (feeds.empty()) throw Error(ErrorKind::input, fmt::format("{} lists no feeds", input));
        for (const OpmlFeed& feed : feeds) store.add(SourceKind::feed, feed.url, feed.title);
    } else {
        throw Error(ErrorKind::usage, fmt::format("cannot follow {}", input),
                    "name the address of a feed, a folder, or a list of feeds (OPML)");
    }
}

WriterOptions writer_options(const IndexCommand& command) {
    WriterOptions options;
    options.threads = command.threads;
    options.enrich = command.enrich;
    return options;
}

class Follower {
  public:
    Follower(const IndexCommand& command, std::shared_ptr<const Gazetteer> gazetteer)
        : command_(command), store_(command.index, FollowStore::Mode::write),
          rejects_(command.rejects.value_or(command.index / "rejects.jsonl")),
          client_({command.follow.allow_private, command.follow.host_pause, 32}),
          arrivals_(command.index, std::move(gazetteer), writer_options(command), store_, rejects_),
          feeds_(client_, store_, arrivals_, rejects_,
                 {command.follow.every, command.follow.time, command.follow.fetch_articles,
                  make_plan(command.read)}),
          folders_(store_, arrivals_, rejects_, command.read, command.index) {}

    int run() {
        for (const std::string& input : command_.inputs) add_sources(store_, input);
        const std::vector<Source> sources = store_.sources();
        if (sources.empty())
            throw Error(ErrorKind::usage, "there is nothing to follow",
                        "name the address of a feed, a folder, or a list of feeds (OPML)");
        for (const Source& source : sources)
            source.kind == SourceKind::feed ? feeds_.add(source) : folders_.add(source);
        listen_for_stop();
        if (!command_.follow.once)
            fmt::print(stderr, "following {} source{}; end with Ctrl-C\n", sources.size(),
                       sources.size() == 1 ? "" : "s");
        // Run every so often, the last run's end must not make this one too early.
        const std::int64_t every = command_.follow.every.count();
        const std::int64_t slack = std::min<std::int64_t>(every / 10, 30);
        feeds_.start_due(now_seconds(), command_.follow.once ? slack : 0);
        while (stop_asked == 0) {
            const bool more = folders_.read_some();
            commit_due();
            if (command_.follow.once && !more && !feeds_.is_polling()) break;
            if (!command_.follow.once && !arrivals_.is_full()) feeds_.start_due(now_seconds());
            wait(more);
        }
        return finish();
    }

  private:
    // Where others write to the index, the batch waits for them.
    void commit_due() {
        const auto now = Clock::now();
        const auto due = arrivals_.due();
        if (!due || *due > now || retry_at_ > now) return;
        if (arrivals_.commit()) {
            blocked_since_.reset();
            return;
        }
        retry_at_ = now + 200ms;
        if (!blocked_since_) blocked_since_ = now;
        if (now - *blocked_since_ < 60s) return;
        blocked_since_ = now;
        fmt::print(stderr, "another process has been writing to the index for a minute; what "
                           "arrived waits\n");
    }

    void wait(bool more) {
        auto timeout = std::chrono::milliseconds(60'000);
        if (const auto next = feeds_.next_due())
            timeout = std::clamp<std::chrono::milliseconds>(
                std::chrono::seconds(*next - now_seconds()), 100ms, timeout);
        if (const auto due = arrivals_.due())
            timeout = std::min(timeout, std::chrono::ceil<std::chrono::milliseconds>(
                                            std::max(*due, retry_at_) - Clock::now()));
        if (more && !arrivals_.is_full()) timeout = 0ms;
        const std::array<int, 2> descriptors{stop_pipe[0], folders_.descriptor()};
        client_.wait(std::max(timeout, 0ms), descriptors);
    }

    int finish() {
        constexpr auto longest = 30s; // for another's commit
        const auto until = Clock::now() + longest;
        bool committed = arrivals_.commit();
        while (!committed && Clock::now() < until) {
            ::usleep(200'000);
            committed = arrivals_.commit();
        }
        if (!committed)
            fmt::print(stderr, "another process writes to the index; what arrived last is fetched "
                               "again the next time\n");
        rejects_.summarise();
        const WriterCounts& counts = arrivals_.counts();
        fmt::print(stderr, "{} new, {} updated, {} unchanged\n", counts.added, counts.updated,
                   counts.unchanged);
        const std::uint64_t failures = feeds_.failures() + folders_.failures();
        if (failures > 0)
            fmt::print(stderr, "{} source{} failed; --sources says how\n", failures,
                       failures == 1 ? "" : "s");
        return failures + rejects_.count() > 0 ? some_failed : 0;
    }

    const IndexCommand& command_;
    FollowStore store_;
    Rejects rejects_;
    HttpClient client_;
    Arrivals arrivals_;
    FeedFollower feeds_;
    FolderFollower folders_;
    Clock::time_point retry_at_{};
    std::optional<Clock::time_point> blocked_since_;
};

} // namespace

int follow(const IndexCommand& command) {
    return Follower(command, gazetteer_of(command.index)).run();
}

int print_sources(const fs::path& index) {
    if (!has_followed(index)) {
        fmt::print(stderr, "{} follows no sources\n", index.string());
        return 0;
    }
    const std::int64_t now = now_seconds();
    for (const Source& source : FollowStore(index, FollowStore::Mode::read).sources()) {
        fmt::print("{}\n", state_line(source, now));
        if (is_silent(source, now))
            fmt::print(stderr, "warning: {} used to bring something new and has fallen silent\n",
                       source.name);
    }
    return 0;
}

void forget_source(const fs::path& index, const std::string& name) {
    if (has_followed(index) && FollowStore(index, FollowStore::Mode::write).forget(name)) return;
    throw Error(ErrorKind::usage, fmt::format("no source is called {}", name),
                "--sources lists them");
}

} // namespace sitrep
