// What standing queries cost an article, beside running each of them over a database in memory that
// holds that article alone, in the same run; and what queries cost that cannot match.
#include "corpus.h"
#include "measure.h"
#include "program.h"
#include "standing.h"

#include "indexer/enrich.h"
#include "schema/document.h"
#include "searcher/lower.h"
#include "searcher/monitor.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_map>

#include <boost/program_options.hpp>
#include <fmt/format.h>

namespace po = boost::program_options;
using namespace sitrep;
using namespace sitrep::bench;

namespace {

struct Options {
    std::size_t queries = 100'000;
    std::size_t articles = 3000; // that queries are made of
    std::size_t matched = 1000;  // that are matched
    std::size_t rival = 10;      // that the rival is asked about
    std::size_t grow = 1'000'000;
    std::string input;
};

Xapian::WritableDatabase in_memory() {
    return Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY);
}

// Documents as the indexer makes them, and how many of them have each term.
struct Corpus {
    std::vector<Article> articles;
    std::vector<Xapian::Document> documents;
    std::unordered_map<std::string, std::uint32_t> frequencies;
    Xapian::WritableDatabase database = in_memory();

    explicit Corpus(std::vector<Article> given) : articles(std::move(given)) {
        ArticleTokens tokens;
        Enricher enricher(Gazetteer::builtin());
        DocumentBuilder builder(Gazetteer::builtin());
        for (Article& article : articles) {
            tokens.analyse(article);
            enricher.enrich(article, tokens);
            documents.push_back(builder.build(article, tokens));
            database.add_document(documents.back());
            for (auto term = documents.back().termlist_begin();
                 term != documents.back().termlist_end(); ++term)
                ++frequencies[*term];
        }
    }

    double share(std::string_view term) const {
        const auto found = frequencies.find(std::string(term));
        return found == frequencies.end()
                   ? 0
                   : static_cast<double>(found->second) / static_cast<double>(articles.size());
    }
};

std::vector<Node> parsed(const std::vector<std::string>& queries) {
    std::vector<Node> roots;
    for (const std::string& query : queries)
        roots.push_back(parse_query(query, Gazetteer::builtin(), today()).root);
    return roots;
}

MonitorOptions with_shares(const Corpus& corpus) {
    MonitorOptions options;
    options.term_share = [&](std::string_view term) { return corpus.share(term); };
    return options;
}

struct Cost {
    double seconds = 0; // an article
    std::size_t matches = 0;
};

// From documents on, as the rival.
Cost ask_monitor(const Monitor& monitor, const Corpus& corpus, std::size_t articles) {
    ArticleTerms terms;
    Cost cost;
    const double seconds = thread_seconds_of([&] {
        for (std::size_t a = 0; a < articles; ++a) {
            terms.read(corpus.documents[a]);
            cost.matches += monitor.match(terms).size();
        }
    });
    cost.seconds = seconds / static_cast<double>(articles);
    return cost;
}

Cost ask_rival(const std::vector<Xapian::Query>& queries, const Corpus& corpus,
               std::size_t articles) {
    Cost cost;
    const double seconds = thread_seconds_of([&] {
        for (std::size_t a = 0; a < articles; ++a) {
            Xapian::WritableDatabase one = in_memory();
            one.add_document(corpus.documents[a]);
            Xapian::Enquire enquire(one);
            enquire.set_weighting_scheme(Xapian::BoolWeight());
            for (const Xapian::Query& query : queries) {
                enquire.set_query(query);
                cost.matches += enquire.get_mset(0, 1).size();
            }
        }
    });
    cost.seconds = seconds / static_cast<double>(articles);
    return cost;
}

std::vector<Xapian::Query> lowered(const std::vector<Node>& roots, const Corpus& corpus) {
    const std::vector<std::string> languages{"en"};
    StemmerPool stemmers;
    const QueryLimits limits;
    const ArticleGroups copies(FieldId::copies);
    const ArticleGroups stories(FieldId::story);
    const LoweringContext context{corpus.database, languages, stemmers, limits, copies, stories};
    const TermQueries terms;
    std::vector<Xapian::Query> queries;
    for (const Node& root : roots) queries.push_back(to_xapian(lower(root, context), terms, true));
    return queries;
}

