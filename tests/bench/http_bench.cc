// What HTTP adds to a search: the same searches, with snippets and five facets, asked of a Searcher
// and written as JSON in this process, and asked of the server over a connection for each worker.
// What the clients themselves cost is left out of the CPU time.
#include "corpus.h"
#include "measure.h"
#include "program.h"

#include "indexer/index_writer.h"
#include "searcher/render.h"
#include "searcher/search.h"
#include "server/http.h"
#include "server/url.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fs = std::filesystem;
namespace po = boost::program_options;
using namespace sitrep;
using namespace sitrep::bench;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array facets{FieldId::region, FieldId::actor, FieldId::source, FieldId::event,
                            FieldId::date};

struct Options {
    std::string index;
    std::string input;
    std::size_t articles = 20'000;
    std::size_t queries = 100;
    std::size_t rounds = 5;
    double seconds = 2; // of a round
    unsigned workers = 1;
};

// What one round came to.
struct Cost {
    double requests_a_second = 0;
    double cpu_ms = 0; // a request
};

// `work` answers one request after the other until `stop`, and returns how many, and the seconds of
// CPU that are not to be counted.
struct Work {
    std::size_t requests = 0;
    double uncounted = 0;
};
template <typename F>
Cost measure(const Options& options, F&& work) {
    std::atomic<bool> stop = false;
    std::vector<Work> done(options.workers);
    const double cpu = cpu_seconds();
    const auto started = Clock::now();
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < options.workers; ++i)
        threads.emplace_back([&, i] { done[i] = work(i, stop); });
    std::this_thread::sleep_for(std::chrono::duration<double>(options.seconds));
    stop = true;
    for (std::thread& thread : threads) thread.join();
    const double took = std::chrono::duration<double>(Clock::now() - started).count();
    double used = cpu_seconds() - cpu;
    std::size_t requests = 0;
    for (const Work& each : done) {
        requests += each.requests;
        used -= each.uncounted;
    }
    const double n = static_cast<double>(std::max<std::size_t>(requests, 1));
    return {n / took, used / n * 1000};
}

// One keep-alive connection.
class Client {
  public:
    explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int yes = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
            throw std::runtime_error("cannot connect to the server");
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // False: the server ends the connection after this answer.
    bool get(const std::string& target) {
        const std::string request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) < 0)
            throw std::runtime_error("the server has gone");
        buffer_.clear();
        std::size_t head = std::string::npos;
        while ((head = buffer_.find("\r\n\r\n")) == std::string::npos) receive();
        if (!buffer_.starts_with("HTTP/1.1 200"))
            throw std::runtime_error("answered " + buffer_.substr(0, buffer_.find('\r')));
        constexpr std::string_view name = "Content-Length: ";
        const std::size_t at = buffer_.find(name) + name.size();
        std::size_t length = 0;
        std::from_chars(buffer_.data() + at, buffer_.data() + head, length);
        const bool goes_on = buffer_.find("Connection: close") > head;
        while (buffer_.size() < head + 4 + length) receive();
        return goes_on;
    }

  private:
    void receive() {
        const std::size_t have = buffer_.size();
        constexpr std::size_t most = 64 * 1024;
        buffer_.resize(have + most);
        const ssize_t got = ::recv(socket_, buffer_.data() + have, most, 0);
        if (got <= 0) throw std::runtime_error("the server has gone");
        buffer_.resize(have + static_cast<std::size_t>(got));
    }

    int socket_;
    std::string buffer_;
};

Cost in_process(const Options& options, const std::vector<std::string>& queries,
                std::vector<Searcher>& searchers) {
    return measure(options, [&](unsigned worker, const std::atomic<bool>& stop) {
        SearchRequest request;
        request.collapse = Collapse::copies; // as the API's
        for (const FieldId id : facets) request.facets.push_back({id, 10});
        Work done;
        for (std::size_t i = worker; !stop; ++i, ++done.requests) {
            request.query = queries[i % queries.size()];
            if (render_json(searchers[worker].search(request), RenderOptions{}).empty())
                throw std::runtime_error("no answer");
        }
        return done;
    });
}

