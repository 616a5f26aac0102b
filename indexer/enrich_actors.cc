#include "indexer/enrich_actors.h"

#include <algorithm>
#include <map>
#include <string>

namespace sitrep {
namespace {

// What an article must reach to be about a state, and as a share of the most salient country's.
constexpr float least_salience = 2;
constexpr float least_share = 0.25F;

// The same for an actor, as a share of the most salient actor's.
constexpr float least_actor_salience = 1;
constexpr float least_brief_salience = 0.01F; // none: it is part of another name
constexpr float least_group_salience = 0.5F;  // armed, in a report of violence
constexpr float least_official_share = 0.2F;  // governments, forces: named along with anything

// What a name that no list holds must reach; it counts half.
constexpr float least_named_salience = 0.5F;

// The country that has this much more salience than the next is the one that the article is about.
constexpr float lead = 1.5F;

// What a town or division weighs against a country for that.
constexpr float scene_weight = 2;

bool is_country(EntityType type) {
    return type == EntityType::country || type == EntityType::territory ||
           type == EntityType::historic_country;
}

// By the regions, or by the armed groups, which are at home somewhere too. A town or division says
// where it happened; a country is named for those who take part, too.
std::optional<Entity> main_country(const Gazetteer& gazetteer, Mentions& mentions,
                                   EntityKind kind) {
    std::map<std::string_view, float> by_code;
    for (const auto& [index, gathered] : mentions.all())
        if (gathered.entity.kind == kind && !gathered.entity.country.empty() &&
            (kind == EntityKind::region || gathered.entity.type == EntityType::armed_group))
            by_code[gathered.entity.country] +=
                gathered.salience * (is_local(gathered.entity.type) ? scene_weight : 1.0F);
    std::string_view first;
    float best = 0;
    float second = 0;
    for (const auto& [code, salience] : by_code) {
        if (salience > best) {
            second = best;
            best = salience;
            first = code;
        } else {
            second = std::max(second, salience);
        }
    }
    if (best < least_actor_salience || best < second * lead) return std::nullopt;
    return country_by_code(gazetteer, first);
}

// Whoever speaks or acts for a government that the article is about: its president, named once.
void add_officials(const Gazetteer& gazetteer, Day on, Mentions& mentions) {
    for (auto& [index, gathered] : mentions.all()) {
        if (gathered.mention.about || gathered.entity.type != EntityType::person) continue;
        for (const Affiliation& affiliation : gazetteer.affiliations(index)) {
            if (on < affiliation.from || on > affiliation.to) continue;
            const auto whom = mentions.all().find(affiliation.whom);
            if (whom != mentions.all().end() && whom->second.mention.about &&
                whom->second.entity.type == EntityType::government)
                gathered.mention.about = true;
        }
    }
}

// `brief`: a text of no more than a lede, in which whatever is named matters. `violent`: it reports
// violence, and so armed groups are no by-the-way.
void decide(const Gazetteer& gazetteer, const CountrySupport& support, Day on, bool brief,
            bool violent, Mentions& mentions) {
    const float top = support.highest();
    const float threshold = top < least_salience ? 0 : std::max(least_salience, top * least_share);
    float top_actor = 0;
    for (const auto& [index, gathered] : mentions.all())
        if (gathered.entity.kind == EntityKind::actor && gathered.entity.type != EntityType::state)
            top_actor = std::max(top_actor, gathered.salience);
    for (auto& [index, gathered] : mentions.all()) {
        if (gathered.entity.kind != EntityKind::actor) continue;
        const EntityType type = gathered.entity.type;
        float least = brief ? least_brief_salience : least_actor_salience;
        if (!brief && violent && type == EntityType::armed_group) least = least_group_salience;
        if (!brief && is_official(type)) least = std::max(least, top_actor * least_official_share);
        gathered.mention.about =
            gathered.salience >= (type == EntityType::state ? threshold : least);
    }
    for (auto& [id, gathered] : mentions.named())
        gathered.mention.about = brief || gathered.salience >= least_named_salience;
    add_officials(gazetteer, on, mentions);
}

} // namespace

bool existed(const Entity& entity, const ActorContext& context) {
    return entity.type == EntityType::person || !context.dated ||
           (context.on >= entity.valid_from && context.on <= entity.valid_to);
}

std::optional<Entity> country_by_code(const Gazetteer& gazetteer, std::string_view code) {
    for (const Entity& entity : gazetteer.resolve(EntityKind::region, code))
        if (is_country(entity.type) && entity.type != EntityType::historic_country &&
            entity.country == code)
            return entity;
    return std::nullopt;
}

std::optional<Entity> country_of(const Gazetteer& gazetteer, const Name& name, bool& is_demonym) {
    for (const AliasTarget& target : name.targets) {
        const Entity entity = gazetteer.entity(target.entity);
        if (!is_country(entity.type)) continue;
        is_demonym = (target.flags & alias_demonym) != 0;
        return entity;
    }
    return std::nullopt;
}

void find_actors(const Article& article, const PartWords& title, const PartWords& text,
                 const std::vector<Name>& names, const Gazetteer& gazetteer,
                 const CountrySupport& support, Day on, Mentions& mentions) {
    ActorContext context{gazetteer, support,
                         on,        static_cast<bool>(article.date),
                         mentions,  main_country(gazetteer, mentions, EntityKind::region)};
    find_countries(names, context);
    for (const PartWords* words : {&title, &text}) find_listed(*words, names, context);
    if (!context.country) context.country = main_country(gazetteer, mentions, EntityKind::actor);
    for (const PartWords* words : {&title, &text}) find_roles(*words, names, context);
    find_opposed(context);
    for (const PartWords* words : {&title, &text}) find_named(*words, context);
    decide(gazetteer, support, on, text.is_lede(),
           title.reports_violence() || text.reports_violence(), mentions);
}

} // namespace sitrep
