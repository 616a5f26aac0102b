#include "server/http.h"

#include "server/connection.h"
#include "server/guard.h"
#include "server/gzip.h"
#include "server/routes.h"
#include "server/workers.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <thread>

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sitrep {
namespace {

constexpr int backlog = 1024;
constexpr std::size_t least_to_compress = 1024; // bytes
constexpr std::size_t longest_path = 1024;

// How a handler learns that its client takes gzip: a name that no client's header gets through.
constexpr const char* gzip_header = "sitrep-accepts-gzip";

// On every answer. Pages need no script and nothing from elsewhere.
constexpr std::array<std::pair<const char*, const char*>, 6> safety_headers{{
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
     "base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Vary", "Accept-Encoding"},
}};

void send(HttpResponse answer, const httplib::Request& request, httplib::Response& response) {
    response.status = answer.status;
    for (const auto& [name, value] : safety_headers) response.set_header(name, value);
    for (const auto& [name, value] : answer.headers) response.set_header(name, value);
    if (!response.has_header("Cache-Control")) response.set_header("Cache-Control", "no-cache");
    if (answer.body.size() > least_to_compress && request.has_header(gzip_header)) {
        if (auto compressed = gzip(answer.body)) {
            answer.body = *std::move(compressed);
            response.set_header("Content-Encoding", "gzip");
        }
    }
    response.set_content(std::move(answer.body), answer.type);
}

// The library's regular expression for a route's path.
std::string pattern_of(std::string_view path) {
    std::string pattern;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '{') {
            pattern += "[^/]+";
            i = path.find('}', i);
        } else {
            if (path[i] == '.') pattern += '\\';
            pattern += path[i];
        }
    }
    return pattern;
}

HttpRequest request_of(const httplib::Request& request) {
    const std::size_t question = std::min(request.target.find('?'), request.target.size());
    const std::size_t end = std::min(request.target.find('#'), request.target.size());
    const std::size_t begin = std::min(question + 1, end);
    return {request.method == "HEAD" ? "GET" : request.method, request.path,
            request.target.substr(begin, end - begin)};
}

// An address may be taken although no one listens there any more.
void reuse_address(int socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

} // namespace

// The library's threads and sockets, with connections of ours in between.
struct HttpServer::Impl : httplib::Server {
    explicit Impl(const ServerOptions& given);

    void bind();
    void set_handlers();
    void add_route(const Route& route);
    HandlerResponse before_routing(const httplib::Request& request, httplib::Response& response);
    bool process_and_close_socket(socket_t socket) override;
    void serve_connection(Connection& connection);
    bool serve_request(Connection& connection, bool is_last);
    void refuse(Connection& connection, const Problem& problem);

    ServerOptions options;
    Searchers searchers;
    Site site{searchers};
    ConnectionLimits limits;
    int listening = -1;
    std::atomic<bool> stopping = false;
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
    : options(given),
      searchers(given.index, given.searches > 0 ? given.searches : usual_searches()) {
    if (!is_loopback(options.host))
        throw Error(ErrorKind::usage,
                    fmt::format("{} is not an address of this machine alone", options.host),
                    "without keys the server serves loopback only: --listen 127.0.0.1:8642");
    if (options.threads == 0)
        throw Error(ErrorKind::usage, "a server needs a thread", "--threads 64");
    set_socket_options([this](socket_t socket) {
        reuse_address(socket);
        listening = socket;
    });
    new_task_queue = [this] { return new Queue(options.threads, workers); };
    // Said to clients; Connection keeps to it.
    set_keep_alive_timeout(
        std::chrono::duration_cast<std::chrono::seconds>(limits.idle_time).count());
    set_keep_alive_max_count(limits.requests);
    set_payload_max_length(limits.head.body_bytes);
    set_handlers();
    bind();
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

void HttpServer::Impl::set_handlers() {
    for (const Route& route : routes()) add_route(route);
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        return before_routing(request, response);
    });
    // What the library itself refuses.
    const HandlerWithResponse on_error = [](const httplib::Request& request,
                                            httplib::Response& response) {
        if (response.body.empty()) // else it is an answer of ours
            send(answer_problem(request.path, plain_problem(response.status, "")), request,
                 response);
        return HandlerResponse::Handled;
    };
    set_error_handler(on_error); // what the library itself refuses
    // Handlers throw nothing; a failure between them and the library says nothing of itself.
    set_exception_handler([](const httplib::Request& request, httplib::Response& response,
                             std::exception_ptr) {
        send(answer_problem(request.path, plain_problem(500, "something went wrong on our side")),
             request, response);
    });
}

