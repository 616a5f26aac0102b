#include "searcher/matched_slots.h"

#include "searcher/term_query.h"

#include <algorithm>

namespace sitrep {

SlotValues matched_slots(const Xapian::Database& database, const Xapian::Query& query,
                         Xapian::valueno slot, Xapian::doccount most) {
    Xapian::Enquire enquire(database);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_sort_by_value(slot, false);
    const Xapian::MSet mset = enquire.get_mset(0, std::min(most, database.get_doccount()));
    SlotValues found;
    found.reserve(mset.size());
    for (auto match = mset.begin(); match != mset.end(); ++match)
        found.emplace_back(*match, match.get_sort_key());
    return found;
}

SlotValues ShardValues::read_all(Xapian::valueno slot) const {
    SlotValues all = matched_slots(shard_, match_all(), slot);
    std::erase_if(all, [](const auto& entry) { return entry.second.empty(); });
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return all;
}

} // namespace sitrep
