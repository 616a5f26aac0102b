#include "indexer/enrich_given.h"

#include "schema/gazetteer_roles.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {
namespace {

constexpr std::string_view below = " > ";

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

class GivenNames {
  public:
    GivenNames(Article& article, const Gazetteer& gazetteer)
        : article_(article), gazetteer_(gazetteer) {}

    // Levels that are not known are kept, and the next is looked for where the last known one is.
    void add_region(std::string_view given) {
        std::optional<Entity> within;
        std::string_view before;
        std::size_t level = 0;
        for (std::string_view rest = given; !rest.empty();) {
            const std::size_t end = std::min(rest.find(below), rest.size());
            const std::string_view name = trimmed(rest.substr(0, end));
            rest.remove_prefix(std::min(end + below.size(), rest.size()));
            if (name.empty()) continue;
            const std::optional<Entity> entity =
                level == 0 ? front(resolve_name(gazetteer_, EntityKind::region, name))
                           : find_within(name, within, level == 1);
            if (entity || name != before) add(name, entity, false);
            if (entity) within = entity;
            before = name;
            ++level;
        }
    }

    void add_actor(std::string_view name) { add(name, find_actor(name), true); }

  private:
    static std::optional<Entity> front(const std::vector<Entity>& entities) {
        return entities.empty() ? std::nullopt : std::optional(entities.front());
    }

    bool is_in(const Entity& entity, const Entity& region) const {
        const auto above = gazetteer_.ancestors(entity.index);
        return std::find(above.begin(), above.end(), region.index) != above.end();
    }

    // The likeliest that lies there; below a country a division rather than its town.
    std::optional<Entity> find_within(std::string_view name, const std::optional<Entity>& region,
                                      bool division) const {
        if (!region) return std::nullopt;
        std::optional<Entity> best;
        for (const Entity& entity : resolve_name(gazetteer_, EntityKind::region, name)) {
            if (!is_in(entity, *region)) continue;
            if (!best || (division && best->type != EntityType::division &&
                          entity.type == EntityType::division))
                best = entity;
        }
        if (best) return best;
        // "Vovchansk town"
        constexpr std::array<std::string_view, 6> kinds{" town",     " city", " village",
                                                        " district", " area", " municipality"};
        for (const std::string_view kind : kinds)
            if (name.ends_with(kind))
                return find_within(name.substr(0, name.size() - kind.size()), region, false);
        return std::nullopt;
    }

    // "JNIM: Group for Support of Islam and Muslims" has two names of one.
    std::optional<Entity> find_actor(std::string_view name) const {
        if (auto found = front(resolve_name(gazetteer_, EntityKind::actor, name))) return found;
        const std::size_t colon = name.find(": ");
        if (colon == std::string_view::npos) return std::nullopt;
        for (const std::string_view part : {name.substr(0, colon), name.substr(colon + 2)})
            if (auto found = front(gazetteer_.resolve(EntityKind::actor, trimmed(part))))
                return found;
        return std::nullopt;
    }

    void add(std::string_view name, const std::optional<Entity>& entity, bool is_actor) {
        const std::string id = entity ? std::string(entity->id) : fold_keyword(name);
        if (id.empty()) return;
        auto known = std::find_if(article_.mentions.begin(), article_.mentions.end(),
                                  [&](const Mention& mention) {
                                      return mention.is_actor == is_actor && mention.entity == id;
                                  });
        if (known == article_.mentions.end())
            known = article_.mentions.insert(article_.mentions.end(), {id, is_actor, true, {}});
        known->about = true;
        known->evidence.push_back({Part::input, 0, 0, std::string(name), "input", 1.0F});
    }

    Article& article_;
    const Gazetteer& gazetteer_;
};

} // namespace

void add_given(Article& article, const Gazetteer& gazetteer) {
    GivenNames names(article, gazetteer);
    for (const std::string& region : article.given_regions) names.add_region(region);
    for (const std::string& actor : article.given_actors) names.add_actor(actor);
}

} // namespace sitrep
