// Sitrep's indexer, as the benches use it.
#pragma once

#include "corpus.h"

#include "indexer/index_writer.h"
#include "schema/article.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sitrep::bench {

std::unique_ptr<IndexWriter> writer_of(const std::filesystem::path& index, unsigned threads,
                                       bool enrich = true);

void sitrep_index(const std::filesystem::path& index, unsigned threads,
                  const std::vector<Article>& articles, bool enrich = true);

// From a hundred articles at hand to a searcher, columns included, that finds them; `mark` makes
// their ids new.
struct CommitCost {
    double clock = 0; // seconds
    double cpu = 0;
};
CommitCost cost_of_commit(const std::filesystem::path& index, unsigned threads,
                          const std::vector<Article>& articles, const std::string& mark);

// Prints what each further tenth of generated articles costs, published 500 a day, and then a
// commit of the newest. Articles are made
// as they are needed, so that memory does not bound their number.
void bench_growth(const std::filesystem::path& index, unsigned threads, std::size_t articles,
                  Length length);

} // namespace sitrep::bench
