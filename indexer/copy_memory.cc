#include "indexer/copy_memory.h"

#include "schema/field.h"

#include <algorithm>

#include <xxhash.h>

namespace sitrep {
namespace {

// So many bands are read at the cost of asking for one.
constexpr std::size_t read_for_one_asked = 8;

std::uint64_t hash_of(std::string_view key) {
    return XXH3_64bits(key.data(), key.size());
}

} // namespace

// Each new state comes of a commit, which adds shards of what went through add() and takes none
// away, or of shards that were written anew as others.
void CopyMemory::set_published(const PublishedShards& shards) {
    bool of_unknown = shards_.empty();
    for (const auto& [name, shard] : shards_)
        if (!shard.is_filtered && !shards.contains(name)) of_unknown = true;
    std::map<std::string, Shard> now;
    for (const auto& [name, database] : shards) {
        Shard& shard = now[name];
        if (const auto before = shards_.find(name); before != shards_.end())
            shard = before->second;
        else
            shard.is_filtered = !of_unknown || database.get_doccount() == 0;
        shard.database = database;
    }
    shards_ = std::move(now);
    entries_.clear();
    by_band_.clear();
}

void CopyMemory::add(Entry entry) {
    const auto place = static_cast<Place>(entries_.size());
    for (std::size_t band = 0; band < sketch_bands; ++band) {
        const std::string key = band_key(entry.sketch, band);
        filter_.add(hash_of(key));
        by_band_[key].push_back(place);
    }
    entries_.push_back(std::move(entry));
}

const std::vector<CopyMemory::Place>&
CopyMemory::unpublished_with_band(const std::string& key) const {
    static const std::vector<Place> none;
    const auto found = by_band_.find(key);
    return found == by_band_.end() ? none : found->second;
}

void CopyMemory::read_bands_where_due(Shard& shard) {
    if (shard.is_filtered) return;
    const std::size_t bands = shard.database.get_doccount() * sketch_bands;
    if (++shard.asked * read_for_one_asked < bands) return;
    if (filter_.size() + bands > BandFilter::most_hashes) return;
    const std::string prefix(prefixes::sketch_band);
    for (auto term = shard.database.allterms_begin(prefix);
         term != shard.database.allterms_end(prefix); ++term)
        filter_.add(hash_of(std::string_view(*term).substr(prefix.size())));
    shard.is_filtered = true;
}

std::vector<CopyMemory::Posting> CopyMemory::published_with_band(const std::string& key,
                                                                 std::size_t most) {
    std::vector<Posting> postings;
    const std::string term = make_term(prefixes::sketch_band, key);
    for (auto& [name, shard] : shards_) read_bands_where_due(shard);
    const bool may_be_filtered = filter_.may_have(hash_of(key));
    for (auto& [name, shard] : shards_) {
        if (shard.is_filtered && !may_be_filtered) continue;
        // Cheaper than a posting list of nothing.
        if (!shard.database.term_exists(term)) continue;
        std::size_t taken = 0;
        for (auto posting = shard.database.postlist_begin(term);
             posting != shard.database.postlist_end(term) && taken < most; ++posting, ++taken)
            postings.emplace_back(&shard.database, *posting);
    }
    return postings;
}

} // namespace sitrep
