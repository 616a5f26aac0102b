#include "searcher/arrivals.h"

#include "schema/field.h"
#include "searcher/matched_slots.h"

#include <algorithm>
#include <tuple>

namespace sitrep {

std::vector<NewDocument> documents_after(const std::vector<Xapian::Database>& shards,
                                         std::int64_t mark) {
    std::vector<NewDocument> list;
    const std::string last = Xapian::sortable_serialise(static_cast<double>(mark));
    for (std::uint32_t shard = 0; shard < shards.size(); ++shard) {
        const Xapian::Database& database = shards[shard];
        if (database.get_value_upper_bound(slots::committed) <= last) continue;
        const Xapian::Query since(Xapian::Query::OP_VALUE_GE, slots::committed, last);
        for (const auto& [docid, stamp] : matched_slots(database, since, slots::committed))
            if (stamp > last)
                list.push_back(
                    {static_cast<std::int64_t>(Xapian::sortable_unserialise(stamp)), shard, docid});
    }
    std::sort(list.begin(), list.end(), [](const NewDocument& a, const NewDocument& b) {
        return std::tie(a.committed, a.shard, a.docid) < std::tie(b.committed, b.shard, b.docid);
    });
    return list;
}

} // namespace sitrep
