// Standing queries: which of very many a new article matches.
//
// The answer is exactly that of a search that finds only this article, in an index of the same
// languages. Pure: needs no database. A period that is told from today (date:P7D) stays what it was
// when its query was parsed; add the query again when the day changes.
#pragma once

#include "searcher/article_terms.h"
#include "searcher/ast.h"
#include "searcher/verify.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct MonitorOptions {
    // Of the articles in the index, English among them: a word stands for its stems in each of
    // them. Where the index gets another, make another monitor.
    std::vector<std::string> languages{"en"};
    // The share of articles that have a term, 0 to 1, as far as is known; asked when queries are
    // added. By default a guess from what kind of term it is.
    std::function<double(std::string_view term)> term_share;
    // Of groups that became one (copies:ID); by default each has its own id alone. Asked when a
    // query is added.
    GroupIds groups;
    // Queries that any article may match, because they ask for no word or name that it must have
    // (everything but ..., open ranges): each article is tried against all of them.
    std::size_t most_unkeyed = 10'000;
};

// Any number of threads may match at once, none of them while a query is added or removed.
class Monitor {
  public:
    explicit Monitor(MonitorOptions options = {});
    ~Monitor();
    Monitor(Monitor&&) noexcept;
    Monitor& operator=(Monitor&&) noexcept;

    // In place of the query with that id, if there is one. Throws Error{limit} where it would be
    // one too many of those that any article may match; nothing has changed then.
    void add(std::uint64_t id, const Node& query);
    // False: there was none.
    bool remove(std::uint64_t id);
    std::size_t size() const;
    // How many any article may match; those that ask for the same count once.
    std::size_t unkeyed() const;
    // Bytes that the queries take.
    std::size_t memory() const;

    // Ids of the queries that the article matches, ascending. Cost: a look-up a term of the
    // article, and little for each query whose rarest required word or name it has.
    std::vector<std::uint64_t> match(const ArticleTerms& article) const;

    // Which clauses of a query the article matches; queries are not kept as they were added, so it
    // is given again. See Verifier::why.
    std::vector<MatchedClause> why(const Node& query, const ArticleTerms& article) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sitrep
