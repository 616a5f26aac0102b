#include "indexer/index_writer_impl.h"

#include <algorithm>

namespace sitrep {

std::uint64_t IndexWriter::Impl::size_of(const Shard& shard) const {
    return readers.at(shard.place).get_doccount();
}

// Replaces `sources` by one shard that holds them all, in their order.
void IndexWriter::Impl::merge_shards(std::vector<Shard> sources) {
    if (sources.size() < 2) return;
    const std::string merged = new_shard_name();
    Xapian::Database all;
    for (const Shard& source : sources) all.add_database(open_shard(index, source));
    all.compact((index / merged).string(), 0U, 0);
    sync_directory(index / merged);
    std::vector<Shard> kept;
    bool placed = false;
    for (const Shard& shard : layout.shards) {
        if (std::find(sources.begin(), sources.end(), shard) == sources.end()) {
            kept.push_back(shard);
        } else if (!std::exchange(placed, true)) {
            kept.push_back({false, merged});
        }
    }
    layout.shards = std::move(kept);
    publish();
}

// Merges shards until each is larger than all smaller ones together: their number grows with the
// logarithm of the index, and so does how often an article is copied.
void IndexWriter::Impl::merge_small_shards() {
    std::vector<std::pair<std::uint64_t, Shard>> by_size;
    for (const Shard& shard : layout.shards)
        if (!shard.remote) by_size.emplace_back(size_of(shard), shard);
    std::stable_sort(by_size.begin(), by_size.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::uint64_t most = options.most_merged_documents;
    if (options.shards > 1) { // none so large that the wanted ones cannot be of one size
        std::uint64_t all = 0;
        for (const auto& [size, shard] : by_size) all += size;
        most = std::min(most, all / options.shards);
    }
    std::size_t merged = 0; // how many of the smallest go together
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < by_size.size(); ++i) {
        if (i > 0 && by_size[i].first <= sum && sum + by_size[i].first <= most) merged = i + 1;
        sum += by_size[i].first;
    }
    std::vector<Shard> sources;
    for (const Shard& shard : layout.shards) // in their order
        for (std::size_t i = 0; i < merged; ++i)
            if (by_size[i].second == shard) sources.push_back(shard);
    merge_shards(std::move(sources));
}

// Merges shards until no more than are wanted are left: always the two smallest, so that they are
// of about the same size where none was too large to begin with.
void IndexWriter::Impl::merge_evenly() {
    std::vector<std::pair<std::uint64_t, std::vector<Shard>>> groups;
    for (const Shard& shard : layout.shards)
        if (!shard.remote) groups.push_back({size_of(shard), {shard}});
    const auto larger = [](const auto& a, const auto& b) { return a.first > b.first; };
    while (groups.size() > options.shards) {
        std::stable_sort(groups.begin(), groups.end(), larger);
        auto smallest = std::move(groups.back());
        groups.pop_back();
        groups.back().first += smallest.first;
        groups.back().second.insert(groups.back().second.end(), smallest.second.begin(),
                                    smallest.second.end());
    }
    const std::vector<Shard> before = layout.shards;
    for (const auto& [size, group] : groups) {
        std::vector<Shard> sources;
        for (const Shard& shard : before) // in their order
            if (std::find(group.begin(), group.end(), shard) != group.end())
                sources.push_back(shard);
        merge_shards(std::move(sources));
    }
}

} // namespace sitrep
