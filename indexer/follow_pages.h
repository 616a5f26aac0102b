// The page behind an entry of a feed -> the article whole.
#pragma once

#include "indexer/http_client.h"
#include "indexer/robots.h"
#include "schema/article.h"

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace sitrep {

class PageFetcher {
  public:
    // `time`: for an answer.
    PageFetcher(HttpClient& client, std::chrono::milliseconds time)
        : client_(client), time_(time) {}

    // Fetches the page at the article's url if the site's robots.txt allows it, and lays what it
    // says over what the entry said; the entry's id stays. `done` always gets an article: where
    // there is no page, the entry as it was and why.
    using Done = std::function<void(Article, Problem)>;
    void fetch(Article entry, Done done);

  private:
    struct Site {
        Robots robots = Robots::all();
        std::int64_t known_until = 0; // Unix seconds
        bool asked = false;
        std::vector<std::function<void()>> waiting;
    };
    void ask(const std::string& origin);
    void get(Article entry, Done done, int attempt, std::chrono::milliseconds delay);

    HttpClient& client_;
    std::chrono::milliseconds time_;
    std::unordered_map<std::string, Site> sites_; // by origin
};

} // namespace sitrep
