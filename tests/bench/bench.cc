// What things cost, beside what they cost with plain Xapian in the same run. Ratios of medians
// hold where single times do not.
#include "corpus.h"
#include "fts5.h"
#include "measure.h"
#include "plain_xapian.h"
#include "program.h"
#include "report.h"
#include "sitrep_engine.h"

#include "indexer/enrich.h"
#include "schema/document.h"
#include "schema/error.h"
#include "schema/layout.h"
#include "searcher/render.h"
#include "searcher/search.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>

#include <boost/program_options.hpp>
#include <fmt/format.h>

namespace fs = std::filesystem;
namespace po = boost::program_options;
using namespace sitrep;
using namespace sitrep::bench;

namespace {

std::uint64_t directory_bytes(const fs::path& directory) {
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory))
        if (entry.is_regular_file()) bytes += entry.file_size();
    return bytes;
}

struct Options {
    std::size_t articles = 20'000;
    std::size_t queries = 100;
    std::size_t rounds = 3;
    unsigned threads = 2;
    std::string seed_file;
    fs::path directory = "/tmp/sitrep-bench";

    fs::path plain() const { return directory / "plain"; }
    fs::path sitrep() const { return directory / "sitrep"; }
    fs::path fts5() const { return directory / "fts5.sqlite"; }
};

void fts5_index_anew(const Options& options, const std::vector<Article>& articles) {
    for (const char* rest : {"", "-wal", "-shm"}) fs::remove(options.fts5().string() + rest);
    fts5_index(options.fts5(), articles);
}

// By the clock, Sitrep on its threads; and the CPU time of all threads together.
void bench_index(const Options& options, const std::vector<Article>& articles, Report& report) {
    std::array<std::vector<double>, 3> clock;
    std::array<std::vector<double>, 3> cpu;
    for (std::size_t round = 0; round < options.rounds; ++round) {
        const auto measure = [&](std::size_t engine, const std::function<void()>& work) {
            const double before = cpu_seconds();
            clock[engine].push_back(seconds_of(work));
            cpu[engine].push_back(cpu_seconds() - before);
        };
        fs::remove_all(options.plain());
        measure(0, [&] { sitrep_index(options.sitrep(), options.threads, articles); });
        measure(1, [&] { plain_index(options.plain(), articles); });
        measure(2, [&] { fts5_index_anew(options, articles); });
    }
    const auto medians = [](const std::array<std::vector<double>, 3>& of) {
        return std::vector{median(of[0]), median(of[1]), median(of[2])};
    };
    report.rows.push_back({"bulk load, by the clock", "s", medians(clock)});
    report.rows.push_back({"bulk load, CPU", "s", medians(cpu)});
    const fs::path compacted = options.directory / "plain-compacted";
    fs::remove_all(compacted);
    plain_compact(options.plain(), compacted);
    const auto megabytes = [](const fs::path& path) {
        return static_cast<double>(fs::is_directory(path) ? directory_bytes(path)
                                                          : fs::file_size(path)) /
               1e6;
    };
    report.rows.push_back(
        {"index on disk (plain: compacted)",
         "MB",
         {megabytes(options.sitrep()), megabytes(compacted), megabytes(options.fts5())}});
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
        report.rows.push_back({what, "us", {each, not_measured, not_measured}});
    };
    add("an article: its words", analyse);
    add("an article: who, where, when, what", enrich);
    add("an article: its document", build);
}

