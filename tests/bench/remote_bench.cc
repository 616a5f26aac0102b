// What remote shards cost a search: the same articles as one local index, and in shards that
// xapian-tcpsrv serves on this machine.
//
// Of each search, by the clock, the CPU time of all processes together, and how many requests it
// makes to shards.
#include "corpus.h"
#include "measure.h"
#include "program.h"

#include "indexer/index_writer.h"
#include "schema/error.h"
#include "schema/layout.h"
#include "searcher/render.h"
#include "searcher/search.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <numeric>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
namespace po = boost::program_options;
using namespace sitrep;
using namespace sitrep::bench;

namespace {

struct Options {
    std::size_t articles = 20'000;
    std::size_t queries = 50;
    std::size_t rounds = 2;
    std::size_t shards = 3;
    std::string input;
    std::string directory = "/tmp/sitrep-bench/remote";
};

// A port that nobody listens on now.
int free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    const bool bound =
        ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
        ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(probe);
    if (!bound) throw Error(ErrorKind::internal, "no port is free");
    return ntohs(address.sin_port);
}

// xapian-tcpsrv, which serves a shard until the end.
class ShardServer {
  public:
    explicit ShardServer(const fs::path& shard) : port_(free_port()), process_(::fork()) {
        if (process_ < 0) throw Error(ErrorKind::internal, "cannot start a process");
        if (process_ > 0) return;
        ::setpgid(0, 0);
        const int null = ::open("/dev/null", O_WRONLY);
        ::dup2(null, STDOUT_FILENO);
        ::dup2(null, STDERR_FILENO);
        const std::string port = std::to_string(port_);
        ::execlp("xapian-tcpsrv", "xapian-tcpsrv", "-I", "127.0.0.1", "-p", port.c_str(),
                 shard.c_str(), nullptr);
        ::_exit(127);
    }
    ~ShardServer() {
        ::kill(-process_, SIGTERM); // and those that serve a connection
        ::waitpid(process_, nullptr, 0);
    }
    ShardServer(const ShardServer&) = delete;
    ShardServer& operator=(const ShardServer&) = delete;

    std::string address() const { return fmt::format("127.0.0.1:{}", port_); }
    pid_t process_group() const { return process_; }
    void wait_until_it_answers() const {
        for (int tries = 0; tries < 100; ++tries) {
            try {
                Xapian::Remote::open("127.0.0.1", static_cast<unsigned>(port_));
                return;
            } catch (const Xapian::NetworkError&) {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
            }
        }
        throw Error(ErrorKind::internal, "xapian-tcpsrv does not answer: is it installed?");
    }

  private:
    int port_;
    pid_t process_;
};

void write_index(const fs::path& path, const std::vector<Article>& articles, std::size_t shards) {
    fs::remove_all(path);
    WriterOptions how;
    how.shards = shards;
    IndexWriter writer(path, {std::shared_ptr<void>(), &Gazetteer::builtin()}, how);
    for (const Article& article : articles) writer.add(article);
    writer.compact();
}

// How often this process wrote to anything so far.
std::uint64_t writes() {
    std::ifstream file("/proc/self/io");
    for (std::string name; file >> name;)
        if (name == "syscw:") {
            std::uint64_t count = 0;
            file >> count;
            return count;
        }
    throw Error(ErrorKind::internal, "cannot read /proc/self/io");
}

// CPU seconds so far of processes of these groups, in steps of a hundredth.
double cpu_seconds_of_groups(const std::set<pid_t>& groups) {
    double ticks = 0;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "stat");
        std::string text;
        if (!std::getline(file, text) || text.find(')') == std::string::npos) continue;
        std::istringstream rest(text.substr(text.rfind(')') + 1));
        const std::vector<std::string> numbers{std::istream_iterator<std::string>(rest), {}};
        constexpr std::size_t group = 2; // counted from the state on, see proc(5)
        constexpr std::size_t user = 11; // and system time, and the same of children
        if (numbers.size() < user + 4 || !groups.contains(std::stoi(numbers[group]))) continue;
        for (std::size_t i = user; i < user + 4; ++i) // its own, and of those that it waited for
            ticks += std::stod(numbers[i]);
    }
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Cost {
    double clock = 0; // ms a search, mean
    double p95 = 0;
    double cpu = 0; // ms, of all processes
    double requests = 0;
};

Cost cost_of_asking(const std::vector<std::string>& queries, std::size_t rounds,
                    const std::set<pid_t>& servers,
                    const std::function<void(const std::string&)>& ask) {
    const auto cpu = [&] { return cpu_seconds() + cpu_seconds_of_groups(servers); };
    const auto searches = static_cast<double>(queries.size() * rounds);
    const std::uint64_t writes_before = writes();
    const double cpu_before = cpu();
    std::vector<double> times;
    for (std::size_t round = 0; round < rounds; ++round)
        for (const std::string& query : queries)
            times.push_back(seconds_of([&] { ask(query); }) * 1e3);
    Cost cost;
    cost.cpu = (cpu() - cpu_before) * 1e3 / searches;
    constexpr double writes_a_request = 2; // its head, then the rest
    cost.requests = static_cast<double>(writes() - writes_before) / searches / writes_a_request;
    std::sort(times.begin(), times.end());
    cost.clock = std::accumulate(times.begin(), times.end(), 0.0) / searches;
    cost.p95 = times[times.size() * 95 / 100];
    return cost;
}

