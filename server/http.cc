#include "server/http.h"

#include "searcher/follower.h"
#include "server/connection.h"
#include "server/forwarded.h"
#include "server/guard.h"
#include "server/intake.h"
#include "server/keys.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/problem.h"
#include "server/routes.h"
#include "server/send.h"
#include "server/url.h"
#include "server/workers.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <httplib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sitrep {
namespace {

constexpr int backlog = 1024;
constexpr std::size_t most_exports = 4; // at once
constexpr std::size_t longest_path = 4096;

// "/search?q=x" -> "/search", "q=x"
std::pair<std::string_view, std::string_view> split_target(std::string_view target) {
    target = target.substr(0, target.find('#'));
    const std::size_t question = std::min(target.find('?'), target.size());
    return {target.substr(0, question), target.substr(std::min(question + 1, target.size()))};
}

// "application/json"
std::string media_type(std::string_view header) {
    std::string type(header.substr(0, header.find(';')));
    while (!type.empty() && type.back() == ' ') type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return type;
}

HttpRequest request_of(const RequestHead& head, RouteMatch& match, std::string_view path,
                       std::string_view query) {
    HttpRequest request;
    request.method = head.method == "HEAD" ? "GET" : head.method;
    request.path = decode_path(path);
    request.query = query;
    request.path_values = std::move(match.values);
    request.content_type = media_type(head.header("content-type"));
    request.accept = head.header("accept");
    request.if_none_match = head.header("if-none-match");
    request.last_event_id = head.header("last-event-id");
    request.authorization = head.header("authorization");
    request.host = head.header("host");
    return request;
}

// An address may be taken although no one listens there any more.
void reuse_address(int socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

} // namespace

// The library listens and accepts; what is said on a connection is said here.
struct HttpServer::Impl : httplib::Server {
    explicit Impl(const ServerOptions& given);

    void bind();
    std::string address() const;
    bool process_and_close_socket(socket_t socket) override;
    void serve_connection(Connection& connection);
    bool serve_request(Connection& connection, bool is_last);
    bool answer_request(Connection& connection, const RequestHead& head, SendOptions options);
    std::optional<HttpResponse> refusal(const RequestHead& head, std::string_view path,
                                        const RouteMatch& match);
    std::optional<HttpResponse> refusal_by_keys(const RequestHead& head, const Route& route) const;

    ServerOptions options;
    Searchers searchers;
    Searchers exports;
    std::unique_ptr<Alerts> alerts;       // none: not kept
    std::optional<ViewFollower> follower; // none: searches look themselves
    Keys keys;
    Metrics metrics;
    Intake intake;
    std::atomic<bool> stopping = false;
    Site site{searchers,
              exports,
              intake,
              metrics,
              stopping,
              options.index,
              [this] { return public_url(); },
              nullptr};
    std::mutex reloading; // guards options.log, public_url and trusted_proxies
    std::string public_url() {
        const std::lock_guard lock(reloading);
        return options.public_url;
    }
    std::vector<std::string> trusted_proxies() {
        const std::lock_guard lock(reloading);
        return options.trusted_proxies;
    }
    ConnectionLimits limits;
    int listening = -1;
    Workers* workers = nullptr; // while running
};

namespace {

// Hands the library's jobs to threads of ours.
class Queue : public httplib::TaskQueue {
  public:
    Queue(unsigned threads, Workers*& shown) : workers_(threads), shown_(shown) {
        shown_ = &workers_;
    }
    void enqueue(std::function<void()> job) override { workers_.add(std::move(job)); }
    void shutdown() override { workers_.finish(); }

