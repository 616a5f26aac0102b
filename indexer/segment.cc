#include "indexer/segment.h"

#include "indexer/enrich.h"
#include "indexer/segment_heap.h"
#include "schema/document.h"
#include "schema/layout.h"

#include <utility>

#include <fmt/format.h>
#include <xapian.h>

namespace sitrep {

// What a thread keeps from article to article.
class ArticleIndexer {
  public:
    ArticleIndexer(const Gazetteer& gazetteer, bool enrich)
        : enrich_(enrich), enricher_(gazetteer), builder_(gazetteer, enrich) {}

    Xapian::Document index(Article& article) {
        tokens_.analyse(article);
        if (enrich_)
            enricher_.enrich(article, tokens_);
        else
            enricher_.keep_given(article);
        return builder_.build(article, tokens_);
    }

  private:
    const bool enrich_;
    ArticleTokens tokens_;
    Enricher enricher_;
    DocumentBuilder builder_;
};

SegmentBuilder::SegmentBuilder(std::filesystem::path directory, const Gazetteer& gazetteer,
                               unsigned threads, bool enrich)
    : directory_(std::move(directory)), gazetteer_(gazetteer), enrich_(enrich) {
    std::filesystem::create_directories(directory_);
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

SegmentBuilder::~SegmentBuilder() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
        waiting_.clear();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
    SegmentHeap::trim();
}

void SegmentBuilder::add(std::vector<Article> batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || waiting_.size() < threads_.size(); });
    rethrow_failure();
    waiting_.push_back({next_number_++, std::move(batch)});
    ++under_way_;
    changed_.notify_all();
}

std::vector<std::filesystem::path> SegmentBuilder::take(std::vector<SegmentReject>& rejects) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || under_way_ == 0; });
    rethrow_failure();
    std::vector<std::filesystem::path> segments;
    for (auto& [number, path] : done_) segments.push_back(std::move(path));
    done_.clear();
    std::move(rejects_.begin(), rejects_.end(), std::back_inserter(rejects));
    rejects_.clear();
    return segments;
}

void SegmentBuilder::rethrow_failure() {
    if (failure_) std::rethrow_exception(failure_);
}

void SegmentBuilder::work() {
    ArticleIndexer indexer(gazetteer_, enrich_);
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        Batch batch = std::move(waiting_.front());
        waiting_.pop_front();
        changed_.notify_all();
        lock.unlock();
        std::exception_ptr failure;
        try {
            build(batch, indexer);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        if (failure && !failure_) failure_ = failure;
        --under_way_;
        changed_.notify_all();
    }
}

void SegmentBuilder::build(Batch& batch, ArticleIndexer& indexer) {
    const std::filesystem::path path = directory_ / fmt::format("{}", batch.number);
    std::vector<Xapian::Document> documents;
    documents.reserve(batch.articles.size());
    {
        const SegmentHeap::Scope scope;
        for (Article& article : batch.articles) documents.push_back(indexer.index(article));
    }
    std::vector<SegmentReject> rejects;
    try {
        assign_groups(batch, documents);
        rejects = write(batch, documents, path);
    } catch (const Xapian::Error& error) {
        throw from_xapian(error, "cannot write a segment");
    }
    const std::scoped_lock lock(mutex_);
    done_.emplace(batch.number, path);
    std::move(rejects.begin(), rejects.end(), std::back_inserter(rejects_));
}

// Waits for the batches before this one: they are under way on other threads.
void SegmentBuilder::assign_groups(const Batch& batch, std::vector<Xapian::Document>& documents) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || next_to_group_ == batch.number; });
    rethrow_failure();
    lock.unlock();
    groups_.assign(documents);
    lock.lock();
    ++next_to_group_;
    changed_.notify_all();
}

std::vector<SegmentReject> SegmentBuilder::write(Batch& batch,
                                                 const std::vector<Xapian::Document>& documents,
                                                 const std::filesystem::path& path) const {
    std::vector<SegmentReject> rejects;
    const SegmentHeap::Scope scope;
    Xapian::WritableDatabase segment(path.string(), Xapian::DB_CREATE_OR_OVERWRITE |
                                                        Xapian::DB_NO_SYNC |
                                                        Xapian::DB_BACKEND_GLASS);
    stamp_schema(segment);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        try {
            segment.add_document(documents[i]);
        } catch (const Xapian::InvalidArgumentError& error) {
            rejects.push_back({std::move(batch.articles[i]), error.get_msg()});
        }
    }
    segment.commit();
    return rejects;
}

} // namespace sitrep
