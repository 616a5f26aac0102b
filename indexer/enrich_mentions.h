// Mentions as they are gathered: entity -> evidence and salience.
#pragma once

#include "indexer/enrich_names.h"
#include "schema/article.h"
#include "schema/gazetteer.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// "name", "demonym", "surname" ...: the rule that an alias stands for.
std::string_view rule_of(const AliasTarget& target);

// Governments and forces: what a state has.
inline bool is_official(EntityType type) {
    return type == EntityType::government || type == EntityType::armed_forces;
}

// Towns and divisions.
inline bool is_local(EntityType type) {
    return type == EntityType::place || type == EntityType::division;
}

class Mentions {
  public:
    struct Gathered {
        Mention mention;
        Entity entity;
        float salience = 0; // of all its names together
    };

    void clear() {
        by_index_.clear();
        named_.clear();
    }
    // A confidence below 1 also lessens what the name adds to the salience.
    void add(const Name& name, const Entity& entity, std::string_view rule, float confidence);

    // An actor that the gazetteer lacks, under a folded keyword of its own.
    void add_named(const Name& name, const std::string& id, std::string_view rule,
                   float confidence);

    // By entity; decide what the article is about by setting mention.about.
    std::map<EntityIndex, Gathered>& all() { return by_index_; }

    std::map<std::string, Gathered, std::less<>>& named() { return named_; }

    // Moves them out: what the article is about first, the most salient of that before the rest.
    void take(std::vector<Mention>& mentions);

  private:
    static void add_to(Gathered& gathered, const Name& name, std::string_view rule,
                       float confidence);

    std::map<EntityIndex, Gathered> by_index_;
    std::map<std::string, Gathered, std::less<>> named_;
};

} // namespace sitrep
