#include "schema/gazetteer_model.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace sitrep::gazetteer {

namespace {

std::string map_key(EntityKind kind, std::string_view id) {
    std::string key(1, kind == EntityKind::region ? 'r' : 'a');
    return key.append(id);
}

struct FoldedAlias {
    std::string key;
    std::uint32_t capitals = 0;
    std::size_t words = 0;
};

FoldedAlias fold_alias(std::string_view text) {
    Tokens tokens;
    tokens.analyse(text);
    FoldedAlias folded;
    for (const Token& token : tokens.all()) {
        if ((token.flags & token_joined) != 0) continue;
        if (folded.words++ > 0) folded.key.push_back(' ');
        folded.key.append(tokens.form(token));
    }
    folded.capitals = capitals_of(tokens);
    return folded;
}

// What two sources say of one name of one entity: it is dubious or a demonym if one of them finds
// it so; it is historic and the like only if both find it so.
AliasFlags combine_flags(AliasFlags a, AliasFlags b) {
    constexpr auto doubts = alias_needs_context | alias_demonym | alias_word | alias_person;
    return static_cast<AliasFlags>((a & b) | ((a | b) & doubts));
}

// "UA-43", of ISO 3166-2: it ties a row to a division, and is what a query may say; texts do not.
bool is_division_code(std::string_view text) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() >= 4 && text.size() <= 6 && is_upper(text[0]) && is_upper(text[1]) &&
           text[2] == '-' && std::all_of(text.begin() + 3, text.end(), [&](char c) {
               return is_upper(c) || is_digit(c);
           });
}

void add_code(EntityDef& entity, const std::string& code) {
    if (std::find(entity.codes.begin(), entity.codes.end(), code) == entity.codes.end())
        entity.codes.push_back(code);
}

} // namespace

std::uint32_t capitals_of(const Tokens& tokens) {
    std::uint32_t capitals = 0;
    unsigned shift = 0;
    for (const Token& token : tokens.all()) {
        if ((token.flags & token_joined) != 0) continue;
        if (shift >= 32) break;
        const std::uint32_t wanted = (token.flags & token_upper) != 0         ? 2U
                                     : (token.flags & token_capitalised) != 0 ? 1U
                                                                              : 0U;
        capitals |= wanted << shift;
        shift += 2;
    }
    return capitals;
}

bool EntityDef::add_alias(std::string_view text, AliasFlags flags, bool by_hand) {
    constexpr std::size_t max_aliases = 4000;
    if (aliases.size() >= max_aliases) return false;
    FoldedAlias folded = fold_alias(text);
    if (folded.words == 0 || folded.words > max_alias_words) return false;
    if (by_hand) flags = static_cast<AliasFlags>(flags | alias_by_hand);
    const auto same_key = [&](const AliasDef& alias) { return alias.key == folded.key; };
    // One spelling in capitals makes the others matter too: "HAMAS" besides "Hamas", not "hamas".
    if (std::any_of(aliases.begin(), aliases.end(),
                    [&](const AliasDef& a) { return same_key(a) && a.capitals != 0; })) {
        if (folded.capitals == 0) return true;
        flags = static_cast<AliasFlags>(flags | alias_case_sensitive);
    }
    const bool case_sensitive = (flags & alias_case_sensitive) != 0;
    if (!case_sensitive) folded.capitals = 0;
    // Spanish "argentina" is an adjective, but Argentina is the country.
    if ((flags & alias_demonym) != 0 && folded.key == fold_name(name))
        flags = static_cast<AliasFlags>(flags & ~alias_demonym);
    if (by_hand) { // a person's word replaces what was generated
        std::erase_if(aliases, [&](const AliasDef& a) { return same_key(a) && !a.by_hand; });
    } else if (std::any_of(aliases.begin(), aliases.end(),
                           [&](const AliasDef& a) { return same_key(a) && a.by_hand; })) {
        return true;
    }
    // "Донецьку" is the town in the dative before it is its adjective.
    const auto made_demonym = [](AliasFlags f) {
        return (f & alias_demonym) != 0 && (f & alias_generated) != 0;
    };
    const auto made_rival = [&](const AliasDef& a) {
        return same_key(a) && made_demonym(a.flags) != made_demonym(flags);
    };
    if (made_demonym(flags) && std::any_of(aliases.begin(), aliases.end(), made_rival)) return true;
    if (!made_demonym(flags)) std::erase_if(aliases, made_rival);
    // "US" in capitals is no use while "us" in any case stands for the same.
    if (case_sensitive) {
        for (AliasDef& alias : aliases) {
            if (!same_key(alias) || alias.capitals != 0) continue;
            alias.capitals = fold_alias(alias.text).capitals;
            alias.flags = static_cast<AliasFlags>(alias.flags | alias_case_sensitive);
        }
        std::erase_if(aliases, [&](const AliasDef& a) { return same_key(a) && a.capitals == 0; });
    }
    for (AliasDef& alias : aliases) {
        if (!same_key(alias)) continue;
        if (alias.capitals == folded.capitals) {
            alias.flags = combine_flags(alias.flags, flags);
            return true;
        }
    }
    aliases.push_back({std::string(text), std::move(folded.key), flags, folded.capitals, by_hand});
    return true;
}

