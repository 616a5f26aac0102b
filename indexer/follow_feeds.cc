#include "indexer/follow_feeds.h"

#include "indexer/feed_document.h"
#include "indexer/html_page.h"
#include "schema/document.h"

#include <algorithm>

#include <fmt/format.h>
#include <xxhash.h>

namespace sitrep {
namespace {

std::uint64_t hash(std::string_view text) {
    return XXH3_64bits(text.data(), text.size());
}

// Servers label feeds as nearly anything; these are none.
bool may_be_feed(std::string_view type) {
    return !type.starts_with("image/") && !type.starts_with("video/") &&
           !type.starts_with("audio/") && !type.starts_with("font/") && type != "application/pdf" &&
           type != "application/zip";
}

} // namespace

FeedFollower::FeedFollower(HttpClient& client, const FollowStore& store, Arrivals& arrivals,
                           Rejects& rejects, FeedOptions options)
    : client_(client), store_(store), arrivals_(arrivals), rejects_(rejects),
      options_(std::move(options)), pages_(client, options_.time) {}

void FeedFollower::add(Source source) {
    polls_.emplace_back().source = std::move(source);
}

void FeedFollower::start_due(std::int64_t now, std::int64_t slack) {
    for (Poll& poll : polls_) {
        const Source& source = poll.source;
        const std::int64_t until = now + (source.failures == 0 ? slack : 0);
        if (!poll.running && !source.gone && source.next <= until) ask(poll);
    }
}

std::optional<std::int64_t> FeedFollower::next_due() const {
    std::optional<std::int64_t> next;
    for (const Poll& poll : polls_)
        if (!poll.running && !poll.source.gone)
            next = std::min(next.value_or(poll.source.next), poll.source.next);
    return next;
}

bool FeedFollower::is_polling() const {
    return std::any_of(polls_.begin(), polls_.end(), [](const Poll& poll) { return poll.running; });
}

void FeedFollower::ask(Poll& poll) {
    poll.running = true;
    poll.fresh = 0;
    poll.problem.clear();
    HttpRequest request;
    request.url = poll.source.address;
    request.accept = "application/atom+xml, application/rss+xml, application/feed+json, "
                     "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";
    request.etag = poll.source.etag;
    request.last_modified = poll.source.last_modified;
    request.takes = may_be_feed;
    request.limits.time = options_.time;
    client_.get(std::move(request),
                [this, &poll](HttpResponse response) { answer(poll, std::move(response)); });
}

void FeedFollower::answer(Poll& poll, HttpResponse response) {
    if (!response.problem.empty()) return fail(poll, response.problem);
    if (response.status == 410) {
        note_gone(poll.source, now_seconds());
        return leave(poll);
    }
    if (response.status != 200 && response.status != 304)
        return fail(poll,
                    response.status == 429
                        ? "it asks to come less often (429)"
                        : fmt::format("it answers with status {}", response.status),
                    response.retry_after);
    if (!response.moved_to.empty()) poll.source.address = response.moved_to;
    if (response.status == 304) return finish(poll);
    read(poll, response);
}

void FeedFollower::read(Poll& poll, const HttpResponse& response) {
    feed::Document document = feed::read_document(response.body, response.content_type);
    if (document.entries.empty() && !document.problem.empty()) {
        if (poll.source.message != shown(document.problem)) // once, not at every poll
            rejects_.add(make_reject({poll.source.name, 0}, document.problem, response.body));
        return fail(poll, document.problem);
    }
    poll.problem = document.problem;
    poll.source.etag = response.etag;
    poll.source.last_modified = response.last_modified;
    if (!document.feed.title.empty())
        poll.source.title = shown(html::html_to_line(document.feed.title));
    // Relative links of a feed without one of its own are relative to where it is.
    if (url_host(document.feed.link).empty()) document.feed.link = response.url;
    ++poll.open; // so that it is not finished before all are under way
    for (const feed::Entry& entry : document.entries) {
        Article article;
        article.origin = {poll.source.name, 0};
        feed::to_article(entry, document.feed, article);
        Problem problem;
        if (article.text.empty() && article.title.empty())
            problem = "the entry has neither text nor title";
        Record record =
            make_record(std::move(article), std::move(problem), options_.plan, entry.link);
        if (auto* read = std::get_if<Article>(&record)) {
            take(poll, std::move(*read));
            continue;
        }
        const Reject& reject = std::get<Reject>(record);
        const SeenEntry seen{poll.source.number, hash(entry.id + entry.link + entry.published),
                             hash(reject.reason)};
        if (store_.content_of(seen.source, seen.id) != seen.content) rejects_.add(reject);
        arrivals_.add(seen);
    }
    if (--poll.open == 0) finish(poll);
}

void FeedFollower::take(Poll& poll, Article article) {
    const SeenEntry seen{poll.source.number, hash(article.id), content_hash(article)};
    if (store_.content_of(seen.source, seen.id) == seen.content) return arrivals_.add(seen);
    ++poll.open;
    if (!options_.fetch_articles) return arrive(poll, std::move(article), seen);
    pages_.fetch(std::move(article), [this, &poll, seen](Article whole, const Problem& problem) {
        if (!problem.empty()) poll.problem = fmt::format("{}: {}", whole.url, problem);
        arrive(poll, std::move(whole), seen);
    });
}

void FeedFollower::arrive(Poll& poll, Article article, const SeenEntry& seen) {
    arrivals_.add(std::move(article));
    arrivals_.add(seen);
    ++poll.fresh;
    if (--poll.open == 0) finish(poll);
}

void FeedFollower::finish(Poll& poll) {
    note_success(poll.source, now_seconds(), options_.every, poll.fresh);
    poll.source.message = shown(poll.problem);
    leave(poll);
}

void FeedFollower::fail(Poll& poll, std::string message,
                        std::optional<std::chrono::seconds> retry_after) {
    ++failures_;
    if (poll.source.message != message) fmt::print(stderr, "{}: {}\n", poll.source.name, message);
    note_failure(poll.source, now_seconds(), options_.every, std::move(message), retry_after);
    leave(poll);
}

void FeedFollower::leave(Poll& poll) {
    arrivals_.add(poll.source);
    poll.running = false;
}

} // namespace sitrep
