#include "server/matcher.h"

#include "searcher/render.h"

#include <algorithm>
#include <cstring>
#include <iostream>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace sitrep {
namespace {

constexpr std::size_t part_size = 200; // articles matched and entered at once
constexpr std::size_t learned_at_once = 5000;
constexpr std::size_t most_reports = 500; // of a story that are asked for
constexpr std::chrono::seconds after_failure{2};

} // namespace

std::int64_t fingerprint(const Article& article) {
    const std::string text = fmt::format("{}\n{:016x}", article.id, article.content_hash);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr) != 1)
        throw Error(ErrorKind::internal, "cannot compute a hash");
    std::int64_t number = 0;
    std::memcpy(&number, digest, sizeof number);
    return number;
}

Matcher::Matcher(const std::filesystem::path& index, SubscriptionStore& store, Outbox& outbox,
                 MatcherOptions options)
    : searcher_(index), store_(store), outbox_(outbox), options_(std::move(options)),
      mark_(outbox_.begin(searcher_.committed())) {}

Matcher::~Matcher() {
    stop();
}

void Matcher::start() {
    thread_ = std::thread([this] { run(); });
}

void Matcher::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Matcher::run() {
    std::string complaint; // the last one, said once
    while (!stopping_) {
        std::chrono::milliseconds wait = options_.look_up;
        try {
            if (match_new() > 0 && options_.on_items) options_.on_items();
            complaint.clear();
        } catch (const std::exception& error) { // a full disk, a locked state: nothing is skipped
            if (complaint != error.what())
                std::cerr << fmt::format("sitrep-server: matching waits: {}\n", error.what());
            complaint = error.what();
            wait = after_failure;
        }
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, wait, [&] { return stopping_.load(); });
    }
}

// What the index held before anybody subscribed.
void Matcher::learn() {
    std::vector<std::int64_t> fingerprints;
    searcher_.arrivals(0, [&](Article& article) {
        if (article.committed > mark_.committed || stopping_) return false;
        fingerprints.push_back(fingerprint(article));
        if (fingerprints.size() == learned_at_once) {
            outbox_.learn(fingerprints, false);
            fingerprints.clear();
        }
        return true;
    });
    if (stopping_) return;
    outbox_.learn(fingerprints, true);
    mark_.learned = true;
}

std::size_t Matcher::match_new() {
    if (!mark_.learned) learn();
    if (stopping_ || searcher_.committed() <= mark_.committed) return 0;
    reach("matching");
    std::size_t items = 0;
    std::vector<Article> part;
    const std::int64_t committed = searcher_.arrivals(mark_.committed, [&](Article& article) {
        part.push_back(std::move(article));
        if (part.size() < part_size) return true;
        items += match(part, std::nullopt);
        part.clear();
        return !stopping_;
    });
    if (stopping_) return items;
    items += match(part, committed);
    mark_.committed = std::max(mark_.committed, committed);
    return items;
}

void Matcher::reload() {
    const std::uint64_t revision = store_.revision();
    if (revision == revision_) return;
    watching_ = store_.watching();
    std::erase_if(watching_, [&](Subscription& one) {
        try {
            parse_query(one.query, searcher_.gazetteer(), today());
        } catch (const Error& error) {
            if (one.state == SubscriptionState::active)
                store_.set_state(one.id, SubscriptionState::broken, error.message);
            return true;
        }
        if (one.state == SubscriptionState::broken) // the gazetteer knows the name again
            store_.set_state(one.id, SubscriptionState::active, "");
        return false;
    });
    revision_ = revision;
}

std::size_t Matcher::match(std::vector<Article>& articles, std::optional<std::int64_t> mark) {
    reload();
    MatchBatch batch;
    batch.mark = mark;
    std::vector<std::int64_t> all;
    for (const Article& article : articles) all.push_back(fingerprint(article));
    batch.fingerprints = outbox_.unknown(all);
    std::vector<const Article*> fresh;
    for (std::size_t i = 0; i < articles.size(); ++i)
        if (std::find(batch.fingerprints.begin(), batch.fingerprints.end(), all[i]) !=
            batch.fingerprints.end())
            fresh.push_back(&articles[i]);
    reports_.clear();
    if (!fresh.empty())
        for (const Subscription& subscription : watching_) match_one(subscription, fresh, batch);
    reach("entering");
    return outbox_.enter(batch);
}

void Matcher::match_one(const Subscription& subscription,
                        const std::vector<const Article*>& articles, MatchBatch& batch) {
    SearchRequest request;
    request.query = subscription.query;
    request.sort = Sort::oldest;
    request.limit = articles.size();
    request.explain = true;
    Selection only{FieldId::id, {}, {}};
    for (const Article* article : articles)
        if (article->committed > subscription.since) only.any.push_back(article->id);
    if (only.any.empty()) return;
    request.selections.push_back(std::move(only));
    try {
        SearchResult result = searcher_.search(request);
        for (Hit& hit : result.hits) {
            // That of the restriction to these articles is not the query's.
            if (!hit.matched.empty() && hit.matched.back().starts_with("id:"))
                hit.matched.pop_back();
            batch.matches.push_back({subscription.id, hit.article.id, fingerprint(hit.article),
                                     facts_of(hit.article), render_json_hit(hit), reports_of(hit)});
        }
    } catch (const Error& error) {
        if (error.kind != ErrorKind::query && error.kind != ErrorKind::limit &&
            error.kind != ErrorKind::usage)
            throw;
        store_.set_state(subscription.id, SubscriptionState::broken, error.message);
    }
}

// The other articles of its story, as far as the index holds them.
std::vector<std::string> Matcher::reports_of(const Hit& hit) {
    if (hit.copies.id.empty() || hit.copies.count < 2) return {};
    const auto [entry, is_new] = reports_.try_emplace(hit.copies.id);
    if (is_new) {
        SearchRequest request;
        request.query = "copies:" + hit.copies.id;
        request.sort = Sort::oldest;
        request.limit = most_reports;
        request.snippets = false;
        for (const Hit& one : searcher_.search(request).hits)
            entry->second.push_back(one.article.id);
    }
    return entry->second;
}

} // namespace sitrep