void bench_queries(const Options& options, const Corpus& corpus) {
    const std::vector<Node> roots =
        parsed(standing_queries(corpus.articles, options.queries,
                                [&](std::string_view term) { return corpus.share(term); }));
    Monitor monitor(with_shares(corpus));
    const double adding = thread_seconds_of([&] {
        for (std::size_t q = 0; q < roots.size(); ++q) monitor.add(q, roots[q]);
    });
    const double n = static_cast<double>(roots.size());
    fmt::print("{} standing queries: {:.1f} us each to add, {:.0f} bytes each, {} unkeyed\n",
               roots.size(), adding / n * 1e6, static_cast<double>(monitor.memory()) / n,
               monitor.unkeyed());
    const std::size_t matched = std::min(options.matched, corpus.articles.size());
    ask_monitor(monitor, corpus, matched); // warm-up
    const Cost ours = ask_monitor(monitor, corpus, matched);
    ArticleTerms terms;
    const double reading = thread_seconds_of([&] {
        for (std::size_t a = 0; a < matched; ++a) terms.read(corpus.documents[a]);
    });
    fmt::print("an article matches {:.3f} % of them; {:.0f} articles a CPU-second ({:.0f} us each, "
               "{:.0f} of them to read its terms)\n",
               static_cast<double>(ours.matches) / static_cast<double>(matched) / n * 100,
               1 / ours.seconds, ours.seconds * 1e6, reading / static_cast<double>(matched) * 1e6);
    if (options.rival == 0) return;
    const std::vector<Xapian::Query> queries = lowered(roots, corpus);
    const Cost rival = ask_rival(queries, corpus, options.rival);
    const Cost same = ask_monitor(monitor, corpus, options.rival);
    fmt::print("each query over a database of one article: {:.1f} articles a CPU-second; ratio "
               "{:.0f}; {} matches, the monitor's {}\n",
               1 / rival.seconds, rival.seconds / ours.seconds, rival.matches, same.matches);
}

// Queries for a word that some articles have and one that none has.
void bench_growth(const Options& options, const Corpus& corpus) {
    std::vector<std::string> words = frequent_words(corpus.articles, 2000);
    Monitor monitor(with_shares(corpus));
    std::size_t added = 0;
    for (std::size_t n = 1000; n <= options.grow; n *= 10) {
        for (; added < n; ++added) {
            const std::string query =
                fmt::format("{} qx{}z", words[added % words.size()], absent_word(added));
            monitor.add(added, parse_query(query, Gazetteer::builtin(), today()).root);
        }
        const std::size_t matched = std::min(options.matched, corpus.articles.size());
        ask_monitor(monitor, corpus, matched); // warm-up
        const Cost cost = ask_monitor(monitor, corpus, matched);
        fmt::print("{:>9} queries that cannot match: {:6.0f} us an article, {:.0f} bytes a query, "
                   "{} matches\n",
                   n, cost.seconds * 1e6,
                   static_cast<double>(monitor.memory()) / static_cast<double>(n), cost.matches);
    }
}

void run(const Options& options) {
    const Corpus corpus(articles_of(options.input, options.articles));
    std::size_t bytes = 0;
    for (const Article& article : corpus.articles) bytes += article.text.size();
    fmt::print("{} articles of {:.1f} kB\n", corpus.articles.size(),
               static_cast<double>(bytes) / static_cast<double>(corpus.articles.size()) / 1e3);
    bench_queries(options, corpus);
    bench_growth(options, corpus);
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    po::options_description description("Options");
    // clang-format off
    description.add_options()
        ("queries", po::value(&options.queries)->default_value(options.queries), "standing")
        ("articles", po::value(&options.articles)->default_value(options.articles), "that queries are made of")
        ("matched", po::value(&options.matched)->default_value(options.matched), "articles that are matched")
        ("rival", po::value(&options.rival)->default_value(options.rival), "articles that the rival is asked about")
        ("grow", po::value(&options.grow)->default_value(options.grow), "queries at most that cannot match")
        ("input", po::value(&options.input), "articles of this file instead of generated ones");
    // clang-format on
    return run_program(argc, argv, description, [&] { run(options); });
}