struct Engine {
    std::string name;
    Searcher searcher;
};

// Asks other queries for each row, once, and then again, when what shards answered is still known.
class Comparison {
  public:
    Comparison(const Options& options, const std::vector<Article>& articles,
               std::vector<Engine>& engines, const std::set<pid_t>& servers)
        : options_(options), articles_(articles), engines_(engines), servers_(servers) {}

    void row(const std::string& what, SearchRequest request) {
        fmt::print("\n{:<32} {:>9} {:>9} {:>9} {:>9}   {:>9} {:>9} {:>9}\n", what, "ms", "95th %",
                   "CPU", "requests", "again ms", "CPU", "requests");
        const auto queries = sample_queries(articles_, options_.queries, ++seed_);
        for (Engine& engine : engines_) {
            const auto ask = [&](const std::string& query) {
                request.query = query;
                render_json(engine.searcher.search(request), {});
            };
            ask("warm"); // follows what was committed
            const Cost first = cost_of_asking(queries, 1, servers_, ask);
            const Cost again = cost_of_asking(queries, options_.rounds * 3, servers_, ask);
            fmt::print(
                "  {:<30} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.1f}   {:>9.2f} {:>9.2f} {:>9.1f}\n",
                engine.name, first.clock, first.p95, first.cpu, first.requests, again.clock,
                again.cpu, again.requests);
            std::fflush(stdout);
        }
    }

  private:
    const Options& options_;
    const std::vector<Article>& articles_;
    std::vector<Engine>& engines_;
    const std::set<pid_t>& servers_;
    std::uint64_t seed_ = 0;
};

void compare(const Options& options, const std::vector<Article>& articles, const fs::path& local,
             const fs::path& remote, const std::set<pid_t>& servers) {
    std::vector<Engine> engines;
    engines.push_back({"local, columns", Searcher(local.string())});
    engines.push_back({"remote, columns", Searcher(remote.string())});
    engines.push_back({"local, value slots", Searcher(local.string())});
    engines.push_back({"remote, value slots", Searcher(remote.string())});
    engines[0].searcher.load_columns();
    const double reading = seconds_of([&] { engines[1].searcher.load_columns(); });
    fmt::print("columns of the remote shards were read in {:.2f} s\n", reading);
    Comparison comparison(options, articles, engines, servers);
    SearchRequest request;
    request.snippets = false;
    comparison.row("top ten", request);
    request.sort = Sort::newest;
    comparison.row("the ten newest", request);
    request.sort = Sort::relevance;
    request.collapse = Collapse::copies;
    comparison.row("top ten, copies as one", request);
    request.snippets = true;
    comparison.row("with snippets", request);
    for (const FieldId id :
         {FieldId::region, FieldId::actor, FieldId::source, FieldId::event, FieldId::date})
        request.facets.push_back({id, 10});
    comparison.row("with snippets and five facets", request);
}

void run(const Options& options) {
    const std::vector<Article> articles = articles_of(options.input, options.articles);
    const fs::path directory = options.directory;
    const fs::path local = directory / "local";
    const fs::path shards = directory / "shards";
    const fs::path front = directory / "front";
    fs::create_directories(front);
    write_index(local, articles, 1);
    write_index(shards, articles, options.shards);
    std::vector<std::unique_ptr<ShardServer>> servers;
    std::set<pid_t> groups;
    Layout layout = read_layout(shards);
    for (Shard& shard : layout.shards) {
        servers.push_back(std::make_unique<ShardServer>(shards / shard.place));
        servers.back()->wait_until_it_answers();
        groups.insert(servers.back()->process_group());
        shard = {true, servers.back()->address()};
    }
    write_layout(front, layout);
    fmt::print("{} articles, one local index and {} remote shards\n", articles.size(),
               servers.size());
    compare(options, articles, local, front, groups);
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    po::options_description description("Options");
    // clang-format off
    description.add_options()
        ("articles", po::value(&options.articles)->default_value(options.articles), "how many")
        ("queries", po::value(&options.queries)->default_value(options.queries), "how many")
        ("rounds", po::value(&options.rounds)->default_value(options.rounds), "medians are of three times as many")
        ("shards", po::value(&options.shards)->default_value(options.shards), "that are remote")
        ("input", po::value(&options.input), "articles of this file instead of generated ones")
        ("directory", po::value(&options.directory)->default_value(options.directory), "where the indexes go");
    // clang-format on
    return run_program(argc, argv, description, [&] { run(options); });
}
