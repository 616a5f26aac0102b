// The gazetteer while it is being put together: entities that can still be changed, and the table
// that is made of them.
//
// A model stands alone (the generator's) or over a finished table (a user's own files). In the
// latter case it holds only the entities that were touched, and its table only the keys that they
// have or had; what the table below says of those no longer counts.
#pragma once

#include "schema/gazetteer_table.h"
#include "schema/gazetteer_tsv.h"

#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace sitrep::gazetteer {

struct AliasDef {
    std::string text;
    std::string key; // fold_name(text)
    AliasFlags flags = 0;
    std::uint32_t capitals = 0; // as in Variant; 0 unless case-sensitive
    bool by_hand = false;       // from a .tsv file: outweighs what was generated
};

struct BelongsDef {
    std::string id;
    Period when;
    std::string where; // file and line, for messages
};

struct EntityDef {
    EntityKind kind = EntityKind::region;
    EntityType type = EntityType::place;
    std::string id;
    std::string name;
    std::string country;
    std::vector<BelongsDef> belongs;
    double latitude = 0;
    double longitude = 0;
    std::uint32_t population = 0;
    std::uint32_t weight = 0; // population where there is none
    Period valid;
    std::vector<AliasDef> aliases;
    std::vector<std::string> codes; // ISO 3166, upper case
    EntityIndex index = no_entity;  // in the table below; no_entity: new

    // Adds a name unless its folded form is there; what the flags of both say is combined. A name
    // without words or with too many is left out (false).
    bool add_alias(std::string_view text, AliasFlags flags, bool by_hand = false);
    void remove_alias(std::string_view text);
};

class Model {
  public:
    Model() = default;
    explicit Model(const Table& below) : below_(below) {}

    // The entity, or null. The pointer stays good.
    EntityDef* find(EntityKind kind, std::string_view id);
    // A new entity; the id must be free.
    EntityDef& add(EntityType type, std::string id, std::string name);

    // Lays a row over what is there. Rows of countries apply to the state of that name too.
    void apply(const Row& row, std::vector<std::string>& problems);
    // Makes the state of a country, or brings it up to date with the country's names.
    void add_state(const EntityDef& country);

    // The table's bytes, aligned to 8. Names in `problems` what belongs to nothing known.
    std::string build(std::vector<std::string>& problems);

    std::deque<EntityDef>& entities() { return entities_; }
    const Table& below() const { return below_; }

  private:
    EntityDef& import(std::size_t position);
    void override_columns(EntityDef& entity, const Row& row);

    Table below_;
    std::deque<EntityDef> entities_;
    std::unordered_map<std::string, EntityDef*> by_id_; // kind and id
};

// The capitals that a text must show for a case-sensitive alias.
std::uint32_t capitals_of(const Tokens& tokens);

// Serialises a finished model; gazetteer_build.cc.
std::string build_table(std::deque<EntityDef>& entities, const Table& below,
                        std::vector<std::string>& problems);

} // namespace sitrep::gazetteer
