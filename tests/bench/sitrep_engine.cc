#include "sitrep_engine.h"

#include "measure.h"

#include "schema/error.h"
#include "searcher/search.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace sitrep::bench {

std::unique_ptr<IndexWriter> writer_of(const std::filesystem::path& index, unsigned threads,
                                       bool enrich) {
    WriterOptions how;
    how.threads = threads;
    how.enrich = enrich;
    const std::shared_ptr<const Gazetteer> builtin(std::shared_ptr<void>(), &Gazetteer::builtin());
    return std::make_unique<IndexWriter>(index, builtin, how);
}

void sitrep_index(const std::filesystem::path& index, unsigned threads,
                  const std::vector<Article>& articles, bool enrich) {
    std::filesystem::remove_all(index);
    const auto writer = writer_of(index, threads, enrich);
    for (const Article& article : articles) writer->add(article);
    writer->finish();
}

CommitCost cost_of_commit(const std::filesystem::path& index, unsigned threads,
                          const std::vector<Article>& articles, const std::string& mark) {
    Searcher searcher(index);
    searcher.load_columns();
    const auto writer = writer_of(index, threads);
    const std::uint64_t before = searcher.documents();
    CommitCost cost;
    cost.cpu = -cpu_seconds();
    cost.clock = seconds_of([&] {
        for (std::size_t i = 0; i < 100; ++i) {
            Article article = articles[i % articles.size()];
            article.id += fmt::format("-again-{}{}", mark, i);
            writer->add(std::move(article));
        }
        writer->flush();
        searcher.documents();
    });
    cost.cpu += cpu_seconds();
    if (searcher.documents() != before + 100)
        throw Error(ErrorKind::internal, "the hundred articles are not all there");
    return cost;
}

void bench_growth(const std::filesystem::path& index, unsigned threads, std::size_t articles,
                  Length length) {
    constexpr std::size_t made_at_once = 2000;
    constexpr std::size_t a_day = 500;
    std::filesystem::remove_all(index);
    const std::size_t step = std::max<std::size_t>(articles / 10, 1);
    fmt::print("articles   CPU s a thousand   a commit of 100 until it is seen, s   its CPU s\n");
    for (std::size_t done = 0; done < articles;) {
        const double before = cpu_seconds();
        double making = 0;
        const std::size_t end = done + step;
        for (auto writer = writer_of(index, threads); done < end;) {
            std::vector<Article> made;
            making += thread_seconds_of(
                [&] { made = generate(std::min(made_at_once, end - done), done + 1, length); });
            for (Article& article : made) {
                set_day(article, done, a_day);
                article.id = fmt::format("growth-{}", ++done);
                writer->add(std::move(article));
            }
            if (done == end) writer->finish();
        }
        const double cpu = (cpu_seconds() - before - making) * 1000 / static_cast<double>(step);
        std::vector<Article> newest = generate(100, done + 1, length);
        for (Article& article : newest) set_day(article, done, a_day);
        const CommitCost commit = cost_of_commit(index, threads, newest, std::to_string(done));
        fmt::print("{:8}   {:16.3f}   {:35.3f}   {:9.3f}\n", done, cpu, commit.clock, commit.cpu);
        std::fflush(stdout);
    }
}

} // namespace sitrep::bench
