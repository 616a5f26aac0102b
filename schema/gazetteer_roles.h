// What is done for a state -> the actor that does it: "Syrian army", "Government of Burma", "the
// rebels" in a report on one country.
//
// An army, a police, a government have rows of their own in the gazetteer, but there are more
// ways to name them than rows should hold. Words for what they are, in several languages, stand
// in a table here; which country is meant is said by a name beside them or by the context.
#pragma once

#include "schema/gazetteer.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

enum class ActorRole : std::uint8_t { government, armed_forces, police, insurgents };

// Words that name a role. `alone`: they tell even without a country beside them, as long as the
// text speaks of one country ("soldiers"; not "officials", who may be anybody's).
struct RolePhrase {
    ActorRole role = ActorRole::government;
    bool alone = false;
    bool opposed = false; // tells where the text also has the country's government or forces
    std::size_t words = 0; // 0: none
};

// The longest phrase that `words` (folded) begin with. One hash look-up where there is none.
RolePhrase role_phrase(std::span<const std::string_view> words);

// "national" in "Afghan national security forces": may stand between a name and a role.
bool is_role_modifier(std::string_view folded);
// "of", "de", "von": may stand between a role and a name.
bool is_role_link(std::string_view folded);

// The actor that has a role in a country or state; nullopt where the gazetteer has none. Police
// and armed forces that have no row are the government's, a government's is the state's.
std::optional<Entity> role_holder(const Gazetteer& gazetteer, const Entity& country,
                                  ActorRole role);

// Entities that a name stands for, as Gazetteer::resolve, and where that finds nothing by rule:
// "Government of Russia (Soviet Union)", "Mali's armed forces", "Assad regime", "the FARC rebels".
std::vector<Entity> resolve_name(const Gazetteer& gazetteer, EntityKind kind,
                                 std::string_view name);

// Whether a name says a role and nobody who has it: "GOVERNMENT", "the rebels".
bool is_role_alone(std::string_view name);

// The id of an actor that no list holds: its folded words, parted as in the text by a space or a
// hyphen ("ansar al-mutawakkil battalion").
std::string named_id(std::string_view name);

} // namespace sitrep