void EntityDef::remove_alias(std::string_view text) {
    const std::string key = fold_name(text);
    std::erase_if(aliases, [&](const AliasDef& alias) { return alias.key == key; });
}

EntityDef* Model::find(EntityKind kind, std::string_view id) {
    const auto found = by_id_.find(map_key(kind, id));
    if (found != by_id_.end()) return found->second;
    const std::size_t position = below_.find(kind, id);
    return position == below_.size() ? nullptr : &import(position);
}

EntityDef& Model::add(EntityType type, std::string id, std::string name) {
    EntityDef& entity = entities_.emplace_back();
    entity.kind = kind_of(type);
    entity.type = type;
    entity.id = std::move(id);
    entity.name = std::move(name);
    by_id_.emplace(map_key(entity.kind, entity.id), &entity);
    return entity;
}

// Copies an entity of the table below.
EntityDef& Model::import(std::size_t position) {
    const EntityRecord& record = below_.entity(position);
    EntityDef& entity = add(record.type, below_.text(record.id), below_.text(record.name));
    entity.index = record.index;
    if (record.country[0] != '\0') entity.country.assign(record.country.data(), 2);
    entity.latitude = static_cast<double>(record.latitude);
    entity.longitude = static_cast<double>(record.longitude);
    entity.population = record.population;
    entity.weight = record.weight;
    entity.valid = {record.valid_from, record.valid_to};
    const auto id_of = [&](EntityIndex index) {
        return std::string(below_.text(below_.entity(index).id));
    };
    for (const EntityIndex parent : below_.parents(record))
        entity.belongs.push_back({id_of(parent), {}, {}});
    for (const Affiliation& one : below_.affiliations(record))
        entity.belongs.push_back({id_of(one.whom), {one.from, one.to}, {}});
    for (const AliasRecord& alias : below_.aliases(record)) {
        AliasDef def{below_.text(alias.text), std::string(below_.key_text(alias.key)),
                     static_cast<AliasFlags>(alias.flags), 0};
        if ((def.flags & alias_case_sensitive) != 0) def.capitals = fold_alias(def.text).capitals;
        entity.aliases.push_back(std::move(def));
    }
    return entity;
}

void Model::override_columns(EntityDef& entity, const Row& row) {
    if (!row.name.empty()) entity.name = row.name;
    if (row.type) entity.type = *row.type;
    if (!row.country.empty()) entity.country = row.country;
    if (row.valid) entity.valid = *row.valid;
    if (row.latitude) entity.latitude = *row.latitude;
    if (row.longitude) entity.longitude = *row.longitude;
    if (row.population) entity.population = entity.weight = *row.population;
    if (row.belongs.empty()) return;
    entity.belongs.clear();
    for (const RowBelongs& belongs : row.belongs)
        entity.belongs.push_back({belongs.id, belongs.when, row.where});
}

void Model::apply(const Row& row, std::vector<std::string>& problems) {
    EntityDef* entity = nullptr;
    if (row.type) {
        entity = find(kind_of(*row.type), row.id);
        if (entity == nullptr)
            entity = &add(*row.type, row.id, row.name.empty() ? row.id : row.name);
    } else {
        entity = find(EntityKind::region, row.id);
        if (entity == nullptr) entity = find(EntityKind::actor, row.id);
    }
    if (entity == nullptr) {
        problems.push_back(
            fmt::format("{}: \"{}\" is not known and the row gives no type", row.where, row.id));
        return;
    }
    override_columns(*entity, row);
    const bool is_country = entity->type == EntityType::country;
    if (is_country) {
        add_state(*entity);
        if (!row.country.empty()) add_code(*entity, row.country);
    }
    EntityDef* const state = is_country ? find(EntityKind::actor, row.id) : nullptr;
    if (!row.name.empty()) entity->add_alias(row.name, 0, true);
    for (const RowAlias& alias : row.aliases) {
        for (EntityDef* const each : {entity, state}) {
            if (each == nullptr) continue;
            if (alias.remove)
                each->remove_alias(alias.text);
            else if (is_division_code(alias.text))
                add_code(*each, alias.text);
            else if (!each->add_alias(alias.text, alias.flags, true) && each == entity)
                problems.push_back(fmt::format("{}: the alias \"{}\" has no words, or too many",
                                               row.where, alias.text));
        }
    }
    if (state != nullptr && !row.name.empty()) state->add_alias(row.name, 0, true);
}

void Model::add_state(const EntityDef& country) {
    EntityDef* state = find(EntityKind::actor, country.id);
    const bool is_new = state == nullptr;
    if (is_new) state = &add(EntityType::state, country.id, country.name);
    state->name = country.name;
    state->country = country.country;
    state->valid = country.valid;
    state->weight = country.weight;
    if (!is_new) return;
    for (const AliasDef& alias : country.aliases)
        state->add_alias(alias.text, alias.flags, alias.by_hand);
}

std::string Model::build(std::vector<std::string>& problems) {
    return build_table(entities_, below_, problems);
}

} // namespace sitrep::gazetteer
