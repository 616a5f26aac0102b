#include "tests/searcher/monitor_comparison.h"

#include "schema/error.h"
#include "schema/layout.h"
#include "searcher/monitor.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/standing_queries.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace sitrep::test {
namespace {

constexpr std::size_t most_told = 100;

struct Standing {
    std::string text;
    Node root;
    std::vector<bool> found; // by the search engine, by number of the article
};

class Comparing {
  public:
    Comparing(const std::vector<Article>& articles, const ComparisonOptions& options)
        : options_(options), dice_(options.seed) {
        write_index(directory_.path(), articles, options.a_shard);
        searcher_.emplace(directory_.path());
        SearchRequest everything;
        everything.query = "*";
        everything.limit = 0;
        everything.snippets = false;
        searcher_->stream(everything, [&](Hit& hit) {
            numbers_.emplace(hit.article.id, articles_.size());
            articles_.push_back(std::move(hit.article));
            return true;
        });
        read_terms();
    }

    Comparison run() {
        ask_searcher();
        MonitorOptions options;
        options.languages = searcher_->languages();
        options.groups = [&](FieldId id, const std::string& value) {
            return searcher_->group_ids(id, value);
        };
        options.most_unkeyed = standing_.size();
        Monitor monitor(options);
        for (std::size_t q = 0; q < standing_.size(); ++q) monitor.add(q, standing_[q].root);
        Verifier verifier(options.languages, options.groups);
        for (std::size_t a = 0; a < articles_.size(); ++a) {
            std::vector<bool> matched(standing_.size());
            for (const std::uint64_t q : monitor.match(terms_[a])) matched.at(q) = true;
            for (std::size_t q = 0; q < standing_.size(); ++q) {
                compare(a, q, "monitor", matched[q]);
                compare(a, q, "verifier", verifier.matches(standing_[q].root, terms_[a]));
                if (dice_.one_in(options_.restricted_every)) compare_restricted(a, q);
            }
        }
        result_.articles = articles_.size();
        result_.queries = standing_.size();
        return result_;
    }

  private:
    // As the index has them, not as they were given to it.
    void read_terms() {
        Xapian::Database all;
        for (const Shard& shard : read_layout(directory_.path()).shards)
            all.add_database(open_shard(directory_.path(), shard));
        for (const Article& article : articles_) {
            const auto posting =
                all.postlist_begin(make_term(field(FieldId::id).prefix, article.id));
            terms_.emplace_back(all.get_document(*posting));
        }
    }

    void ask_searcher() {
        StandingQueries queries(articles_, options_.seed);
        while (standing_.size() < options_.queries) {
            Standing standing;
            standing.text = queries.next();
            standing.found.resize(articles_.size());
            try {
                ask(standing);
            } catch (const Error& error) {
                ++result_.refused;
                if (error.kind != ErrorKind::query && error.kind != ErrorKind::limit) throw;
                if (result_.refused > 10 * options_.queries) throw;
                continue;
            }
            standing_.push_back(std::move(standing));
        }
    }

    void ask(Standing& standing) {
        standing.root = parse_query(standing.text, searcher_->gazetteer(), today()).root;
        SearchRequest request;
        request.query = standing.text;
        request.limit = 0;
        request.snippets = false;
        result_.matches += searcher_->stream(request, [&](const Hit& hit) {
            standing.found[numbers_.at(hit.article.id)] = true;
            return true;
        });
    }

    void compare(std::size_t article, std::size_t query, const char* who, bool answer) {
        const Standing& standing = standing_[query];
        if (answer == standing.found[article]) return;
        ++result_.different;
        if (result_.differences.size() < most_told)
            result_.differences.push_back(fmt::format(
                "the {} says {}, the search {}: {} ({}) article {}", who, answer, !answer,
                standing.text, to_string(standing.root), articles_[article].id));
    }

    // Beside the id a stop word alone would be left out; beside itself it is not.
    void compare_restricted(std::size_t article, std::size_t query) {
        const Standing& standing = standing_[query];
        SearchRequest request;
        request.query =
            fmt::format("(({0}) OR ({0})) id:\"{1}\"", standing.text, articles_[article].id);
        request.snippets = false;
        ++result_.restricted;
        compare(article, query, "search by id", searcher_->search(request).total > 0);
    }

    ComparisonOptions options_;
    Dice dice_;
    TemporaryDirectory directory_;
    std::optional<Searcher> searcher_;
    std::vector<Article> articles_;
    std::unordered_map<std::string, std::size_t> numbers_; // by id
    std::vector<ArticleTerms> terms_;
    std::vector<Standing> standing_;
    Comparison result_;
};

} // namespace

Comparison compare_monitor(const std::vector<Article>& articles, const ComparisonOptions& options) {
    return Comparing(articles, options).run();
}

} // namespace sitrep::test
