#include "searcher/render_feed.h"

#include "searcher/render.h"
#include "searcher/render_json_writer.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace sitrep {
namespace {

std::optional<Entity> located(const Gazetteer& gazetteer, const std::string& id) {
    auto region = gazetteer.find(EntityKind::region, id);
    if (!region || (region->latitude == 0 && region->longitude == 0)) return std::nullopt;
    return region;
}

// Longitude comes first.
void write_position(JsonWriter& json, const Entity& region) {
    json.array([&] {
        json.raw(fmt::format("{:.5f}", region.longitude));
        json.raw(fmt::format("{:.5f}", region.latitude));
    });
}

void write_geometry(JsonWriter& json, const std::vector<Entity>& places) {
    json.key("geometry");
    if (places.empty()) return json.null();
    json.object([&] {
        json.member("type", places.size() == 1 ? "Point" : "MultiPoint");
        json.key("coordinates");
        if (places.size() == 1) return write_position(json, places.front());
        json.array([&] {
            for (const Entity& place : places) write_position(json, place);
        });
    });
}

// The places that an article is about, those left out that contain another.
std::vector<Entity> places_of(const Hit& hit, const Gazetteer& gazetteer) {
    std::vector<Entity> places;
    for (const EntityRef& region : hit.regions) {
        const bool contains_another =
            std::any_of(hit.regions.begin(), hit.regions.end(), [&](const EntityRef& other) {
                return other != region && std::find(other->path.begin(), other->path.end(),
                                                    region->id) != other->path.end();
            });
        if (contains_another) continue;
        if (auto place = located(gazetteer, region->id)) places.push_back(*place);
    }
    return places;
}

void write_hit(JsonWriter& json, const Hit& hit, const Gazetteer& gazetteer) {
    const Article& article = hit.article;
    const std::vector<Entity> places = places_of(hit, gazetteer);
    json.member("type", "Feature");
    json.member("id", article.id);
    write_geometry(json, places);
    json.key("properties").object([&] {
        json.member("rank", hit.rank);
        json.member("title", hit.title);
        if (is_web_address(article.url)) json.member("url", article.url);
        json.member_or_null("source", article.source);
        json.member_or_null("published", article.date.to_string());
        json.key("regions").array([&] {
            for (const Entity& place : places) json.value(place.id);
        });
        json.key("actors").array([&] {
            for (const EntityRef& actor : hit.actors) json.value(actor->id);
        });
        json.key("events").array([&] {
            for (const Label& event : article.events) json.value(event.id);
        });
        json.member("snippet", snippet_html(hit.snippet));
    });
}

void write_region(JsonWriter& json, const FacetValue& value, const Entity& region) {
    json.member("type", "Feature");
    json.member("id", value.id);
    write_geometry(json, {region});
    json.key("properties").object([&] {
        json.member("name", value.name);
        json.member("kind", name_of(region.type));
        json.member_or_null("parent", value.parent);
        json.member("count", value.count);
        json.member("selected", value.selected);
    });
}

void write_regions(JsonWriter& json, const FacetResult& regions, const Gazetteer& gazetteer) {
    json.key("regions").object([&] {
        json.member("type", "FeatureCollection");
        json.key("features").array([&] {
            for (const FacetValue& value : regions.values)
                if (const auto region = located(gazetteer, value.id))
                    json.object([&] { write_region(json, value, *region); });
        });
    });
}

} // namespace

std::string render_geojson(const SearchResult& result, const Gazetteer& gazetteer) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.member("type", "FeatureCollection");
        json.member("total", result.total);
        json.key("features").array([&] {
            for (const Hit& hit : result.hits)
                json.object([&] { write_hit(json, hit, gazetteer); });
        });
        for (const FacetResult& facet : result.facets)
            if (facet.field == FieldId::region) write_regions(json, facet, gazetteer);
    });
    return out;
}

} // namespace sitrep
