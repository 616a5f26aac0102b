// Terms, and all documents, as queries that select and do not rank.
#pragma once

#include <string>
#include <vector>

#include <xapian.h>

namespace sitrep {

// Every document. Not Xapian::Query::MatchAll, which all threads would share: the number of its
// copies is not guarded, and a wrong one frees it while it is in use.
inline Xapian::Query match_all() {
    return Xapian::Query(std::string());
}

// Where an unweighted term is in every document of a database, Xapian (1.4.22) takes the list of
// all documents for the term's own, and fails at a gap in it ("Unexpected end of posting list").
// Shards have gaps once articles were taken out; there such terms are read by a posting source.
// Not over remote shards, which cannot run one.
class TermQueries {
  public:
    TermQueries() = default;
    // Those of all shards of an index that have gaps; none if any shard is remote.
    explicit TermQueries(std::vector<Xapian::Database> gapped) : gapped_(std::move(gapped)) {}

    // Costs a look-up a shard with gaps.
    Xapian::Query selecting(const std::string& term) const;

  private:
    std::vector<Xapian::Database> gapped_;
};

} // namespace sitrep
