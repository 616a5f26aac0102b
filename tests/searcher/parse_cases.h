// Tables of queries: what each is read as, what is said about it, what is refused.
#pragma once

#include "searcher/parse.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace sitrep::test {

// The built-in gazetteer with invented places and people, so that no real name gets in between.
const Gazetteer& invented_gazetteer();

inline const Day wednesday = day_from_civil(2025, 7, 9);

// On that Wednesday, with the invented names.
ParsedQuery parse(std::string_view text, const QueryLimits& limits = {});

// "message | hint", a line each.
std::string all_warnings(const ParsedQuery& query);

struct Reading {
    const char* query;
    const char* parsed;
    const char* warning = ""; // part of what is said; empty: nothing is
};
// The printed form must be read as the same tree, too, and be its own printed form.
void check_readings(std::initializer_list<Reading> readings);

struct Refusal {
    const char* query;
    const char* message;    // part of the message
    const char* about = ""; // the part of the query that it points at; empty: not compared
    const char* hint = "";  // part of the hint
};
void check_refusals(std::initializer_list<Refusal> refusals);

// A tree in brackets, with what the printed form does not show.
std::string describe(const Node& node);

struct Tree {
    const char* query;
    const char* tree;
};
void check_trees(std::initializer_list<Tree> trees);

} // namespace sitrep::test
