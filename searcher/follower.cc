#include "searcher/follower.h"

#include "schema/error.h"
#include "searcher/columns.h"

namespace sitrep {

ViewFollower::ViewFollower(const std::filesystem::path& index, std::chrono::milliseconds interval)
    : store_(ColumnStore::of_index(index)) {
    catch_up();
    store_->follow(true);
    thread_ = std::thread([this, interval] { work(interval); });
}

ViewFollower::~ViewFollower() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
    store_->follow(false);
}

void ViewFollower::catch_up() {
    constexpr int most_tries = 6; // while a writer commits again and again
    for (int attempt = 1;; ++attempt) {
        try {
            store_->read_view();
            return;
        } catch (const Error&) {
            if (attempt == most_tries) throw;
        } catch (const Xapian::Error& error) { // a shard was merged away
            if (attempt == most_tries) throw from_xapian(error, "cannot read the index");
        }
    }
}

void ViewFollower::work(std::chrono::milliseconds interval) {
    std::unique_lock lock(mutex_);
    while (!stop_.wait_for(lock, interval, [&] { return stopping_; })) {
        lock.unlock();
        try {
            catch_up();
        } catch (const Error&) {
            // Searches go on with what was read; the next look may see more.
        }
        lock.lock();
    }
}

} // namespace sitrep
