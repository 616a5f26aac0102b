#include "searcher/matched_slots.h"

namespace sitrep {

std::vector<std::pair<Xapian::docid, std::string>>
matched_slots(const Xapian::Database& database, const Xapian::Query& query, Xapian::valueno slot) {
    Xapian::Enquire enquire(database);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_sort_by_value(slot, false);
    const Xapian::MSet mset = enquire.get_mset(0, database.get_doccount());
    std::vector<std::pair<Xapian::docid, std::string>> found;
    found.reserve(mset.size());
    for (auto match = mset.begin(); match != mset.end(); ++match)
        found.emplace_back(*match, match.get_sort_key());
    return found;
}

void fetch_documents(const Xapian::MSet& mset) {
    constexpr Xapian::doccount most = 5000;
    // Xapian (1.4.22) reads beyond its list where the result is empty or begins with a later match.
    if (!mset.empty() && mset.get_firstitem() == 0 && mset.size() <= most) mset.fetch();
}

} // namespace sitrep
