// The rival that everybody has at hand: SQLite's full-text search.
#pragma once

#include "schema/article.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace sitrep::bench {

// Porter stems over unicode61 tokens, title and text, date and source beside them.
void fts5_index(const std::filesystem::path& file, const std::vector<Article>& articles);

class Fts5Search {
  public:
    explicit Fts5Search(const std::filesystem::path& file);
    ~Fts5Search();
    Fts5Search(const Fts5Search&) = delete;
    Fts5Search& operator=(const Fts5Search&) = delete;

    // Each returns how many rows came. Words are all required. By bm25().
    std::size_t ids(const std::string& query);
    std::size_t newest(const std::string& query);
    std::size_t snippets(const std::string& query);
    // With snippets, the total, and counts by source and month.
    std::size_t answer(const std::string& query);

  private:
    std::size_t run(const char* sql, const std::string& query);
    sqlite3* database_ = nullptr;
};

} // namespace sitrep::bench
