// Names of regions and actors: which entities a query means by them.

#include "searcher/parse_leaf.h"

#include "schema/edit_distance.h"
#include "schema/gazetteer_roles.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sitrep {

namespace {

std::vector<EntityKind> kinds_of(FieldId field) {
    if (field == FieldId::region) return {EntityKind::region};
    if (field == FieldId::actor) return {EntityKind::actor};
    return {EntityKind::region, EntityKind::actor};
}

// How far a type of entity is known: who says a country's name means the country, not a village.
int tier(EntityType type) {
    switch (type) {
    case EntityType::world_region:
    case EntityType::country:
    case EntityType::territory:
    case EntityType::historic_country:
    case EntityType::state:
    case EntityType::alliance: return 0;
    case EntityType::place:
    case EntityType::person: return 2;
    default: return 1;
    }
}

// Regions that contain an entity, or actors that it acts for.
std::vector<EntityIndex> wholes_of(const LeafContext& context, const Entity& entity) {
    return entity.kind == EntityKind::region
               ? context.gazetteer.ancestors(entity.index)
               : context.gazetteer.principals(entity.index, context.today);
}

bool contains(const std::vector<EntityIndex>& wholes, EntityIndex index) {
    return std::find(wholes.begin(), wholes.end(), index) != wholes.end();
}

// Something that a name stands for.
struct Meaning {
    Entity entity;
    std::vector<EntityIndex> wholes;
    int nearness = 0; // of its display name: 2 the name itself, 1 starts with it, 0 something else
};

int nearness(std::string_view display_name, std::string_view folded) {
    const std::string display = fold_name(display_name);
    if (!display.starts_with(folded)) return 0;
    if (display.size() == folded.size()) return 2;
    return display[folded.size()] == ' ' ? 1 : 0;
}

// One is part of the other, or a division bears the name of its chief town.
bool are_one(const Meaning& a, const Meaning& b) {
    if (contains(a.wholes, b.entity.index) || contains(b.wholes, a.entity.index)) return true;
    return a.entity.type == EntityType::place && b.entity.type == EntityType::division &&
           !a.entity.country.empty() && a.entity.country == b.entity.country;
}

// Whether a name whose likeliest meaning is `first` may really mean `other` as well: a state of a
// country's name may be meant, a village of a country's name or of a capital's is not.
bool is_plausible(const Meaning& first, const Meaning& other) {
    constexpr std::uint32_t town = 100'000; // people; for where nothing is known to compare with
    // A part under another name goes without saying: whoever finds the whole finds it.
    if (other.nearness < first.nearness && contains(other.wholes, first.entity.index)) return false;
    if (are_one(first, other)) return true;
    const bool place = other.entity.type == EntityType::place;
    if (tier(other.entity.type) > tier(first.entity.type) + 1) return false;
    if (other.nearness < first.nearness && !(place && other.nearness > 0)) return false;
    const std::uint32_t people = first.entity.population;
    return !place || other.entity.population >= (people > 0 ? people / 10 : town);
}

// The likeliest first.
std::vector<Meaning> meanings(const LeafContext& context, EntityKind kind, std::string_view name) {
    const std::string folded = fold_name(name);
    std::vector<Meaning> found;
    for (const Entity& entity : resolve_name(context.gazetteer, kind, name)) {
        Meaning meaning{entity, wholes_of(context, entity), nearness(entity.name, folded)};
        if (found.empty() || is_plausible(found.front(), meaning))
            found.push_back(std::move(meaning));
    }
    return found;
}

// The likeliest, and those that have nothing to do with it nor with each other.
std::vector<Entity> unrelated(const std::vector<Meaning>& found) {
    std::vector<Entity> roots;
    for (const Meaning& meaning : found) {
        const bool first = &meaning == &found.front();
        const bool part = std::any_of(found.begin(), found.end(), [&](const Meaning& other) {
            return contains(meaning.wholes, other.entity.index);
        });
        if (first || (!part && !are_one(found.front(), meaning))) roots.push_back(meaning.entity);
    }
    return roots;
}

std::string described(const Entity& entity) {
    const std::string_view country = entity.country;
    return fmt::format("{} ({}{}{})", entity.name, name_of(entity.type),
                       country.empty() ? "" : ", ", country);
}

void warn_of_homonyms(LeafContext& context, FieldId field, std::string_view name, bool exact,
                      const std::vector<Meaning>& found, QuerySpan span) {
    constexpr std::size_t most = 5;
    const std::vector<Entity> roots = unrelated(found);
    if (roots.size() < 2) return;
    std::vector<std::string> names;
    std::vector<std::string> ids;
    for (const Entity& entity : roots) {
        if (names.size() == most) break;
        names.push_back(described(entity));
        ids.push_back(
            fmt::format("{}:{}@{}", sitrep::field(field).name, exact ? "=" : "", entity.id));
    }
    if (roots.size() > most) names.push_back(fmt::format("{} more", roots.size() - most));
    context.warn(
        fmt::format("{} may be {}: all are searched", quote(shown(name)), fmt::join(names, " or ")),
        fmt::format("for one of them write {}", fmt::join(ids, " or ")), span);
}

// The first `count` characters.
std::string_view head(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    std::size_t size = 0;
    for (; count > 0 && at < text.size(); --count, at += size) char_at(text, at, size);
    return text.substr(0, at);
}

// Names of a kind that start like this one, or are spelt nearly like it.
std::vector<std::string> similar_names(const Gazetteer& gazetteer, EntityKind kind,
                                       std::string_view name) {
    constexpr std::size_t most = 3;
    constexpr std::size_t longest = 60; // bytes; comparing longer names costs more than it helps
    std::vector<std::string> names;
    const std::string folded = fold_name(name);
    if (folded.size() > longest || folded.empty()) return names;
    for (const Entity& entity : gazetteer.complete(kind, folded, most))
        names.emplace_back(entity.name);
    if (!names.empty()) return names;
    for (const Entity& entity : gazetteer.complete(kind, head(folded, 3), 100)) {
        const std::string other = fold_name(entity.name);
        if (other.size() > longest ||
            edit_distance(folded, other) > std::max<std::size_t>(1, folded.size() / 4))
            continue;
        names.emplace_back(entity.name);
        if (names.size() == most) break;
    }
    return names;
}

std::string written(FieldId field, std::string_view name) {
    return fmt::format("{}:{}", sitrep::field(field).name,
                       is_bare_value(field, name) ? std::string(name) : quote(name));
}

// What the user may have meant by a name that is not known.
std::string unknown_name_hint(LeafContext& context, FieldId field, std::string_view name) {
    const Gazetteer& gazetteer = context.gazetteer;
    if (field == FieldId::region && !gazetteer.resolve(EntityKind::actor, name).empty())
        return fmt::format("did you mean {} ?", written(FieldId::actor, name));
    if (field == FieldId::actor && !gazetteer.resolve(EntityKind::region, name).empty())
        return fmt::format("did you mean {} ?", written(FieldId::region, name));
    if (field != FieldId::region && is_role_alone(name))
        return fmt::format("say whose: {}", written(field, fmt::format("{} of COUNTRY", name)));
    if (name.find_first_of(",;/") != std::string_view::npos)
        return fmt::format("for several names write {}:(a OR b)", sitrep::field(field).name);
    if (context.name_hints_left-- <= 0) return {};
    std::vector<std::string> names;
    for (const EntityKind kind : kinds_of(field))
        for (const std::string& similar : similar_names(gazetteer, kind, name))
            names.push_back(written(field, similar));
    if (names.empty()) return {};
    return fmt::format("did you mean {} ?", fmt::join(names, " or "));
}

// `region:saudi arabia`: the name goes on where its field ended. Gives the whole name.
std::string longer_name(const LeafContext& context, FieldId field, std::string_view name,
                        std::string_view tail) {
    std::string longest;
    std::string longer(name);
    while (!tail.empty()) {
        const std::size_t space = std::min(tail.find(' '), tail.size());
        longer += ' ';
        longer += tail.substr(0, space);
        tail.remove_prefix(std::min(space + 1, tail.size()));
        for (const EntityKind kind : kinds_of(field))
            if (!context.gazetteer.resolve(kind, longer).empty()) longest = longer;
    }
    return longest;
}

Node entity_node(LeafContext& context, FieldId field, std::string text,
                 std::vector<std::string> ids, bool exact, QuerySpan span) {
    Node node;
    node.kind = NodeKind::entity;
    node.field = field;
    node.text = std::move(text);
    node.values = std::move(ids);
    node.exact = exact;
    node.span = span;
    context.expansions.push_back({to_string(node), field, node.values, span});
    return node;
}

// What `name` stands for, each id once; homonyms are warned of.
std::vector<std::string> resolve(LeafContext& context, FieldId field, std::string_view name,
                                 bool exact, QuerySpan span) {
    std::vector<std::string> ids;
    for (const EntityKind kind : kinds_of(field)) {
        const std::vector<Meaning> found = meanings(context, kind, name);
        warn_of_homonyms(context, field, name, exact, found, span);
        for (const Meaning& meaning : found)
            if (std::find(ids.begin(), ids.end(), meaning.entity.id) == ids.end())
                ids.emplace_back(meaning.entity.id);
    }
    return ids;
}

bool is_known_id(const LeafContext& context, FieldId field, std::string_view id) {
    const std::vector<EntityKind> kinds = kinds_of(field);
    return std::any_of(kinds.begin(), kinds.end(), [&](EntityKind kind) {
        return context.gazetteer.find(kind, id).has_value();
    });
}

} // namespace

