// What things cost, beside what they cost with plain Xapian in the same run. Ratios of medians
// hold where single times do not.
#include "corpus.h"
#include "measure.h"
#include "program.h"
#include "report.h"
#include "rival.h"
#include "search_rows.h"
#include "sitrep_engine.h"

#include "indexer/enrich.h"
#include "schema/document.h"
#include "schema/error.h"
#include "schema/layout.h"
#include "searcher/search.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>

#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

namespace fs = std::filesystem;
namespace po = boost::program_options;
using namespace sitrep;
using namespace sitrep::bench;

namespace {

// What files take on the disk: Groonga's have holes.
double megabytes(const fs::path& path) {
    constexpr double block_bytes = 512;
    double bytes = 0;
    const auto add = [&](const fs::path& file) {
        struct stat status {};
        if (::stat(file.c_str(), &status) == 0)
            bytes += static_cast<double>(status.st_blocks) * block_bytes;
    };
    add(path);
    if (fs::is_directory(path))
        for (const auto& entry : fs::recursive_directory_iterator(path)) add(entry.path());
    return bytes / 1e6;
}

struct Options {
    std::size_t articles = 20'000;
    std::size_t queries = 100;
    std::size_t rounds = 3;
    unsigned threads = 2;
    std::string seed_file;
    fs::path directory = "/tmp/sitrep-bench";

    fs::path sitrep() const { return directory / "sitrep"; }
    fs::path words() const { return directory / "sitrep-words"; } // not enriched
    fs::path of(const Rival& rival) const { return directory / rival.name; }
};

// The same of Sitrep and each rival, in a row.
void add_row(Report& report, const char* what, const char* unit, double ours,
             const std::function<double(const Rival&)>& theirs) {
    Row row{what, unit, {ours}};
    for (const Rival& rival : rivals()) row.values.push_back(theirs(rival));
    report.rows.push_back(std::move(row));
}

// Of loads of the same articles, in turn: by the clock, Sitrep on its threads; and the CPU time of
// all threads together.
class Loads {
  public:
    explicit Loads(std::vector<std::function<void()>> loads)
        : loads_(std::move(loads)), clock_(loads_.size()), cpu_(loads_.size()) {}

    void run() {
        for (std::size_t i = 0; i < loads_.size(); ++i) {
            const double before = cpu_seconds();
            clock_[i].push_back(seconds_of(loads_[i]));
            cpu_[i].push_back(cpu_seconds() - before);
        }
    }
    // The first load's row is beside those after the second, the second's too.
    void add_rows(Report& report) const {
        const auto add = [&](const std::string& what, std::size_t ours,
                             const std::vector<std::vector<double>>& measured) {
            Row row{what, "s", {median(measured[ours])}};
            for (std::size_t i = 2; i < measured.size(); ++i)
                row.values.push_back(median(measured[i]));
            report.rows.push_back(std::move(row));
        };
        add("bulk load, by the clock", 0, clock_);
        add("bulk load, CPU", 0, cpu_);
        add("bulk load without enrichment, by the clock", 1, clock_);
        add("bulk load without enrichment, CPU", 1, cpu_);
    }

