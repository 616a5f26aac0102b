// Ids of regions, each given out once.
#pragma once

#include "schema/gazetteer/claims.h"

#include <initializer_list>
#include <string>
#include <unordered_set>

namespace sitrep::gazetteer {

class Ids {
  public:
    // Refers to the claims of the .tsv files, whose ids are theirs.
    explicit Ids(const Claims& claims) : claims_(claims) {}

    bool is_free(const std::string& id) const;
    // The wanted id or the first of the others that is free, else the last one with a number.
    std::string free_id(const std::string& wanted, std::initializer_list<std::string> others) const;
    void take(const std::string& id) { taken_.insert(id); }
    const std::unordered_set<std::string>& taken() const { return taken_; }

  private:
    const Claims& claims_;
    std::unordered_set<std::string> taken_;
};

} // namespace sitrep::gazetteer