std::optional<Node> name_leaf(LeafContext& context, FieldId field, std::string_view name,
                              bool exact, QuerySpan span, std::string_view tail) {
    const std::string_view field_name = sitrep::field(field).name;
    if (exact && field == FieldId::mentions)
        fail("mentions: has no exact form", "write mentions:name, or actor:=name", span);
    if (name.empty() || name == "@")
        fail(fmt::format("{}: has no value", field_name),
             fmt::format("write for instance {}", sitrep::field(field).example), span);
    if (name.front() == '@') {
        const std::string id(name.substr(1));
        if (!is_known_id(context, field, id))
            fail(fmt::format("there is no {} with the id {}", field_name, quote(shown(id))),
                 fmt::format("write {}:name without @ to search by name", field_name), span);
        return entity_node(context, field, std::string(name), {id}, exact, span);
    }
    std::vector<std::string> ids = resolve(context, field, name, exact, span);
    const std::string longer = longer_name(context, field, name, tail);
    if (!ids.empty()) {
        if (!longer.empty())
            context.warn(fmt::format("{} ends at the space", written(field, name)),
                         fmt::format("did you mean {} ?", written(field, longer)), span);
        return entity_node(context, field, std::string(name), std::move(ids), exact, span);
    }
    std::optional<Node> phrase = phrase_leaf(context, FieldId::text, name, 0, span);
    if (!phrase) return {};
    const bool filed = field == FieldId::actor;
    const std::string hint = longer.empty()
                                 ? unknown_name_hint(context, field, name)
                                 : fmt::format("did you mean {} ?", written(field, longer));
    context.warn(fmt::format("no {} is known by the name {}: {}",
                             field == FieldId::mentions ? "region or actor" : field_name,
                             quote(shown(name)),
                             filed && exact ? "only what is filed under it is searched"
                                            : "searched in the text as a phrase"),
                 hint, span);
    if (!filed) return phrase;
    // Texts name actors that the gazetteer lacks; their articles are filed under the name itself.
    std::vector<std::string> filed_under{fold_keyword(name)};
    if (std::string id = named_id(name); id != filed_under.front())
        filed_under.push_back(std::move(id));
    Node entity =
        entity_node(context, field, std::string(name), std::move(filed_under), true, span);
    if (exact) return entity;
    Node either;
    either.kind = NodeKind::disj;
    either.span = span;
    either.children = {std::move(entity), std::move(*phrase)};
    return either;
}

std::optional<Node> id_leaf(LeafContext& context, FieldId field, std::string_view id,
                            QuerySpan span) {
    if (!is_known_id(context, field, id)) return name_leaf(context, field, id, false, span);
    // The id may be a name of others too; then only the @ says which is meant.
    std::vector<QueryWarning> unheard;
    LeafContext quiet{context.gazetteer, context.today, context.limits, context.expansions,
                      unheard};
    const std::vector<std::string> ids{std::string(id)};
    const bool same = resolve(quiet, field, id, false, span) == ids;
    return entity_node(context, field, same ? ids.front() : '@' + ids.front(), ids, false, span);
}

} // namespace sitrep
