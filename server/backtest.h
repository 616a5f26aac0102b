// How often a standing query would have told something: asked before it is kept.
#pragma once

#include "searcher/search.h"
#include "server/subscription.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sitrep {

inline constexpr int backtest_days = 90;

struct Backtest {
    std::string from; // first and last day; the last is today, or the newest article's day
    std::string to;
    std::uint64_t matches = 0;  // reports, or articles where each is told
    std::uint64_t articles = 0; // that there were, counted likewise
    std::uint64_t most = 0;     // of one day
    std::vector<std::pair<std::string, std::uint64_t>> days; // those with matches, in order
    std::string warning;                                     // it will flood its reader; or empty
    std::string refusal; // why it cannot be a standing query; or empty

    double a_day() const { return static_cast<double>(matches) / backtest_days; }
};

// Throws as a search does for a query that makes no sense, names itself or is too dear.
// `saved`: of its owner.
Backtest backtest(Searcher& searcher, const Subscription& one, const SavedSearches& saved);

// Throws ProblemError{400} with the figures where the query cannot be a standing one.
void check_backtest(const Backtest& backtest);

std::string backtest_json(const Backtest& backtest);

} // namespace sitrep