  private:
    Workers workers_;
    Workers*& shown_;
};

unsigned usual_searches() {
    return std::max(4U, 2 * std::thread::hardware_concurrency());
}

} // namespace

HttpServer::Impl::Impl(const ServerOptions& given)
    : options(given), searchers(given.index, given.searches > 0 ? given.searches : usual_searches(),
                                given.partial, std::size_t{given.known_results} << 20),
      exports(given.index, most_exports, given.partial),
      keys(given.keys.empty() ? usual_keys(given.index) : given.keys, given.open),
      intake(given.index, given.intake_patience) {
    if (!is_loopback(options.host) && keys.empty())
        throw Error(ErrorKind::usage,
                    fmt::format("{} is not an address of this machine alone", options.host),
                    "make a key with --add-key NAME; without keys the server serves loopback only");
    if (options.threads == 0)
        throw Error(ErrorKind::usage, "a server needs a thread", "--threads 64");
    set_socket_options([this](socket_t socket) {
        reuse_address(socket);
        listening = socket;
    });
    new_task_queue = [this] { return new Queue(options.threads, workers); };
    bind();
    if (options.follow.count() > 0)
        site.follower = &follower.emplace(options.index, options.follow);
    if (!options.alerts) return;
    std::string& base = options.alerts->delivery.links.base;
    if (base.empty()) base = address();
    options.alerts->matcher.may_open_later = options.partial;
    alerts = std::make_unique<Alerts>(options.index, *options.alerts);
    site.alerts = alerts.get();
}

std::string HttpServer::Impl::address() const {
    return options.host.find(':') == std::string::npos
               ? fmt::format("http://{}:{}/", options.host, options.port)
               : fmt::format("http://[{}]:{}/", options.host, options.port);
}

void HttpServer::Impl::bind() {
    bool bound = false;
    if (options.port == 0) {
        options.port = bind_to_any_port(options.host);
        bound = options.port > 0;
    } else {
        bound = bind_to_port(options.host, options.port);
    }
    if (!bound) {
        const int reason = errno;
        throw Error(ErrorKind::usage,
                    fmt::format("cannot listen on {}:{}: {}", options.host, options.port,
                                reason != 0 ? std::strerror(reason) : "no such address"),
                    "is another server running there? choose another with --listen HOST:PORT "
                    "(port 0: any that is free)");
    }
    ::listen(listening, backlog); // the library asks for 5
}

bool HttpServer::Impl::process_and_close_socket(socket_t socket) {
    const int yes = 1; // an answer is written in two pieces: the second must not wait
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    Connection connection(socket, limits);
    ++metrics.connections;
    try {
        serve_connection(connection);
    } catch (const std::exception& error) { // out of memory, say: this connection ends, no more
        log_fault("a connection", error.what());
    }
    --metrics.connections;
    ::close(socket);
    return true;
}

void HttpServer::Impl::serve_connection(Connection& connection) {
    using Clock = std::chrono::steady_clock;
    // A first request is likely on its way, a later one may never come.
    constexpr std::chrono::seconds grace{1};
    const Clock::time_point opened = Clock::now();
    for (std::size_t request = 1; request <= limits.requests; ++request) {
        const auto has_to_end = [&] {
            return stopping.load() || (workers != nullptr && workers->is_crowded() &&
                                       (request > 1 || Clock::now() - opened > grace));
        };
        if (!connection.wait(has_to_end)) return;
        const bool is_last = request == limits.requests || has_to_end();
        if (!serve_request(connection, is_last)) return;
    }
}

// False: the connection ends.
bool HttpServer::Impl::serve_request(Connection& connection, bool is_last) {
    const auto read = connection.read_head();
    if (!read) return false;
    std::uint64_t sent = 0;
    if (const auto* problem = std::get_if<Problem>(&*read)) {
        SendOptions how;
        how.keep_alive = false;
        send(connection, problem_response(*problem), how, sent);
        connection.close_politely();
        return false;
    }
    const auto& head = std::get<RequestHead>(*read);
    SendOptions how;
    how.is_head = head.method == "HEAD";
    how.gzip = head.accepts_gzip();
    how.keep_alive = head.keep_alive && !is_last;
    how.minor_version = head.minor_version;
    return answer_request(connection, head, std::move(how));
}

// Whether its path is one that lets in whoever knows it.
static bool is_secret(const RouteMatch& match) {
    return match.route != nullptr && match.route->path.find("{token}") != std::string_view::npos;
}

bool HttpServer::Impl::answer_request(Connection& connection, const RequestHead& head,
                                      SendOptions how) {
    const auto started = std::chrono::steady_clock::now();
    const auto [path, query] = split_target(head.target);
    const Client client = client_of(head, connection.remote(), trusted_proxies());
    std::uint64_t sent = 0;
    RouteMatch match;
    if (path.size() <= longest_path)
        match = find_route(how.is_head ? "GET" : std::string_view(head.method), path);
    int status = 0;
    const bool goes_on = [&] {
        HttpRequest request;
        HttpResponse response;
        if (auto refused = refusal(head, path, match)) {
            // A body that nobody reads would pass for the next request.
            how.keep_alive = how.keep_alive && connection.is_drained();
            response = *std::move(refused);
        } else {
            request = request_of(head, match, path, query);
            request.remote = client.address;
            request.scheme = client.https ? "https" : "http";
            request.key = keys.name_of(head.header("authorization"));
            request.is_local = keys.empty();
            if (connection.read_body(head, request.body)) {
                response = answer(*match.route, site, request);
            } else {
                how.keep_alive = false;
                response = problem_response(plain_problem(408, "the body took too long"));
            }
        }
        how.on_failure = [&](const std::exception_ptr& failure) {
            return answer_failure(*match.route, request, failure);
        };
        status = response.status;
        return send(connection, std::move(response), how, sent);
    }();
    if (!connection.is_drained()) connection.close_politely();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    metrics.count(match.route, status, took.count(), sent);
    LogOptions log;
    {
        const std::lock_guard lock(reloading);
        log = options.log;
    }
    if (log.requests)
        log_request({head.method, is_secret(match) ? match.route->path : path, query,
                     client.address, keys.name_of(head.header("authorization")), status,
                     took.count() * 1000, sent},
                    log);
    return goes_on;
}

// Why a request is not answered by its route, if it is not.
std::optional<HttpResponse>
HttpServer::Impl::refusal(const RequestHead& head, std::string_view path, const RouteMatch& match) {
    const auto refused = [&](const Problem& problem) { return answer_problem(path, problem); };
    if (const auto foreign =
            refuse_foreign(head.header("host"), head.header("origin"), options.host, public_url()))
        return refused(*foreign);
    if (match.route == nullptr && match.allow.empty())
        return refused(plain_problem(404, "there is nothing at this address"));
    if (match.route == nullptr) {
        HttpResponse answer = refused(
            plain_problem(405, "this address does not take that method", "use " + match.allow));
        answer.headers.emplace_back("Allow", match.allow);
        return answer;
    }
    if (auto locked = refusal_by_keys(head, *match.route)) return locked;
    const RouteBody& body = match.route->body;
    const std::size_t most_bytes = body.help.empty() ? 0 : body.most_bytes;
    if (head.body_bytes > most_bytes && most_bytes > 0)
        return refused(
            plain_problem(413, fmt::format("a body has at most {} bytes here", most_bytes)));
    if (head.body_bytes > most_bytes)
        return refused(plain_problem(400, "this address takes no body"));
    return std::nullopt;
}

// Programs give their key as Authorization: Bearer; browsers ask for it as a password.
std::optional<HttpResponse> HttpServer::Impl::refusal_by_keys(const RequestHead& head,
                                                              const Route& route) const {
    const Keys::Answer allowed = keys.allow(head.header("authorization"), route.scope);
    if (allowed == Keys::Answer::yes) return std::nullopt;
    const std::string_view scope = scope_names[static_cast<std::size_t>(route.scope)];
    if (allowed == Keys::Answer::forbidden)
        return answer_problem(
            route.path, plain_problem(403, fmt::format("this needs a key that allows {}", scope)));
    HttpResponse answer = answer_problem(
        route.path, plain_problem(401, fmt::format("this needs a key that allows {}", scope),
                                  "send it as Authorization: Bearer KEY"));
    answer.headers.emplace_back("WWW-Authenticate",
                                route.is_page ? "Basic realm=\"Sitrep\", charset=\"UTF-8\""
                                              : "Bearer realm=\"Sitrep\"");
    return answer;
}

HttpServer::HttpServer(const ServerOptions& options) : impl_(std::make_unique<Impl>(options)) {}
HttpServer::~HttpServer() = default;

int HttpServer::port() const {
    return impl_->options.port;
}

std::string HttpServer::address() const {
    return impl_->address();
}

void HttpServer::run() {
    if (impl_->stopping) return;
    if (impl_->alerts) impl_->alerts->start();
    impl_->listen_after_bind();
    if (impl_->alerts) impl_->alerts->stop();
}

void HttpServer::reload(const ServerOptions& given) {
    try {
        impl_->keys.reload();
    } catch (const Error& error) {
        log_fault("keys", error.message + "; the old ones stay");
    }
    if (given.host != impl_->options.host || given.index != impl_->options.index)
        log_note("--db and --listen change when the server starts anew");
    const std::lock_guard lock(impl_->reloading);
    impl_->options.log = given.log;
    impl_->options.public_url = given.public_url;
    impl_->options.trusted_proxies = given.trusted_proxies;
    log_note("reloaded");
}

std::filesystem::path usual_keys(const std::filesystem::path& index) {
    std::filesystem::path beside = index;
    if (!beside.has_filename()) beside = beside.parent_path(); // "sitrep.db/"
    return beside += ".keys";
}

void HttpServer::stop() {
    impl_->stopping = true;
    if (impl_->alerts) impl_->alerts->begin_stop(); // streams of events end
    impl_->stop();
}

} // namespace sitrep
