// What copies and stories cost an article as an index grows, beside the rest of indexing it.
//
// One thread does what the indexer's do: batches of 200 articles, grouped with all before them and
// written as segments, which a commit merges into a shard; shards are merged when they are many.
// CPU time, in ms.

#include "corpus.h"
#include "measure.h"
#include "program.h"

#include "indexer/copies.h"
#include "indexer/enrich.h"
#include "indexer/stories.h"
#include "schema/layout.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
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
constexpr std::size_t update_articles = 1000; // of a run over the index that was there before

struct Options {
    std::string input;
    std::string directory = "growth-bench.db";
    std::size_t articles = 200'000;
    std::size_t report = 10'000;
    std::size_t a_day = 500;
};

double cpu_ms() {
    return bench::cpu_seconds() * 1e3;
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

    // As another process would, that writes to the same index later.
    void begin_anew() {
        copies_ = {};
        copies_.set_published(published_);
        stories_ = {};
    }

    void commit(std::vector<Article> articles, Cost& cost) {
        std::vector<fs::path> segments;
        GroupNotes notes;
        for (std::size_t begin = 0; begin < articles.size(); begin += segment_articles)
            segments.push_back(segment(articles, begin, notes, cost));
        const double start = cpu_ms();
        Xapian::Database all;
        for (const fs::path& path : segments) all.add_database(Xapian::Database(path.string()));
        const fs::path shard = next("shard");
        all.compact(shard.string(), 0U, 0);
        all.close();
        for (const fs::path& path : segments) fs::remove_all(path);
        const double merged = cpu_ms();
        {
            Xapian::WritableDatabase noted(shard.string(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
            for (const auto& [field, merge] : notes) note_merged_group(noted, field, merge);
            noted.commit();
        }
        const double told = cpu_ms();
        published_.emplace(shard.filename().string(), Xapian::Database(shard.string()));
        if (published_.size() > most_shards) merge();
        copies_.set_published(published_);
        stories_.bound();
        cost.index += merged - start + cpu_ms() - told;
        cost.stories += told - merged;
    }

  private:
    fs::path next(const char* kind) { return directory_ / fmt::format("{}-{}", kind, ++number_); }

    fs::path segment(std::vector<Article>& articles, std::size_t begin, GroupNotes& notes,
                     Cost& cost) {
        const std::size_t end = std::min(begin + segment_articles, articles.size());
        const double start = cpu_ms();
        NewDocuments documents;
        for (std::size_t i = begin; i < end; ++i) documents.push_back(document(articles[i]));
        const double made = cpu_ms();
        group_copies(documents, copies_, notes);
        const double copied = cpu_ms();
        group_stories(documents, published_, stories_, notes);
        const double told = cpu_ms();
        const fs::path path = next("segment");
        Xapian::WritableDatabase segment(path.string(), Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
        for (const Xapian::Document& each : documents) segment.add_document(each);
        segment.commit();
        cost.index += made - start + cpu_ms() - told;
        cost.copies += copied - made;
        cost.stories += told - copied;
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
    CopyMemory copies_;
    StoryMemory stories_;
};

// So many articles from number `first` on.
std::vector<Article> articles_from(std::size_t first, std::size_t count,
                                   const std::vector<Article>& loaded, std::size_t a_day) {
    std::vector<Article> articles;
    if (loaded.empty())
        articles = bench::generate(count, first + 1);
    else
        articles.assign(loaded.begin() + static_cast<std::ptrdiff_t>(first),
                        loaded.begin() + static_cast<std::ptrdiff_t>(first + count));
    for (std::size_t i = 0; i < articles.size(); ++i) {
        articles[i].id = fmt::format("{}/{}", first + i, articles[i].id);
        if (a_day > 0) bench::set_day(articles[i], first + i, a_day);
    }
    return articles;
}

void print_row(const std::string& what, const Cost& cost, std::size_t articles) {
    const auto count = static_cast<double>(articles);
    const double both = cost.copies + cost.stories;
    fmt::print("{:>16}   {:11.3f}   {:9.3f}   {:10.3f}   {:12.1f}%\n", what, cost.index / count,
               cost.copies / count, cost.stories / count, 100 * both / (cost.index + both));
    std::fflush(stdout);
}

void run(const Options& options) {
    std::vector<Article> loaded;
    if (!options.input.empty())
        loaded = bench::load(options.input, options.articles + update_articles);
    Growth growth(options.directory);
    std::puts("        articles   indexing ms   copies ms   stories ms   share of both");
    Cost cost;
    std::size_t done = 0;
    while (done < options.articles) {
        growth.commit(articles_from(done, commit_articles, loaded, options.a_day), cost);
        done += commit_articles;
        if (done % options.report != 0) continue;
        print_row(std::to_string(done), cost, options.report);
        cost = {};
    }
    growth.begin_anew();
    cost = {};
    growth.commit(articles_from(done, update_articles, loaded, options.a_day), cost);
    print_row(fmt::format("{} later", update_articles), cost, update_articles);
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    po::options_description description("Options");
    // clang-format off
    description.add_options()
        ("input", po::value(&options.input), "articles of this file, and ones like them, instead of generated ones")
        ("articles", po::value(&options.articles)->default_value(options.articles), "how many, a multiple of 2000")
        ("report", po::value(&options.report)->default_value(options.report), "a line for so many, a multiple of 2000")
        ("a-day", po::value(&options.a_day)->default_value(options.a_day), "published a day; 0: the dates that they have")
        ("directory", po::value(&options.directory)->default_value(options.directory), "where the index goes meanwhile");
    // clang-format on
    return bench::run_program(argc, argv, description, [&] { run(options); });
}