Cost over_http(const Options& options, const std::vector<std::string>& queries, int port) {
    std::string names;
    for (const FieldId id : facets)
        names += (names.empty() ? "" : ",") + std::string(field(id).name);
    std::vector<std::string> targets;
    for (const std::string& query : queries)
        targets.push_back("/api/v1/search?q=" + encode_component(query) + "&facets=" + names);
    return measure(options, [&](unsigned worker, const std::atomic<bool>& stop) {
        Work done;
        auto client = std::make_unique<Client>(port);
        for (std::size_t i = worker; !stop; ++i, ++done.requests)
            if (!client->get(targets[i % targets.size()])) client = std::make_unique<Client>(port);
        done.uncounted = thread_cpu_seconds();
        return done;
    });
}

void print_row(std::string_view what, std::vector<double> here, std::vector<double> http) {
    const double a = median(std::move(here));
    const double b = median(std::move(http));
    fmt::print("{:<32} {:>12.3f} {:>12.3f}   ratio {:.2f}\n", what, a, b, b / a);
}

void compare(const Options& options, const std::vector<std::string>& queries) {
    std::vector<Searcher> searchers;
    for (unsigned i = 0; i < options.workers; ++i) {
        searchers.emplace_back(options.index);
        searchers.back().load_columns();
    }
    ServerOptions http;
    http.index = options.index;
    http.port = 0;
    http.threads = options.workers + 1;
    http.searches = options.workers;
    http.known_results = 0; // each request is searched for
    http.follow = std::chrono::milliseconds(50); // as sitrep-server does
    HttpServer server(http);
    std::thread serving([&] { server.run(); });
    std::vector<Cost> here;
    std::vector<Cost> there;
    for (std::size_t round = 0; round <= options.rounds; ++round) {
        here.push_back(in_process(options, queries, searchers));
        there.push_back(over_http(options, queries, server.port()));
    }
    server.stop();
    serving.join();
    const auto column = [](const std::vector<Cost>& costs, double Cost::*what) {
        std::vector<double> values;
        for (std::size_t i = 1; i < costs.size(); ++i) values.push_back(costs[i].*what);
        return values; // the first round warmed up
    };
    fmt::print("{:<32} {:>12} {:>12}\n", "", "in process", "over HTTP");
    print_row("requests a second", column(here, &Cost::requests_a_second),
              column(there, &Cost::requests_a_second));
    print_row("CPU a request, ms", column(here, &Cost::cpu_ms), column(there, &Cost::cpu_ms));
}

void run(const Options& options) {
    const std::vector<Article> articles = articles_of(options.input, options.articles);
    if (!fs::exists(options.index)) {
        fs::create_directories(fs::path(options.index).parent_path());
        IndexWriter writer(options.index, {std::shared_ptr<void>(), &Gazetteer::builtin()}, {});
        for (const Article& article : articles) writer.add(article);
        writer.finish();
    }
    fmt::print("{} articles, {} workers, {} rounds of {} s\n", articles.size(), options.workers,
               options.rounds, options.seconds);
    compare(options, sample_queries(articles, options.queries, 2));
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    po::options_description description("Options");
    // clang-format off
    description.add_options()
        ("index", po::value(&options.index)->default_value("/tmp/sitrep-bench/http"), "is made where there is none; of the same articles")
        ("input", po::value(&options.input), "articles of this file instead of generated ones")
        ("articles", po::value(&options.articles)->default_value(options.articles), "how many")
        ("queries", po::value(&options.queries)->default_value(options.queries), "how many")
        ("rounds", po::value(&options.rounds)->default_value(options.rounds), "of each")
        ("seconds", po::value(&options.seconds)->default_value(options.seconds), "of a round")
        ("workers", po::value(&options.workers)->default_value(options.workers), "searches at once");
    // clang-format on
    return run_program(argc, argv, description, [&] { run(options); });
}
