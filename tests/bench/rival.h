// What Sitrep is measured beside: an index of the same articles, asked the same questions.
#pragma once

#include "schema/article.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sitrep::bench {

// Words are all required. Each returns how much came (rows or bytes), so that no work is left out
// as unused.
class RivalSearch {
  public:
    virtual ~RivalSearch() = default;
    virtual std::size_t ids(const std::string& query) = 0;    // of the best ten
    virtual std::size_t newest(const std::string& query) = 0; // of the ten newest
    // The best ten, a snippet of each.
    virtual std::size_t snippets(const std::string& query) = 0;
    // With snippets, the total, and counts over all matches by source and month at least.
    virtual std::size_t answer(const std::string& query) = 0;
};

struct Rival {
    const char* name; // of its column, and in histories
    // Makes the index anew; a path is a file or a directory, as the rival likes.
    void (*index)(const std::filesystem::path& path, const std::vector<Article>& articles);
    std::unique_ptr<RivalSearch> (*open)(const std::filesystem::path& path);
    // Makes a copy that is as small as it gets; null where the rival has no way to.
    void (*compact)(const std::filesystem::path& from, const std::filesystem::path& to);
};

// Plain Xapian first.
const std::vector<Rival>& rivals();

} // namespace sitrep::bench
