// Whether one article is what a query asks for: the slow honest form of a standing query, clause by
// clause over the article's sorted terms.
#pragma once

#include "searcher/article_terms.h"
#include "searcher/ast.h"
#include "searcher/stems.h"

#include <functional>
#include <string>
#include <vector>

namespace sitrep {

// The ids under which articles of the group (copies, story) with that id are indexed.
using GroupIds = std::function<std::vector<std::string>(FieldId, const std::string&)>;

// A clause that an article meets.
struct MatchedClause {
    QuerySpan span;     // of the query
    std::string clause; // as a query
};

// Answers as a search does that finds only this article. Not thread-safe (stems).
class Verifier {
  public:
    // `languages` are those of the index, English among them. Without `groups` a group has one id.
    explicit Verifier(std::vector<std::string> languages, GroupIds groups = {});

    bool matches(const Node& query, const ArticleTerms& article);

    // Which words, phrases, names and ranges of a query the article meets, in their order; what is
    // only asked to be absent where there are no others. Empty if the query does not match.
    std::vector<MatchedClause> why(const Node& query, const ArticleTerms& article);

  private:
    bool conjunction(const Node& node, const ArticleTerms& article);
    bool near(const Node& node, const ArticleTerms& article);
    bool keyword(const Node& node, const ArticleTerms& article);
    void collect(const Node& node, const ArticleTerms& article, std::vector<MatchedClause>& found);

    std::vector<std::string> languages_;
    GroupIds groups_;
    StemmerPool stemmers_;
};

// Leaves, by themselves.

// What the years, months and days of a date field's terms cover: a range of days is met where one
// of them lies within it.
std::vector<DayRange> days_of(const ArticleTerms& article, FieldId field);
bool has_day(const std::vector<DayRange>& known, const DayRange& days);
// Whether what the slots of a count or number field hold overlaps the range.
bool has_number(const ArticleTerms& article, FieldId field, const NumberRange& numbers);
bool has_phrase(const ArticleTerms& article, const std::vector<std::string>& terms,
                std::uint32_t window);

} // namespace sitrep
