// Pages for people: the search page, an article, an error. Work without JavaScript.
#pragma once

#include "server/page_links.h"
#include "server/problem.h"
#include "server/relax.h"

#include <string>
#include <vector>

namespace sitrep {

struct SearchPage {
    const SearchRequest& request;
    const SearchResult& result;
    const Gazetteer& gazetteer;
    View view = View::list;
    std::vector<Relaxation> relaxations{}; // where nothing was found
};
std::string search_page(const SearchPage& found);

// The search page for a query or parameter that cannot be honoured: what was typed stays, and the
// part that is wrong is marked.
std::string search_problem_page(const SearchRequest& request, const Problem& problem);

// One article in full, with the words of a query marked. A query that cannot be parsed marks
// nothing.
struct ArticlePage {
    const Article& article;
    const Gazetteer& gazetteer;
    std::string query;
    SavedSearches saved{};      // that the query may name
    CopyGroup report{};
    std::vector<Hit> copies{};  // of it, itself among them, the first before the rest
    StoryGroup story{};         // that it reports
    std::vector<Hit> reports{}; // the first ones of the story, itself perhaps among them
    std::vector<Hit> similar{}; // see Searcher::similar()
};
std::string article_page(const ArticlePage& shown);

// All versions of an article (Searcher::versions()), the newest first, with the words that changed.
std::string versions_page(const std::vector<Article>& versions);

// A story: its reports in time with the tolls that they gave.
struct StoryPage {
    std::string asked;               // the id that was asked for
    const std::vector<Hit>& reports; // the oldest first, not none
    std::uint64_t total = 0;
};
std::string story_page(const StoryPage& shown);

// For addresses that lead nowhere and the like.
std::string problem_page(const Problem& problem);

} // namespace sitrep
