#include "server/matcher.h"

#include "searcher/render.h"
#include "server/problem.h"

#include <algorithm>
#include <cstring>
#include <iostream>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace sitrep {
namespace {

constexpr std::size_t part_size = 200;  // articles matched and entered at once
constexpr std::size_t part_hits = 2000; // fewer, where they match more: hits are held in memory
constexpr std::size_t learned_at_once = 5000;
constexpr std::chrono::seconds after_failure{2};

bool asks_for_groups(const Node& node) {
    if (node.kind == NodeKind::keyword)
        return node.field == FieldId::copies || node.field == FieldId::story;
    return std::any_of(node.children.begin(), node.children.end(), asks_for_groups);
}

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
    : path_(index), store_(store), outbox_(outbox), options_(std::move(options)) {
    try {
        open();
    } catch (const Error&) {
        if (!options_.may_open_later) throw;
    }
}

void Matcher::open() {
    Searcher opened(path_);
    mark_ = outbox_.begin(opened.committed());
    searcher_.emplace(std::move(opened));
}

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
    searcher_->arrivals(0, [&](Article& article, const Searcher::ReadTerms&) {
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
    if (!searcher_) open();
    today_ = options_.today();
    if (!mark_.learned) learn();
    if (stopping_) return 0;
    std::size_t items = 0;
    const std::int64_t newest = searcher_->committed();
    if (newest > mark_.committed) {
        reach("matching");
        Part part;
        const std::int64_t committed = searcher_->arrivals(
            mark_.committed, [&](Article& article, const Searcher::ReadTerms& terms) {
                match(article, terms, part);
                if (part.articles < part_size && part.hits < part_hits) return true;
                items += enter(part, std::nullopt);
                part = {};
                return !stopping_.load();
            });
        if (stopping_) return items;
        items += enter(part, committed);
        mark_.committed = std::max(mark_.committed, committed);
    }
    if (newest > mark_.retracted || has_open_retractions_) items += match_retractions(newest);
    return items;
}

// `committed`: the newest commit, read before the history is.
std::size_t Matcher::match_retractions(std::int64_t committed) {
    std::vector<Retraction> list;
    const bool is_all = searcher_->retractions(mark_.retracted, [&](const Article& tombstone) {
        list.push_back({tombstone.id, tombstone.reason});
    });
    has_open_retractions_ = !is_all;
    if (list.empty() && !is_all) return 0;
    const std::size_t items =
        outbox_.retract(list, is_all ? std::optional(committed) : std::nullopt);
    if (is_all) mark_.retracted = committed;
    return items;
}

// ---- what is watched for

void Matcher::forget_all() {
    monitor_.reset();
    watched_.clear();
    by_number_.clear();
}

// Marks what cannot be watched for (any more).
void Matcher::watch(const Subscription& one, std::uint64_t number) {
    Watched watched{one, number};
    try {
        const ParsedQuery query =
            parse_to_save(one.query, "", searcher_->gazetteer(), day_, store_.searches(one.owner));
        watched.is_relative = query.relative;
        watched.has_groups = asks_for_groups(query.root);
        watched.has_saved = !query.saved.empty();
        monitor_->add(number, query.root);
    } catch (const Error& error) {
        if (is_ours(error)) throw; // a locked state, an index that cannot be read: no fault of its
        monitor_->remove(number);
        if (one.state == SubscriptionState::active)
            store_.set_state(one.id, SubscriptionState::broken, error.message);
        return;
    }
    if (one.state == SubscriptionState::broken) // the gazetteer knows the name again
        store_.set_state(one.id, SubscriptionState::active, "");
    Watched& kept = watched_[one.id] = std::move(watched);
    by_number_[number] = &kept;
}

// Those whose queries ask for something else than when they were read.
void Matcher::read_again(const std::function<bool(const Watched&)>& which) {
    std::vector<Watched> stale;
    for (const auto& [id, watched] : watched_)
        if (which(watched)) stale.push_back(watched);
    for (const Watched& watched : stale) {
        by_number_.erase(watched.number);
        watched_.erase(watched.subscription.id);
        watch(watched.subscription, watched.number);
    }
}

// What was subscribed to, changed and ended since.
void Matcher::take_changes() {
    std::map<std::string, Watched> gone = std::move(watched_);
    watched_.clear();
    std::vector<Subscription> fresh;
    for (Subscription& one : store_.watching()) {
        const auto known = gone.find(one.id);
        if (known == gone.end() || known->second.subscription.query != one.query ||
            known->second.has_saved) {
            fresh.push_back(std::move(one));
            continue;
        }
        Watched& watched = watched_[one.id] = std::move(known->second);
        watched.subscription = std::move(one);
        by_number_[watched.number] = &watched;
        gone.erase(known);
    }
    for (const auto& [id, watched] : gone) {
        monitor_->remove(watched.number);
        by_number_.erase(watched.number);
    }
    for (const Subscription& one : fresh) watch(one, ++last_number_);
}

// Brings the monitor to what is asked for now.
void Matcher::reload() {
    std::vector<std::string> languages = searcher_->languages();
    if (languages_ != languages) forget_all(); // it was made for others
    if (!monitor_) {
        languages_ = std::move(languages);
        MonitorOptions options;
        options.languages = languages_;
        options.groups = [this](FieldId field, const std::string& id) {
            return searcher_->group_ids(field, id);
        };
        monitor_.emplace(std::move(options));
        revision_ = 0;
    }
    try {
        bring_up_to_date();
    } catch (...) { // half of it: begin again
        forget_all();
        throw;
    }
}

void Matcher::bring_up_to_date() {
    const bool is_other_day = std::exchange(day_, today_) != today_;
    const std::uint64_t index = searcher_->revision();
    const bool is_other_index = std::exchange(index_, index) != index;
    // Read before what it tells of: what changes meanwhile is taken the next time.
    const std::uint64_t revision = store_.revision();
    if (revision != revision_ || is_other_day) take_changes(); // broken ones may parse again
    revision_ = revision;
    if (is_other_day || is_other_index)
        read_again([&](const Watched& one) {
            return (is_other_day && one.is_relative) || (is_other_index && one.has_groups);
        });
}

// ---- one part of what is new

void Matcher::match(const Article& article, const Searcher::ReadTerms& terms, Part& part) {
    ++part.articles;
    const std::int64_t print = fingerprint(article);
    if (outbox_.unknown({print}).empty()) return;
    part.fingerprints.push_back(print);
    reload();
    if (watched_.empty()) return;
    for (const std::uint64_t number : monitor_->match(terms())) {
        const Subscription& subscription = by_number_.at(number)->subscription;
        if (article.committed <= subscription.since) continue;
        part.matches[subscription.id].push_back(article.id);
        ++part.hits;
    }
}

std::size_t Matcher::enter(Part& part, std::optional<std::int64_t> mark) {
    MatchBatch batch;
    batch.mark = mark;
    batch.fingerprints = std::move(part.fingerprints);
    for (const auto& [id, articles] : part.matches)
        if (const auto watched = watched_.find(id); watched != watched_.end())
            add_hits(watched->second.subscription, articles, batch);
    reach("entering");
    return outbox_.enter(batch);
}

// A search that finds these articles alone says what its reader is to see.
void Matcher::add_hits(const Subscription& subscription, const std::vector<std::string>& articles,
                       MatchBatch& batch) {
    SearchRequest request;
    request.query = subscription.query;
    request.saved = store_.searches(subscription.owner);
    request.today = day_;
    request.sort = Sort::oldest;
    request.limit = articles.size();
    request.explain = true;
    request.selections.push_back({FieldId::id, articles, {}});
    for (Hit& hit : searcher_->search(request).hits) {
        // The clause of the restriction is not the query's.
        if (!hit.matched.empty() && hit.matched.back().starts_with("id:")) hit.matched.pop_back();
        std::vector<std::string> story;
        if (!hit.story.id.empty()) story = searcher_->group_ids(FieldId::story, hit.story.id);
        batch.matches.push_back({subscription.id, hit.article.id, fingerprint(hit.article),
                                 facts_of(hit.article), render_json_hit(hit), std::move(story)});
    }
}

} // namespace sitrep
