// The piece or two of an article that show best why it was found.
#pragma once

#include "searcher/match.h"
#include "searcher/search.h"

#include <string_view>
#include <vector>

namespace sitrep {

struct SnippetOptions {
    std::size_t bytes = 260;   // of text, all fragments together, about
    std::size_t fragments = 2; // at most
};

// A stretch of text and what it shows of a query.
struct MatchWindow {
    std::size_t begin = 0; // bytes of the text
    std::size_t end = 0;
    std::size_t covered = 0; // distinct clauses that nothing else shows yet
    std::size_t matches = 0;
};

// Reads the text from its start until a window shows every clause of the query, at most the
// whole of it: the cost of a snippet hardly grows with the length of an article. Fragments are cut
// at words, begin at a sentence where one starts nearby, and hold white space as single spaces.
// Without a match, the start of the text.
class Snippeter {
  public:
    std::vector<Fragment> snippet(std::string_view text, const TextMatcher& matcher,
                                  const SnippetOptions& options = {});
    // The whole of a short text, matches marked.
    std::vector<Run> highlight(std::string_view text, const TextMatcher& matcher, bool is_title);

  private:
    // The best window of at most `bytes`; reads on until one shows `wanted` clauses.
    MatchWindow find(std::string_view text, const TextMatcher& matcher, std::size_t wanted,
                     std::size_t bytes);

    Tokens tokens_;
    std::vector<MatchedSpan> spans_;
};

} // namespace sitrep
