// Groups of copies of one report, as an index's shards tell of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <xapian.h>

namespace sitrep {

class CopyGroups {
  public:
    // Reads which groups were found to be one.
    void read(const std::vector<Xapian::Database>& shards);

    // The id that a group goes by: its own, or that of the group it became part of.
    const std::string& canonical(const std::string& id) const;
    // All ids under which articles of a canonical group are indexed.
    std::vector<std::string> indexed_ids(const std::string& canonical) const;
    // How many articles a canonical group has.
    std::uint64_t size(const Xapian::Database& database, const std::string& canonical) const;

  private:
    std::unordered_map<std::string, std::string> canonical_;          // of ids that are not
    std::unordered_map<std::string, std::vector<std::string>> other_; // ids of a canonical one
};

} // namespace sitrep
