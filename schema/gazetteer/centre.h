// Where the people of a country or division live on average, and how many they are.
#pragma once

#include "schema/gazetteer/sources.h"
#include "schema/gazetteer_model.h"

#include <cstdint>

namespace sitrep::gazetteer {

// Of a sphere, so that the date line is no trouble.
class Centre {
  public:
    void add(const Town& town);
    // Nothing to an entity without towns.
    void give(EntityDef& entity) const;
    std::uint32_t people() const;

  private:
    double x_ = 0, y_ = 0, z_ = 0;
    std::uint64_t people_ = 0;
};

} // namespace sitrep::gazetteer
