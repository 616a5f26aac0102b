// Which rows of the .tsv files mean a division or town that the sources have under another name
// or id: such a row gives it its id.
#pragma once

#include "schema/gazetteer/divisions.h"
#include "schema/gazetteer_tsv.h"

#include <set>
#include <unordered_set>

namespace sitrep::gazetteer {

class Claims {
  public:
    explicit Claims(const std::vector<Row>& rows);

    // ISO 3166-1 alpha-2 -> the row of that country, or null.
    const Row* country(const std::string& alpha2, const std::vector<std::string>& names) const;

    // Something of the sources that a row may mean.
    struct Candidate {
        std::string country;
        std::set<std::string> ids; // slugs that it might have
        std::string code;          // ISO 3166-2, or empty; a row that has it as an alias is the one
        std::set<std::string> keys; // folded names
        double latitude = 0;        // both 0: unknown
        double longitude = 0;
        std::uint64_t people = 0;
    };
    // For each candidate the id of the row that means it, or empty. Each row means one at most:
    // the one that it shares the most names with, or the most populous of those.
    // `taken`: ids of rows that mean something else already, such as the territory itself.
    std::vector<std::string> claim(const std::vector<Candidate>& candidates,
                                   std::initializer_list<EntityType> types,
                                   const std::unordered_set<std::string>& taken) const;

    // Whether the rows use an id of a region for anything.
    bool uses(const std::string& id) const { return regions_.contains(id); }
    bool any_country() const { return !countries_.empty(); }

  private:
    std::string country_of(const Row& row, int depth = 0) const;

    std::map<std::string, const Row*> regions_; // by id; the first row that gives the type
    std::map<std::string, const Row*> countries_;
};

} // namespace sitrep::gazetteer
