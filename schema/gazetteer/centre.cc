#include "schema/gazetteer/centre.h"

#include <algorithm>
#include <cmath>

namespace sitrep::gazetteer {
namespace {

constexpr double radian = 3.14159265358979323846 / 180;

} // namespace

void Centre::add(const Town& town) {
    const double weight = std::max<double>(town.population, 1);
    const double north = town.latitude * radian;
    const double east = town.longitude * radian;
    x_ += weight * std::cos(north) * std::cos(east);
    y_ += weight * std::cos(north) * std::sin(east);
    z_ += weight * std::sin(north);
    people_ += town.population;
}

void Centre::give(EntityDef& entity) const {
    if (x_ != 0 || y_ != 0 || z_ != 0) {
        entity.latitude = std::atan2(z_, std::hypot(x_, y_)) / radian;
        entity.longitude = std::atan2(y_, x_) / radian;
    }
}

std::uint32_t Centre::people() const {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(people_, 0xffffffffU));
}

} // namespace sitrep::gazetteer
