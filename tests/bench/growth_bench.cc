// What copies and stories cost an article as an index grows, beside the rest of indexing it.
//
// One thread does what the indexer's do: segments of 200 articles, merged into a shard a commit,
// grouped with the published shards, which are merged when they are many. CPU time, in ms.

#include "corpus.h"

#include "indexer/copies.h"
#include "indexer/enrich.h"
#include "indexer/stories.h"
#include "schema/error.h"
#include "schema/layout.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <boost/program_options.hpp>
#include <fmt/format.h>

namespace {

using namespace sitrep;
namespace fs = std::filesystem;
namespace po = boost::program_options;

constexpr std::size_t segment_articles = 200;
constexpr std::size_t commit_articles = 2000;
constexpr std::size_t most_shards = 8;

struct Options {
    std::string input;
    std::string directory = "growth-bench.db";
    std::size_t articles = 200'000;
    std::size_t report = 10'000;
    std::size_t a_day = 500;
};

double cpu_ms() {
    std::timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Cost {
    double index = 0;
    double copies = 0;
    double stories = 0;
};

class Growth {
  public:
    explicit Growth(const fs::path& directory)
        : directory_(directory), enricher_(Gazetteer::builtin()), builder_(Gazetteer::builtin()) {
        fs::remove_all(directory_);
        fs::create_directories(directory_);
    }
    ~Growth() {
        published_.clear();
        fs::remove_all(directory_);
    }

    void commit(std::vector<Article> articles, Cost& cost) {
        const double start = cpu_ms();
        const fs::path path = shard(std::move(articles));
        const double indexed = cpu_ms();
        Xapian::WritableDatabase fresh(path.string(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
        group_copies(fresh, published_);
        const double copied = cpu_ms();
        group_stories(fresh, published_, memory_);
        fresh.commit();
        fresh.close();
        const double told = cpu_ms();
        published_.emplace(path.filename().string(), Xapian::Database(path.string()));
        if (published_.size() > most_shards) merge();
        cost.index += indexed - start + cpu_ms() - told;
        cost.copies += copied - indexed;
        cost.stories += told - copied;
    }

  private:
    fs::path next(const char* kind) { return directory_ / fmt::format("{}-{}", kind, ++number_); }

    fs::path shard(std::vector<Article> articles) {
        Xapian::Database segments;
        std::vector<fs::path> paths;
        for (std::size_t begin = 0; begin < articles.size(); begin += segment_articles) {
            const fs::path path = paths.emplace_back(next("segment"));
            Xapian::WritableDatabase segment(path.string(), Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
            for (std::size_t i = begin; i < std::min(begin + segment_articles, articles.size());
                 ++i)
                segment.add_document(document(articles[i]));
            segment.commit();
            segments.add_database(Xapian::Database(path.string()));
        }
        const fs::path path = next("shard");
        segments.compact(path.string(), 0U, 0);
        for (const fs::path& used : paths) fs::remove_all(used);
        return path;
    }

    Xapian::Document document(Article& article) {
        article.copies = article.story = group_id(article.id);
        article.committed = static_cast<std::int64_t>(number_) + 1;
        tokens_.analyse(article);
        enricher_.enrich(article, tokens_);
        return builder_.build(article, tokens_);
    }

    // The smaller half, as the writer does.
    void merge() {
        std::vector<std::pair<Xapian::doccount, std::string>> by_size;
        for (const auto& [name, database] : published_)
            by_size.emplace_back(database.get_doccount(), name);
        std::sort(by_size.begin(), by_size.end());
        by_size.resize(by_size.size() - 2);
        Xapian::Database all;
        for (const auto& [size, name] : by_size) all.add_database(published_.at(name));
        const fs::path path = next("shard");
        all.compact(path.string(), 0U, 0);
        for (const auto& [size, name] : by_size) {
            published_.erase(name);
            fs::remove_all(directory_ / name);
        }
        published_.emplace(path.filename().string(), Xapian::Database(path.string()));
    }

    fs::path directory_;
    std::size_t number_ = 0;
    Enricher enricher_;
    DocumentBuilder builder_;
    ArticleTokens tokens_;
    PublishedShards published_;
    StoryMemory memory_;
};

void set_day(Article& article, std::size_t number, std::size_t a_day) {
    const auto day = day_from_civil(2020, 1, 1) + static_cast<Day>(number / a_day);
    article.date = parse_date(format_day(day)).value();
}

void run(const Options& options) {
    std::vector<Article> loaded;
    if (!options.input.empty()) loaded = bench::load(options.input, options.articles);
    Growth growth(options.directory);
    std::puts("articles   indexing ms   copies ms   stories ms   share of both");
    Cost cost;
    for (std::size_t done = 0; done < options.articles; done += commit_articles) {
        std::vector<Article> batch;
        if (loaded.empty())
            batch = bench::generate(commit_articles, done + 1);
        else
            batch.assign(loaded.begin() + static_cast<std::ptrdiff_t>(done),
                         loaded.begin() + static_cast<std::ptrdiff_t>(
                                              std::min(done + commit_articles, loaded.size())));
        for (std::size_t i = 0; i < batch.size(); ++i) {
            batch[i].id = fmt::format("{}/{}", done + i, batch[i].id);
            if (options.a_day > 0) set_day(batch[i], done + i, options.a_day);
        }
        growth.commit(std::move(batch), cost);
        if ((done + commit_articles) % options.report != 0) continue;
        const auto count = static_cast<double>(options.report);
        const double both = cost.copies + cost.stories;
        fmt::print("{:8}   {:11.3f}   {:9.3f}   {:10.3f}   {:12.1f}%\n", done + commit_articles,
                   cost.index / count, cost.copies / count, cost.stories / count,
                   100 * both / (cost.index + both));
        std::fflush(stdout);
        cost = {};
    }
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    po::options_description description("Options");
    // clang-format off
    description.add_options()
        ("input", po::value(&options.input), "articles of this file, and ones like them, instead of generated ones")
        ("articles", po::value(&options.articles)->default_value(options.articles), "how many")
        ("report", po::value(&options.report)->default_value(options.report), "a line for so many, a multiple of 2000")
        ("a-day", po::value(&options.a_day)->default_value(options.a_day), "published a day; 0: the dates that they have")
        ("directory", po::value(&options.directory)->default_value(options.directory), "where the index goes meanwhile")
        ("help", "this text");
    // clang-format on
    try {
        po::variables_map values;
        po::store(po::parse_command_line(argc, argv, description), values);
        if (values.count("help") > 0) {
            std::cout << description;
            return 0;
        }
        po::notify(values);
        run(options);
        return 0;
    } catch (const Xapian::Error& error) {
        std::cerr << error.get_description() << '\n';
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
    return 1;
}
