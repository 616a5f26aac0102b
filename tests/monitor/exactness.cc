// Whether standing queries answer as the search does: many random ones over random articles, and
// over real ones of any files that sitrep-index reads.
//
//   monitor_exactness [QUERIES [ARTICLES [FILE...]]]
//
// The first ARTICLES of each file make an index of their own. Tells every difference, and exits
// with 1 where there are some.

#include "indexer/reader.h"
#include "schema/error.h"
#include "tests/searcher/monitor_comparison.h"
#include "tests/searcher/random.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::test;

namespace {

std::vector<Article> random_articles(std::size_t count) {
    Dice dice(20250709);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < count; ++i) articles.push_back(random_article(dice, i));
    return articles;
}

std::vector<Article> articles_of(const std::string& file, std::size_t count) {
    RecordStream records({file}, {});
    std::vector<Article> articles;
    Record record;
    while (articles.size() < count && records.next(record))
        if (auto* article = std::get_if<Article>(&record)) articles.push_back(std::move(*article));
    return articles;
}

std::size_t differences(const std::string& name, const std::vector<Article>& articles,
                        std::size_t queries) {
    ComparisonOptions options;
    options.queries = queries;
    options.a_shard = articles.size() / 3 + 1;
    options.restricted_every = 10'000;
    const Comparison found = compare_monitor(articles, options);
    for (const std::string& difference : found.differences) fmt::print("  {}\n", difference);
    fmt::print("{}: {} queries ({} more refused) x {} articles, {} matches, {} asked by id: {} "
               "differences\n",
               name, found.queries, found.refused, found.articles, found.matches, found.restricted,
               found.different);
    std::fflush(stdout);
    return found.different;
}

std::size_t number(const char* text) {
    const long value = std::atol(text);
    if (value <= 0) throw Error(ErrorKind::usage, fmt::format("{} is not a number", text), "");
    return static_cast<std::size_t>(value);
}

} // namespace

int main(int argc, char** argv) {
    try {
        const std::size_t queries = argc > 1 ? number(argv[1]) : 10'000;
        const std::size_t articles = argc > 2 ? number(argv[2]) : 1000;
        std::size_t different = differences("random", random_articles(articles), queries);
        for (int i = 3; i < argc; ++i)
            different += differences(argv[i], articles_of(argv[i], articles), queries);
        return different == 0 ? 0 : 1;
    } catch (const Error& error) {
        fmt::print(stderr, "monitor_exactness: {}\n", error.message);
        return error.exit_code();
    } catch (const std::exception& error) {
        fmt::print(stderr, "monitor_exactness: {}\n", error.what());
        return 1;
    }
}
