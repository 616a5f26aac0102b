// What is read of matches, in as few requests to remote shards as can be.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

namespace sitrep {

// What a value slot says of each match of a query, by value, empty ones first: told by the sort
// keys of one result, so that no document is read.
std::vector<std::pair<Xapian::docid, std::string>>
matched_slots(const Xapian::Database& database, const Xapian::Query& query, Xapian::valueno slot);

// Asks for the documents of a result, which begins with the first match, together: then each is at
// hand. Does nothing for very many, since all requests are sent before the first answer is read.
void fetch_documents(const Xapian::MSet& mset);

} // namespace sitrep
