// A hit and a result with something in every member, for tests of renderers.
#pragma once

#include "searcher/search.h"

namespace sitrep::test {

PartialDate day(int year, int month, int number);
EntityRef entity(NamedEntity known);
Hit sample_hit();
SearchResult sample_result();
std::vector<std::string> lines_of(const std::string& text);

} // namespace sitrep::test
