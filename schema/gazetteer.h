// Names of places and actors, in all scripts, and the entities they stand for.
//
// The built-in gazetteer is compiled at build time from Debian's iso-codes and GeoNames data and
// from the .tsv files in schema/gazetteer, embedded in the program and used in place: loading it
// costs nothing. Files of the user's own (the same .tsv format) are laid over it.
//
// Matching works on the analyser's words (joined tokens aside): the longest alias that starts at
// a word wins. Aliases are compared folded; an alias marked case-sensitive ("US", "Us") also
// compares the capitals of the text.
#pragma once

#include "schema/analysis.h"
#include "schema/date.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

enum class EntityKind : std::uint8_t { region, actor };

enum class EntityType : std::uint8_t {
    // regions
    world_region,
    country,
    territory,
    division,
    place,
    sea,
    historic_country,
    // actors
    state,
    government,
    armed_forces,
    person,
    armed_group,
    organisation,
    alliance,
    company,
    media,
};
std::string_view name_of(EntityType type);

// What an alias is, and what it takes to believe it.
enum AliasFlag : std::uint16_t {
    alias_demonym = 1,        // "Ukrainian", "украинский": points at the entity, weakly
    alias_abbreviation = 2,   // "UAE", "Calif."
    alias_case_sensitive = 4, // capitals must be as given
    alias_needs_context = 8,  // ambiguous with a word or another name: needs support
    alias_generated = 16,     // made by rule (a case form, a spelling variant)
    alias_historic = 32,      // a former name
    alias_surname = 64,       // a family name alone
    alias_metonym = 128,      // "Kremlin", "Moscow" for a government
    alias_foreign = 256,      // a name in Latin letters that English does not use: "Mailand"
    alias_word = 512,         // a word of the language, too: "Reading", "Mobile"
    alias_person = 1024,      // a given or family name, too: "Jackson", "Valencia"
    alias_by_hand = 2048,     // from a .tsv file: the press uses it
};
using AliasFlags = std::uint16_t;

using EntityIndex = std::uint32_t;
inline constexpr EntityIndex no_entity = 0xffffffffU;

// A plain view; strings live as long as the gazetteer.
struct Entity {
    EntityIndex index = no_entity;
    EntityKind kind = EntityKind::region;
    EntityType type = EntityType::place;
    std::string_view id;            // unique within its kind; a slug: "kyiv", "south-sudan"
    std::string_view name;          // English display name
    std::string_view country;       // ISO 3166-1 alpha-2, or empty
    EntityIndex parent = no_entity; // containing region
    double latitude = 0;            // degrees; both 0: unknown
    double longitude = 0;
    std::uint32_t population = 0; // 0: unknown
    // Days in which it existed or held office; open ends are std::numeric_limits' bounds.
    Day valid_from = 0;
    Day valid_to = 0;
};

// Whom an actor acts for, and when.
struct Affiliation {
    EntityIndex whom;
    Day from;
    Day to;
};

struct AliasTarget {
    EntityIndex entity;
    AliasFlags flags; // AliasFlag
};

// Tokens [first, last) of the analysed text carry a name. All of its meanings are given; which
// one is meant is the reader's decision.
struct GazetteerMatch {
    std::uint32_t first;
    std::uint32_t last;
    std::span<const AliasTarget> targets;
};

class Gazetteer {
  public:
    // The built-in one, shared.
    static const Gazetteer& builtin();

    // The built-in one with .tsv files laid over it. What makes no sense in a file is left out
    // and named in `problems` ("actors.tsv:12: ..."); an unreadable file throws Error.
    Gazetteer(const std::vector<std::filesystem::path>& files, std::vector<std::string>& problems);
    // The same from the text of such files: (name for messages, content).
    Gazetteer(const std::vector<std::pair<std::string, std::string>>& texts,
              std::vector<std::string>& problems);
    ~Gazetteer();
    Gazetteer(const Gazetteer&) = delete;
    Gazetteer& operator=(const Gazetteer&) = delete;

    std::size_t size() const;
    Entity entity(EntityIndex index) const;
    std::optional<Entity> find(EntityKind kind, std::string_view id) const;

    // Every name in the text, left to right, not overlapping; appends to `matches`.
    // One hash look-up a word that starts no name.
    void match(const Tokens& tokens, std::vector<GazetteerMatch>& matches) const;

    // Entities of a kind that a name stands for, as a query gives it: any alias in any script,
    // or an id; the likeliest first (type, then population). Demonyms count only where nothing
    // else matches. The kind of a division may stand beside its name ("Helmand province"). Empty:
    // unknown.
    std::vector<Entity> resolve(EntityKind kind, std::string_view name) const;

    // Containing regions, nearest first, the entity itself left out.
    std::vector<EntityIndex> ancestors(EntityIndex index) const;
    // The same as it was on a day: Hong Kong lay in no China before July 1997.
    std::vector<EntityIndex> ancestors(EntityIndex index, Day on) const;
    // For an actor: whom it acts for on a day, transitively; itself left out.
    std::vector<EntityIndex> principals(EntityIndex index, Day on) const;
    std::span<const Affiliation> affiliations(EntityIndex index) const;

    // Aliases of an entity as written in its source: for display and --fields.
    std::vector<std::string_view> aliases(EntityIndex index) const;
    // Entities with an alias or name that starts with a prefix (folded), best first.
    std::vector<Entity> complete(EntityKind kind, std::string_view prefix, std::size_t limit) const;

    // Two entities claiming one alias without either marking it as ambiguous, as text lines.
    std::vector<std::string> conflicts() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
    explicit Gazetteer(std::unique_ptr<Impl> impl);
    std::vector<Entity> resolve_division(std::string_view folded) const;
};

} // namespace sitrep