void bench_search(const Options& options, const std::vector<std::string>& queries, Report& report) {
    PlainSearch plain(options.plain());
    Fts5Search fts5(options.fts5());
    Searcher searcher(options.sitrep());
    searcher.load_columns();
    SearchRequest request;
    request.snippets = false;
    const auto ours = [&](bool rendered) {
        return cost_of(queries, options.rounds, [&](const std::string& query) {
            request.query = query;
            const SearchResult result = searcher.search(request);
            if (rendered) render_json(result, {});
        });
    };
    const auto of_plain = [&](std::size_t (PlainSearch::*ask)(const std::string&)) {
        return cost_of(queries, options.rounds,
                       [&](const std::string& query) { (plain.*ask)(query); });
    };
    const auto of_fts5 = [&](std::size_t (Fts5Search::*ask)(const std::string&)) {
        return cost_of(queries, options.rounds,
                       [&](const std::string& query) { (fts5.*ask)(query); });
    };
    const auto add = [&](const char* what, QueryCost mine, QueryCost of_xapian,
                         QueryCost of_sqlite) {
        report.rows.push_back({what, "ms", {mine.mean, of_xapian.mean, of_sqlite.mean}});
        report.rows.push_back(
            {"  95th percentile", "ms", {mine.p95, of_xapian.p95, of_sqlite.p95}});
    };
    const QueryCost plain_ids = of_plain(&PlainSearch::ids);
    add("top ten (Sitrep: records, exact total)", ours(false), plain_ids,
        of_fts5(&Fts5Search::ids));
    request.sort = Sort::newest;
    add("the ten newest", ours(false), of_plain(&PlainSearch::newest),
        of_fts5(&Fts5Search::newest));
    request.sort = Sort::relevance;
    request.snippets = true;
    const QueryCost with_snippets = ours(false);
    add("top ten with snippets", with_snippets, of_plain(&PlainSearch::snippets),
        of_fts5(&Fts5Search::snippets));
    add("top ten with snippets (plain: ids alone)", with_snippets, plain_ids, {});
    for (const FieldId id : {FieldId::region, FieldId::actor, FieldId::source, FieldId::lang,
                             FieldId::event, FieldId::date})
        request.facets.push_back({id, 10});
    add("with snippets, six facets (plain: ids alone)", ours(false), plain_ids, {});
    const QueryCost plain_answer = of_plain(&PlainSearch::answer);
    add("whole answer (rivals: three plain counts)", ours(true), plain_answer,
        of_fts5(&Fts5Search::answer));
    // As the server searches, which keeps lists that are asked for again, as all here are.
    constexpr std::size_t kept_bytes = 16 << 20;
    searcher.keep_lists(kept_bytes);
    add("whole answer, frequent lists in memory", ours(true), plain_answer, {});
    request.facets.clear();
    request.snippets = false;
    add("top ten, frequent lists in memory", ours(false), plain_ids, {});
}

// Memory beyond that of the articles at hand and the gazetteer, in a process each.
void bench_memory(const Options& options, const std::vector<Article>& articles,
                  const std::vector<std::string>& queries, Report& report) {
    const double at_hand = cost_in_process([] {}).peak_megabytes;
    const auto more = [&](const std::function<void()>& work) {
        return cost_in_process(work).peak_megabytes - at_hand;
    };
    const auto serve = [&](auto&& search) {
        return [&queries, search] {
            for (const std::string& query : queries) search(query);
        };
    };
    report.rows.push_back(
        {"memory, searching",
         "MB",
         {more([&] {
              Searcher searcher(options.sitrep());
              searcher.load_columns();
              SearchRequest request;
              request.facets = {{FieldId::region, 10}, {FieldId::actor, 10}, {FieldId::date, 10}};
              serve([&](const std::string& query) {
                  request.query = query;
                  searcher.search(request);
              })();
          }),
          more([&] {
              PlainSearch plain(options.plain());
              serve([&](const std::string& query) { plain.answer(query); })();
          }),
          more([&] {
              Fts5Search fts5(options.fts5());
              serve([&](const std::string& query) { fts5.answer(query); })();
          })}});
    fs::remove_all(options.plain());
    report.rows.push_back(
        {"memory, bulk load",
         "MB",
         {more([&] { sitrep_index(options.sitrep(), options.threads, articles); }),
          more([&] { plain_index(options.plain(), articles); }),
          more([&] { fts5_index_anew(options, articles); })}});
}

struct Wanted {
    std::string history;
    bool search_only = false;
    bool index_only = false;
    bool growth = false;
};

void run(const Options& options, const Wanted& wanted) {
    fs::create_directories(options.directory);
    if (wanted.growth) return bench_growth(options.sitrep(), options.threads, options.articles);
    const std::vector<Article> articles = articles_of(options.seed_file, options.articles);
    Report report;
    report.corpus = options.seed_file.empty() ? "generated" : options.seed_file;
    report.articles = articles.size();
    for (const Article& article : articles)
        report.megabytes += static_cast<double>(article.text.size()) / 1e6;
    if (wanted.index_only) {
        fmt::print("{:.2f} s\n",
                   seconds_of([&] { sitrep_index(options.sitrep(), options.threads, articles); }));
        return;
    }
    if (!wanted.search_only) {
        bench_index(options, articles, report);
        bench_parts(articles, report);
    }
    const std::vector<std::string> queries = sample_queries(articles, options.queries, 2);
    bench_search(options, queries, report);
    if (!wanted.search_only) {
        report.rows.push_back({"a commit of 100 until it is seen",
                               "s",
                               {seconds_of_commit(options.sitrep(), options.threads, articles, {}),
                                not_measured, not_measured}});
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
        ("growth", po::bool_switch(&wanted.growth), "tell what each tenth of generated articles costs, with Sitrep alone");
    // clang-format on
    return run_program(argc, argv, description, [&] {
        options.directory = directory;
        run(options, wanted);
    });
}