  private:
    std::vector<std::function<void()>> loads_;
    std::vector<std::vector<double>> clock_;
    std::vector<std::vector<double>> cpu_;
};

void bench_index(const Options& options, const std::vector<Article>& articles, Report& report) {
    std::vector<std::function<void()>> engines{
        [&] { sitrep_index(options.sitrep(), options.threads, articles); },
        [&] { sitrep_index(options.words(), options.threads, articles, false); }};
    for (const Rival& rival : rivals())
        engines.push_back([&] { rival.index(options.of(rival), articles); });
    Loads loads(std::move(engines));
    for (std::size_t round = 0; round < options.rounds; ++round) loads.run();
    loads.add_rows(report);
    const auto of_rivals = [&](const Rival& rival) {
        if (rival.compact == nullptr) return megabytes(options.of(rival));
        const fs::path compacted = options.of(rival).string() + "-compacted";
        rival.compact(options.of(rival), compacted);
        return megabytes(compacted);
    };
    add_row(report, "index on disk (plain: compacted)", "MB", megabytes(options.sitrep()),
            of_rivals);
    add_row(report, "index on disk, without enrichment", "MB", megabytes(options.words()),
            of_rivals);
}

// What a stage of indexing costs on one thread, an article.
void bench_parts(const std::vector<Article>& articles, Report& report) {
    constexpr std::size_t most = 5000;
    ArticleTokens tokens;
    Enricher enricher(Gazetteer::builtin());
    DocumentBuilder builder(Gazetteer::builtin());
    const std::size_t count = std::min(articles.size(), most);
    double analyse = 0;
    double enrich = 0;
    double build = 0;
    for (std::size_t i = 0; i < count; ++i) {
        Article article = articles[i];
        analyse += thread_seconds_of([&] { tokens.analyse(article); });
        enrich += thread_seconds_of([&] { enricher.enrich(article, tokens); });
        build += thread_seconds_of([&] { builder.build(article, tokens); });
    }
    const auto add = [&](const char* what, double seconds) {
        const double each = seconds / static_cast<double>(count) * 1e6;
        report.rows.push_back({what, "us", {each}});
    };
    add("an article: its words", analyse);
    add("an article: who, where, when, what", enrich);
    add("an article: its document", build);
}

// Memory beyond that of the articles at hand and the gazetteer, in a process each.
void bench_memory(const Options& options, const std::vector<Article>& articles,
                  const std::vector<std::string>& queries, Report& report) {
    const double at_hand = cost_in_process([] {}).peak_megabytes;
    const auto more = [&](const std::function<void()>& work) {
        return cost_in_process(work).peak_megabytes - at_hand;
    };
    const double ours = more([&] {
        Searcher searcher(options.sitrep());
        searcher.load_columns();
        SearchRequest request;
        request.facets = {{FieldId::region, 10}, {FieldId::actor, 10}, {FieldId::date, 10}};
        for (const std::string& query : queries) {
            request.query = query;
            searcher.search(request);
        }
    });
    add_row(report, "memory, searching", "MB", ours, [&](const Rival& rival) {
        return more([&] {
            const auto search = rival.open(options.of(rival));
            for (const std::string& query : queries) search->answer(query);
        });
    });
    add_row(report, "memory, bulk load", "MB",
            more([&] { sitrep_index(options.sitrep(), options.threads, articles); }),
            [&](const Rival& rival) {
                return more([&] { rival.index(options.of(rival), articles); });
            });
}

struct Wanted {
    std::string history;
    bool search_only = false;
    bool index_only = false;
    bool no_enrich = false;
    bool growth = false;
    bool briefs = false;
};

// One load by Sitrep alone.
void load_once(const Options& options, bool enrich) {
    const std::vector<Article> articles = articles_of(options.seed_file, options.articles);
    const double cpu = cpu_seconds();
    const double clock =
        seconds_of([&] { sitrep_index(options.sitrep(), options.threads, articles, enrich); });
    fmt::print("{:.2f} s, CPU {:.2f} s\n", clock, cpu_seconds() - cpu);
}

void run(const Options& options, const Wanted& wanted) {
    fs::create_directories(options.directory);
    if (wanted.growth) {
        return bench_growth(options.sitrep(), options.threads, options.articles,
                            wanted.briefs ? Length::brief : Length::report);
    }
    if (wanted.index_only) return load_once(options, !wanted.no_enrich);
    const std::vector<Article> articles = articles_of(options.seed_file, options.articles);
    Report report;
    report.engines = {"sitrep"};
    for (const Rival& rival : rivals()) report.engines.emplace_back(rival.name);
    report.corpus = options.seed_file.empty() ? "generated" : options.seed_file;
    report.articles = articles.size();
    for (const Article& article : articles)
        report.megabytes += static_cast<double>(article.text.size()) / 1e6;
    if (!wanted.search_only) {
        bench_index(options, articles, report);
        bench_parts(articles, report);
    }
    const std::vector<std::string> queries = sample_queries(articles, options.queries, 2);
    std::vector<fs::path> rival_indexes;
    for (const Rival& rival : rivals()) rival_indexes.push_back(options.of(rival));
    add_search_rows(options.sitrep(), rival_indexes, queries, options.rounds, report);
    if (!wanted.search_only) {
        report.rows.push_back(
            {"a commit of 100 until it is seen",
             "s",
             {cost_of_commit(options.sitrep(), options.threads, articles, {}).clock}});
        bench_memory(options, articles, queries, report);
    }
    report.print();
    if (!wanted.history.empty()) {
        report.compare_with(wanted.history);
        report.append_to(wanted.history);
    }
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    Wanted wanted;
    std::string directory = options.directory.string();
    po::options_description description("Options");
    // clang-format off
    description.add_options()
        ("articles", po::value(&options.articles)->default_value(options.articles), "how many")
        ("queries", po::value(&options.queries)->default_value(options.queries), "how many")
        ("rounds", po::value(&options.rounds)->default_value(options.rounds), "medians are of so many")
        ("threads", po::value(&options.threads)->default_value(options.threads), "that analyse")
        ("input", po::value(&options.seed_file), "articles of this file instead of generated ones")
        ("directory", po::value(&directory)->default_value(directory), "where the indexes go")
        ("history", po::value(&wanted.history), "add the run to this file (JSON Lines), and tell what is slower than in earlier runs over the same articles")
        ("search-only", po::bool_switch(&wanted.search_only), "search the indexes of the last run")
        ("index-only", po::bool_switch(&wanted.index_only), "index with Sitrep alone, once: for profiling")
        ("no-enrich", po::bool_switch(&wanted.no_enrich), "with --index-only: without enrichment")
        ("growth", po::bool_switch(&wanted.growth), "tell what each tenth of generated articles costs, with Sitrep alone")
        ("briefs", po::bool_switch(&wanted.briefs), "with --growth: generated articles of 0.8 kB instead of 4.0");
    // clang-format on
    return run_program(argc, argv, description, [&] {
        options.directory = directory;
        run(options, wanted);
    });
}
