// What things cost, beside what they cost with plain Xapian in the same run. Ratios of medians
// hold where single times do not.
#include "corpus.h"
#include "plain_xapian.h"

#include "indexer/enrich.h"
#include "indexer/index_writer.h"
#include "schema/document.h"
#include "schema/error.h"
#include "schema/layout.h"
#include "searcher/search.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <functional>
#include <iostream>
#include <sys/resource.h>

#include <boost/program_options.hpp>
#include <fmt/format.h>

namespace fs = std::filesystem;
namespace po = boost::program_options;
using namespace sitrep;
using namespace sitrep::bench;

namespace {

using Clock = std::chrono::steady_clock;

double seconds_of(const std::function<void()>& work) {
    const auto started = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - started).count();
}

// Of this thread: searching runs on one, and others do not disturb it.
double thread_seconds_of(const std::function<void()>& work) {
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    };
    const double started = now();
    work();
    return now() - started;
}

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uint64_t directory_bytes(const fs::path& directory) {
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory))
        if (entry.is_regular_file()) bytes += entry.file_size();
    return bytes;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Options {
    std::size_t articles = 20'000;
    std::size_t queries = 100;
    std::size_t rounds = 3;
    unsigned threads = 2;
    std::string seed_file;
    fs::path directory = "/tmp/sitrep-bench";
};

void print_row(const std::string& what, double rival, double ours, const char* unit) {
    fmt::print("{:<44} {:>10.3f} {:>10.3f} {:<4} ratio {:.2f}\n", what, rival, ours, unit,
               ours / rival);
}

void sitrep_index(const fs::path& index, const std::vector<Article>& articles, unsigned threads) {
    WriterOptions options;
    options.threads = threads;
    IndexWriter writer(index, {std::shared_ptr<void>(), &Gazetteer::builtin()}, options);
    for (const Article& article : articles) writer.add(article);
    writer.finish();
}

void bench_index(const Options& options, const std::vector<Article>& articles) {
    std::vector<double> plain;
    std::vector<double> ours;
    std::vector<double> ours_cpu;
    for (std::size_t round = 0; round < options.rounds; ++round) {
        fs::remove_all(options.directory / "plain");
        fs::remove_all(options.directory / "sitrep");
        plain.push_back(
            seconds_of([&] { plain_index((options.directory / "plain").string(), articles); }));
        const double cpu = cpu_seconds();
        ours.push_back(seconds_of(
            [&] { sitrep_index(options.directory / "sitrep", articles, options.threads); }));
        ours_cpu.push_back(cpu_seconds() - cpu);
    }
    print_row("index, wall clock", median(plain), median(ours), "s");
    print_row("index, CPU", median(plain), median(ours_cpu), "s");
    print_row("index on disk",
              static_cast<double>(directory_bytes(options.directory / "plain")) / 1e6,
              static_cast<double>(directory_bytes(options.directory / "sitrep")) / 1e6, "MB");
}

// The parts of indexing on one thread, an article each.
void bench_parts(const std::vector<Article>& articles) {
    ArticleTokens tokens;
    Enricher enricher(Gazetteer::builtin());
    DocumentBuilder builder(Gazetteer::builtin());
    const double n = static_cast<double>(std::min<std::size_t>(articles.size(), 5000));
    double analyse = 0;
    double enrich = 0;
    double build = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
        Article article = articles[i];
        analyse += seconds_of([&] { tokens.analyse(article); });
        enrich += seconds_of([&] { enricher.enrich(article, tokens); });
        build += seconds_of([&] { builder.build(article, tokens); });
    }
    fmt::print("parts of indexing, microseconds an article: analyse {:.0f}, enrich {:.0f}, "
               "document {:.0f}\n",
               analyse / n * 1e6, enrich / n * 1e6, build / n * 1e6);
}

void bench_search(const Options& options, const std::vector<std::string>& queries) {
    PlainSearch plain((options.directory / "plain").string());
    Searcher searcher(options.directory / "sitrep");
    searcher.load_columns();
    SearchRequest bare;
    bare.snippets = false;
    SearchRequest with_snippets;
    SearchRequest full;
    for (const FieldId id :
         {FieldId::region, FieldId::actor, FieldId::source, FieldId::lang, FieldId::date})
        full.facets.push_back({id, 10});
    std::array<std::vector<double>, 5> means;
    for (std::size_t round = 0; round < options.rounds * 3 + 1; ++round) {
        std::array<double, 5> sums{};
        for (const std::string& query : queries) {
            bare.query = with_snippets.query = full.query = query;
            sums[0] += thread_seconds_of([&] { plain.ids(query); });
            sums[1] += thread_seconds_of([&] { plain.snippets(query); });
            sums[2] += thread_seconds_of([&] { searcher.search(bare); });
            sums[3] += thread_seconds_of([&] { searcher.search(with_snippets); });
            sums[4] += thread_seconds_of([&] { searcher.search(full); });
        }
        if (round == 0) continue; // warm-up
        for (std::size_t i = 0; i < sums.size(); ++i)
            means[i].push_back(sums[i] / static_cast<double>(queries.size()) * 1e3);
    }
    const double ids = median(means[0]);
    print_row("top ten ids, records, exact total", ids, median(means[2]), "ms");
    print_row("+ snippets (plain: ids alone)", ids, median(means[3]), "ms");
    print_row("+ snippets, 5 facets (plain: ids alone)", ids, median(means[4]), "ms");
    print_row("snippets of both", median(means[1]), median(means[3]), "ms");
}

int run(int argc, char** argv) {
    Options options;
    std::string directory = options.directory.string();
    bool search_only = false;
    bool index_only = false;
    po::options_description description("Options");
    description.add_options()(
        "articles", po::value(&options.articles)->default_value(options.articles),
        "how many")("queries", po::value(&options.queries)->default_value(options.queries),
                    "how many")("rounds", po::value(&options.rounds)->default_value(options.rounds),
                                "medians are of so many")(
        "threads", po::value(&options.threads)->default_value(options.threads), "that analyse")(
        "input", po::value(&options.seed_file), "articles of this file instead of generated ones")(
        "directory", po::value(&directory)->default_value(directory), "where the indexes go")(
        "search-only", po::bool_switch(&search_only), "search the indexes of the last run")(
        "index-only", po::bool_switch(&index_only),
        "index with Sitrep alone, once: for profiling")("help", "this text");
    po::variables_map values;
    po::store(po::parse_command_line(argc, argv, description), values);
    if (values.count("help") > 0) {
        std::cout << description;
        return 0;
    }
    po::notify(values);
    options.directory = directory;
    fs::create_directories(options.directory);
    const std::vector<Article> articles = options.seed_file.empty()
                                              ? bench::generate(options.articles, 1)
                                              : bench::load(options.seed_file, options.articles);
    std::size_t bytes = 0;
    for (const Article& article : articles) bytes += article.text.size();
    fmt::print("{} articles, {:.1f} MB of text, {} rounds\n{:<44} {:>10} {:>10}\n", articles.size(),
               static_cast<double>(bytes) / 1e6, options.rounds, "", "plain", "sitrep");
    if (index_only) {
        fs::remove_all(options.directory / "sitrep");
        fmt::print("{:.2f} s\n", seconds_of([&] {
                       sitrep_index(options.directory / "sitrep", articles, options.threads);
                   }));
        return 0;
    }
    if (!search_only) {
        bench_index(options, articles);
        bench_parts(articles);
    }
    bench_search(options, bench::sample_queries(articles, options.queries, 2));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const Error& error) {
        std::cerr << error.message << '\n';
        return error.exit_code();
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