void HttpServer::Impl::add_route(const Route& route) {
    const auto handler = [this, &route](const httplib::Request& request,
                                        httplib::Response& response) {
        send(answer(route, site, request_of(request)), request, response);
    };
    const std::string pattern = pattern_of(route.path);
    if (route.method == "GET")
        Get(pattern, handler);
    else if (route.method == "POST")
        Post(pattern, handler);
    else if (route.method == "PUT")
        Put(pattern, handler);
    else if (route.method == "PATCH")
        Patch(pattern, handler);
    else if (route.method == "DELETE")
        Delete(pattern, handler);
}

// Refuses what no route answers, before the library reads its body.
httplib::Server::HandlerResponse HttpServer::Impl::before_routing(const httplib::Request& request,
                                                                  httplib::Response& response) {
    const auto refused = [&](const Problem& problem, const std::string& allow = {}) {
        HttpResponse answer = answer_problem(request.path, problem);
        if (!allow.empty()) answer.headers.emplace_back("Allow", allow);
        send(std::move(answer), request, response);
        return HandlerResponse::Handled;
    };
    if (const auto foreign = refuse_foreign(request.get_header_value("Host"),
                                            request.get_header_value("Origin"), options.host))
        return refused(*foreign);
    std::string allow;
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    for (const Route& route : routes()) {
        if (request.path.size() > longest_path || !matches_path(route.path, request.path)) continue;
        if (route.method == method) return HandlerResponse::Unhandled;
        allow += fmt::format("{}{}", allow.empty() ? "" : ", ", route.method);
        if (route.method == "GET") allow += ", HEAD";
    }
    if (allow.empty()) return refused(plain_problem(404, "there is nothing at this address"));
    return refused(plain_problem(405, "this address does not take that method", "use " + allow),
                   allow);
}

bool HttpServer::Impl::process_and_close_socket(socket_t socket) {
    const int yes = 1; // an answer is written in two pieces: the second must not wait
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    Connection connection(socket, limits);
    try {
        serve_connection(connection);
    } catch (const std::exception& error) { // out of memory, say: this connection ends, no more
        std::cerr << fmt::format("sitrep-server: a connection failed: {}\n", error.what());
    }
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
    if (const auto* problem = std::get_if<Problem>(&*read)) {
        refuse(connection, *problem);
        return false;
    }
    const auto& head = std::get<RequestHead>(*read);
    bool is_closed = false;
    const bool served = process_request(connection, is_last, is_closed, [&](auto& request) {
        if (head.accepts_gzip()) request.set_header(gzip_header, "1");
    });
    if (connection.is_broken()) return false;
    if (!connection.is_drained()) connection.close_politely();
    return served && !is_closed && !is_last && connection.is_drained();
}

// Of a request that never reached the library.
void HttpServer::Impl::refuse(Connection& connection, const Problem& problem) {
    const std::string body = problem_json(problem);
    std::string text = fmt::format("HTTP/1.1 {} {}\r\n", problem.status, phrase_of(problem.status));
    for (const auto& [name, value] : safety_headers) text += fmt::format("{}: {}\r\n", name, value);
    text += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                        type_problem, body.size(), body);
    connection.write(text.data(), text.size());
    connection.close_politely();
}

HttpServer::HttpServer(const ServerOptions& options) : impl_(std::make_unique<Impl>(options)) {}
HttpServer::~HttpServer() = default;

int HttpServer::port() const {
    return impl_->options.port;
}

std::string HttpServer::address() const {
    const std::string& host = impl_->options.host;
    return host.find(':') == std::string::npos ? fmt::format("http://{}:{}/", host, port())
                                               : fmt::format("http://[{}]:{}/", host, port());
}

void HttpServer::run() {
    if (!impl_->stopping) impl_->listen_after_bind();
}

void HttpServer::stop() {
    impl_->stopping = true;
    impl_->stop();
}

} // namespace sitrep
