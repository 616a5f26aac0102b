#include "indexer/enrich_mentions.h"

#include <algorithm>
#include <utility>

namespace sitrep {

std::string_view rule_of(const AliasTarget& target) {
    if ((target.flags & alias_demonym) != 0) return "demonym";
    if ((target.flags & alias_metonym) != 0) return "metonym";
    if ((target.flags & alias_surname) != 0) return "surname";
    if ((target.flags & alias_abbreviation) != 0) return "abbreviation";
    return "name";
}

void Mentions::add(const Name& name, const Entity& entity, std::string_view rule,
                   float confidence) {
    Gathered& gathered = by_index_[entity.index];
    if (gathered.mention.entity.empty()) {
        gathered.mention.entity = entity.id;
        gathered.mention.is_actor = entity.kind == EntityKind::actor;
        gathered.entity = entity;
    }
    add_to(gathered, name, rule, confidence);
}

void Mentions::add_named(const Name& name, const std::string& id, std::string_view rule,
                         float confidence) {
    Gathered& gathered = named_[id];
    gathered.mention.entity = id;
    gathered.mention.is_actor = true;
    add_to(gathered, name, rule, confidence);
}

void Mentions::add_to(Gathered& gathered, const Name& name, std::string_view rule,
                      float confidence) {
    gathered.mention.evidence.push_back(
        {name.part, name.begin, name.end, {}, std::string(rule), confidence});
    gathered.salience += name.salience * confidence;
}

void Mentions::take(std::vector<Mention>& mentions) {
    std::vector<Gathered*> ordered;
    for (auto& [index, gathered] : by_index_) ordered.push_back(&gathered);
    for (auto& [id, gathered] : named_) ordered.push_back(&gathered);
    std::stable_sort(ordered.begin(), ordered.end(), [](const Gathered* a, const Gathered* b) {
        return std::pair(a->mention.about, a->salience) > std::pair(b->mention.about, b->salience);
    });
    for (Gathered* gathered : ordered) mentions.push_back(std::move(gathered->mention));
    clear();
}

} // namespace sitrep
