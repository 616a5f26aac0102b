#include "server/searchers.h"

#include "schema/error.h"

#include <algorithm>

namespace sitrep {
namespace {

constexpr std::chrono::seconds longest_wait{15};
constexpr std::size_t posting_lists = 16 << 20; // bytes kept unpacked

} // namespace

Searchers::Searchers(std::filesystem::path index, std::size_t most, bool partial,
                     std::size_t known_results)
    : index_(std::move(index)), most_(std::max<std::size_t>(most, 1)), partial_(partial),
      known_results_(known_results) {
    idle_.reserve(most_);
    idle_.push_back(open());
}

std::unique_ptr<Searcher> Searchers::open() const {
    auto searcher = std::make_unique<Searcher>(index_, partial_);
    searcher->load_columns();
    searcher->keep_lists(posting_lists);
    searcher->keep_results(known_results_);
    return searcher;
}

Searchers::Lease Searchers::borrow() {
    if (auto lease = borrow_within(longest_wait)) return *std::move(lease);
    throw Error(ErrorKind::index, "all searchers are busy");
}

std::optional<Searchers::Lease> Searchers::borrow_within(std::chrono::milliseconds patience) {
    {
        std::unique_lock lock(mutex_);
        if (!returned_.wait_for(lock, patience, [&] { return busy_ < most_; })) return std::nullopt;
        ++busy_;
        if (!idle_.empty()) { // the one used last: its caches are warm
            std::unique_ptr<Searcher> searcher = std::move(idle_.back());
            idle_.pop_back();
            return Lease(*this, std::move(searcher));
        }
    }
    try {
        return Lease(*this, open());
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void Searchers::give_back(std::unique_ptr<Searcher> searcher) {
    {
        const std::lock_guard lock(mutex_);
        --busy_;
        if (searcher) idle_.push_back(std::move(searcher));
    }
    returned_.notify_one();
}

} // namespace sitrep
