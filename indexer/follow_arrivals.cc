#include "indexer/follow_arrivals.h"

#include "indexer/reader_member.h"
#include "schema/error.h"

namespace sitrep {
namespace {

constexpr std::chrono::milliseconds longest_wait{500};
constexpr std::size_t most_articles = 500;
constexpr std::size_t most_bytes = 16U << 20;
// Merging more would keep what arrives waiting for seconds.
constexpr std::uint64_t most_merged = 50'000;

} // namespace

Arrivals::Arrivals(std::filesystem::path index, std::shared_ptr<const Gazetteer> gazetteer,
                   const WriterOptions& options, FollowStore& store, Rejects& rejects)
    : index_(std::move(index)), gazetteer_(std::move(gazetteer)), options_(options), store_(store),
      rejects_(rejects) {
    options_.most_merged_documents = most_merged;
    options_.on_reject = [this](const Article& article, const std::string& reason) {
        rejects_.add(make_reject(article.origin, reason, article.id));
    };
}

void Arrivals::add(Article article) {
    bytes_ += article.text.size();
    articles_.push_back(std::move(article));
    if (!first_) first_ = Clock::now();
}

std::optional<Arrivals::Clock::time_point> Arrivals::due() const {
    if (is_full()) return Clock::now();
    if (first_) return *first_ + longest_wait;
    const bool state =
        !changes_.sources.empty() || !changes_.entries.empty() || !changes_.files.empty();
    return state ? std::optional(Clock::now()) : std::nullopt;
}

bool Arrivals::is_full() const {
    return articles_.size() >= most_articles || bytes_ >= most_bytes;
}

bool Arrivals::commit_articles() {
    if (articles_.empty()) return true;
    std::optional<IndexWriter> writer;
    try {
        writer.emplace(index_, gazetteer_, options_);
    } catch (const Error& error) {
        if (error.kind == ErrorKind::busy) return false;
        throw;
    }
    for (Article& article : articles_) writer->add(std::move(article));
    articles_.clear();
    bytes_ = 0;
    writer->finish();
    counts_.added += writer->counts().added;
    counts_.updated += writer->counts().updated;
    counts_.unchanged += writer->counts().unchanged;
    counts_.commits += writer->counts().commits;
    return true;
}

bool Arrivals::commit() {
    if (!commit_articles()) return false;
    store_.save(changes_, now_seconds());
    changes_ = {};
    first_.reset();
    return true;
}

} // namespace sitrep
