#include "searcher/list_cache.h"

#include <functional>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

std::size_t bytes_of(const PostingList& list) {
    return list.size() * sizeof(Posting);
}

std::shared_ptr<const PostingList> unpack(const Xapian::Database& shard, const std::string& term) {
    auto list = std::make_shared<PostingList>();
    list->reserve(shard.get_termfreq(term));
    const auto end = shard.postlist_end(term);
    for (auto posting = shard.postlist_begin(term); posting != end; ++posting)
        list->push_back({*posting, posting.get_wdf()});
    return list;
}

} // namespace

void ListCache::keep(std::size_t most_bytes, Xapian::doccount least_postings) {
    const std::scoped_lock lock(mutex_);
    most_bytes_ = most_bytes;
    least_ = least_postings;
    trim();
}

std::string ListCache::state_of(const Xapian::Database& shard) {
    return fmt::format("{}/{}/", shard.get_uuid(), shard.get_revision());
}

std::size_t ListCache::bytes() const {
    const std::scoped_lock lock(mutex_);
    return bytes_;
}

std::shared_ptr<const PostingList> ListCache::get(const Xapian::Database& shard,
                                                  const std::string& state, const std::string& term,
                                                  Xapian::doccount frequency) {
    {
        const std::scoped_lock lock(mutex_);
        if (most_bytes_ == 0 || frequency < least_ ||
            std::size_t{frequency} * sizeof(Posting) > most_bytes_ / 4)
            return nullptr;
    }
    std::string key = state + term;
    bool is_due = false;
    if (auto list = find(key, is_due)) return list;
    if (!is_due) return nullptr;
    auto list = unpack(shard, term); // others need not wait
    insert(std::move(key), list);
    return list;
}

// `is_due`: it is not there, and was asked for before.
std::shared_ptr<const PostingList> ListCache::find(const std::string& key, bool& is_due) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->list;
    }
    const std::size_t hash = std::hash<std::string>()(key);
    std::size_t& asked = asked_[hash % asked_.size()];
    is_due = asked == hash;
    asked = is_due ? 0 : hash; // one that had to go is to be asked for twice again
    return nullptr;
}

void ListCache::insert(std::string key, std::shared_ptr<const PostingList> list) {
    const std::scoped_lock lock(mutex_);
    if (by_key_.contains(key)) return; // another searcher was faster
    bytes_ += bytes_of(*list);
    entries_.push_front({std::move(key), std::move(list)});
    by_key_.emplace(entries_.front().key, entries_.begin());
    trim();
}

void ListCache::trim() {
    while (bytes_ > most_bytes_) {
        bytes_ -= bytes_of(*entries_.back().list);
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
}

} // namespace sitrep
