// Articles to measure with: generated ones, or those of a JSON Lines file and ones like them.
#pragma once

#include "schema/article.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sitrep::bench {

// The same seed gives the same articles. Words follow Zipf's law over a vocabulary that grows
// with the corpus; names of places and people, dates and sources are strewn in as reporting does.
// Reports of 4.0 kB, or briefs of 0.8 kB.
enum class Length { report, brief };
std::vector<Article> generate(std::size_t count, std::uint64_t seed,
                              Length length = Length::report);

// Publishes an article so many days after the first as its number tells, `a_day` of them a day: the
// way that news arrives. Those of generate() are strewn over 2,000 days.
void set_day(Article& article, std::size_t number, std::size_t a_day);

// The first `count` articles of a file that RecordStream reads; where there are fewer, repeated
// with ids of their own and some of their words changed.
std::vector<Article> load(const std::string& file, std::size_t count);

// Of a file, or generated where there is none.
std::vector<Article> articles_of(const std::string& file, std::size_t count);

// One to three words each, of those that some articles hold, common and rare.
std::vector<std::string> sample_queries(const std::vector<Article>& articles, std::size_t count,
                                        std::uint64_t seed);

} // namespace sitrep::bench
