#include "indexer/follow_pages.h"

#include "indexer/html_page.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

namespace sitrep {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t robots_kept = 24 * 3600;
constexpr std::int64_t robots_asked_anew = 600; // where the site did not answer
constexpr std::size_t most_sites = 10'000;
constexpr int most_attempts = 2;

bool is_page(std::string_view type) {
    return type.empty() || type == "text/html" || type == "application/xhtml+xml";
}

bool is_passing(const HttpResponse& response) {
    return response.status == 429 || response.status == 502 || response.status == 503 ||
           response.status == 504;
}

// What the page says better than the entry: its text, if there is more of it, and what the entry
// does not say.
void lay_over(Article& entry, Article page) {
    if (page.text.size() > entry.text.size()) entry.text = std::move(page.text);
    if (entry.title.empty()) entry.title = std::move(page.title);
    if (!entry.date) entry.date = page.date;
    if (!entry.updated) entry.updated = page.updated;
    if (entry.authors.empty()) entry.authors = std::move(page.authors);
    if (entry.sections.empty()) entry.sections = std::move(page.sections);
    if (!page.lang.empty()) entry.lang = std::move(page.lang);
    if (entry.source.empty()) entry.source = std::move(page.source);
}

} // namespace

void PageFetcher::fetch(Article entry, Done done) {
    const std::string origin = url_origin(entry.url);
    if (origin.empty()) return done(std::move(entry), "its link is no http or https address");
    if (sites_.size() > most_sites)
        std::erase_if(sites_, [](const auto& site) { return site.second.waiting.empty(); });
    Site& site = sites_[origin];
    if (site.known_until >= now_seconds() && !site.asked)
        return get(std::move(entry), std::move(done), 1, 0ms);
    const auto waiting =
        std::make_shared<std::pair<Article, Done>>(std::move(entry), std::move(done));
    site.waiting.push_back(
        [this, waiting] { get(std::move(waiting->first), std::move(waiting->second), 1, 0ms); });
    if (!site.asked) ask(origin);
}

// RFC 9309, 2.3.1: without the file all is allowed; where the site fails, nothing.
void PageFetcher::ask(const std::string& origin) {
    sites_[origin].asked = true;
    HttpRequest request;
    request.url = origin + "/robots.txt";
    request.accept = "text/plain";
    request.limits.time = time_;
    request.limits.bytes = Robots::most_bytes;
    client_.get(std::move(request), [this, origin](HttpResponse response) {
        Site& site = sites_[origin];
        const bool answered =
            response.problem.empty() && response.status < 500 && response.status != 429;
        site.robots = !answered                ? Robots::none()
                      : response.status == 200 ? Robots(response.body)
                                               : Robots::all();
        site.known_until = now_seconds() + (answered ? robots_kept : robots_asked_anew);
        site.asked = false;
        for (const auto& go_on : std::exchange(site.waiting, {})) go_on();
    });
}

void PageFetcher::get(Article entry, Done done, int attempt, std::chrono::milliseconds delay) {
    const Site& site = sites_[url_origin(entry.url)];
    if (!site.robots.allows(url_target(entry.url)))
        return done(std::move(entry), "its robots.txt does not allow it, or did not answer");
    HttpRequest request;
    request.url = entry.url;
    request.accept = "text/html, application/xhtml+xml;q=0.9";
    request.takes = is_page;
    request.limits = {time_, 5U << 20, 5};
    request.delay = delay;
    if (const auto pause = site.robots.delay()) request.pause = *pause;
    const auto kept = std::make_shared<std::pair<Article, Done>>(std::move(entry), std::move(done));
    client_.get(std::move(request), [this, kept, attempt](HttpResponse response) {
        auto& [article, finished] = *kept;
        if (response.problem.empty() && is_passing(response) && attempt < most_attempts) {
            const auto wait =
                std::clamp<std::chrono::seconds>(response.retry_after.value_or(5s), 1s, 30s);
            return get(std::move(article), std::move(finished), attempt + 1, wait);
        }
        Problem problem = response.problem;
        if (problem.empty() && response.status != 200)
            problem = fmt::format("the page answers with status {}", response.status);
        Article page;
        if (problem.empty())
            problem = html::read_page(response.body, {response.url, response.content_type}, page);
        if (problem.empty()) lay_over(article, std::move(page));
        finished(std::move(article), std::move(problem));
    });
}

} // namespace sitrep
