// The regions of all hits on an outline of the world. A unit is a tenth of a degree: x grows east
// of Greenwich, y south of the equator, as in web/world.svg.

#include "searcher/render_describe.h"
#include "server/page_parts.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_points = 120; // each is a stop for the keyboard
constexpr std::size_t most_labels = 12;
constexpr double screen = 900; // pixels that the map is wide, about: for sizes that read well

struct Box {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
};
constexpr Box world{-1800, -850, 3600, 1450};
constexpr double least_width = 240; // a country is worth seeing with its neighbours

struct Point {
    const FacetValue* value = nullptr;
    Entity region;
    bool is_in = true; // no region is picked, or this one is or lies in one that is
    double x() const { return region.longitude * 10; }
    double y() const { return -region.latitude * 10; }
    bool is_area() const {
        return region.type == EntityType::country || region.type == EntityType::territory;
    }
};

bool is_drawn(const Entity& region) {
    const bool has_size = region.type == EntityType::country ||
                          region.type == EntityType::territory ||
                          region.type == EntityType::division || region.type == EntityType::place;
    return has_size && (region.latitude != 0 || region.longitude != 0);
}

bool lies_in_picked(const Entity& region, const SearchLinks& links) {
    const auto is_picked = [&](const std::string_view id) {
        return std::any_of(links.picked().begin(), links.picked().end(), [&](const Picked& picked) {
            return picked.field == FieldId::region && !picked.excluded &&
                   std::find(picked.ids.begin(), picked.ids.end(), id) != picked.ids.end();
        });
    };
    if (is_picked(region.id)) return true;
    const auto above = links.gazetteer().ancestors(region.index);
    return std::any_of(above.begin(), above.end(), [&](EntityIndex index) {
        return is_picked(links.gazetteer().entity(index).id);
    });
}

std::vector<Point> points_of(const FacetResult& regions, const SearchLinks& links) {
    const bool some_picked =
        std::any_of(links.picked().begin(), links.picked().end(), [](const Picked& picked) {
            return picked.field == FieldId::region && !picked.excluded;
        });
    std::vector<Point> points;
    for (const FacetValue& value : regions.values) {
        if (value.count == 0 || points.size() >= most_points) break;
        const auto region = links.gazetteer().find(EntityKind::region, value.id);
        if (!region || !is_drawn(*region)) continue;
        points.push_back({&value, *region, !some_picked || lies_in_picked(*region, links)});
    }
    return points;
}

// The part of the world that shows the points, as wide to high as the world.
Box box_around(const std::vector<Point>& points) {
    double left = world.left + world.width;
    double right = world.left;
    double top = world.top + world.height;
    double bottom = world.top;
    bool any = false;
    for (const Point& point : points) {
        if (!point.is_in) continue;
        any = true;
        left = std::min(left, point.x());
        right = std::max(right, point.x());
        top = std::min(top, point.y());
        bottom = std::max(bottom, point.y());
    }
    if (!any) return world;
    const double shape = world.height / world.width;
    const double room = 1.3; // for bubbles and names at the edge
    Box box;
    box.width = std::max({least_width, (right - left) * room, (bottom - top) * room / shape});
    box.width = std::min(box.width, world.width);
    box.height = box.width * shape;
    box.left = std::clamp((left + right - box.width) / 2, world.left,
                          world.left + world.width - box.width);
    box.top = std::clamp((top + bottom - box.height) / 2, world.top,
                         world.top + world.height - box.height);
    return box;
}

// Whether a name there lies on no other.
bool has_room(const Point& point, const std::vector<const Point*>& labelled, double unit) {
    constexpr double wide = 90; // pixels
    constexpr double high = 18;
    return labelled.size() < most_labels &&
           std::none_of(labelled.begin(), labelled.end(), [&](const Point* other) {
               return std::abs(other->x() - point.x()) < wide * unit &&
                      std::abs(other->y() - point.y()) < high * unit;
           });
}

std::string shown(const Box& box) {
    return fmt::format("{:.0f} {:.0f} {:.0f} {:.0f}", box.left, box.top, box.width, box.height);
}

TemplateData point_data(const Point& point, double unit, std::uint64_t highest, bool has_label,
                        const SearchLinks& links) {
    const double share =
        std::sqrt(static_cast<double>(point.value->count) / static_cast<double>(highest));
    const double radius = point.is_area() ? 7 + 22 * share : 4 + 9 * share; // pixels
    TemplateData data;
    data.set("x", fmt::format("{:.0f}", point.x()));
    data.set("y", fmt::format("{:.0f}", point.y()));
    data.set("r", fmt::format("{:.1f}", radius * unit));
    data.set("kind", std::string(point.is_area() ? "area" : "spot"));
    data.set("picked", links.is_picked(FieldId::region, point.value->id));
    data.set("faint", !point.is_in);
    data.set("href", links.address(links.toggled(FieldId::region, point.value->id)));
    data.set("name", point.value->name);
    data.set("count", grouped_number(point.value->count));
    data.set("label", has_label);
    data.set("label_y", fmt::format("{:.1f}", point.y() - (radius + 4) * unit));
    return data;
}

} // namespace

TemplateData map_view(const SearchPage& found, const SearchLinks& links) {
    const auto& facets = found.result.facets;
    const auto regions = std::find_if(facets.begin(), facets.end(), [](const FacetResult& facet) {
        return facet.field == FieldId::region;
    });
    if (regions == facets.end()) return false;
    std::vector<Point> points = points_of(*regions, links);
    const Box box = box_around(points);
    const double unit = box.width / screen;
    std::uint64_t highest = 1;
    for (const Point& point : points) highest = std::max(highest, point.value->count);
    // Areas lie under the spots in them.
    std::stable_partition(points.begin(), points.end(),
                          [](const Point& point) { return point.is_area(); });
    TemplateData list(TemplateData::type::list);
    std::vector<const Point*> labelled;
    for (const Point& point : points) {
        const bool has_label = point.is_in && point.is_area() && has_room(point, labelled, unit);
        if (has_label) labelled.push_back(&point);
        list << point_data(point, unit, highest, has_label, links);
    }
    TemplateData map;
    map.set("points", list);
    map.set("empty", points.empty());
    map.set("box", shown(box));
    map.set("world_box", shown(world));
    map.set("font", fmt::format("{:.1f}", 12 * unit));
    map.set("world", web_asset_address("world.svg"));
    return map;
}

} // namespace sitrep
