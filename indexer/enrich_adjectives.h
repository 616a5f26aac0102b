// Ukrainian and Russian adjectives of places, by the noun that they stand with: "харківський
// аеродром" tells of Kharkiv, "Харківська область" of the oblast, "Харківський проспект" of a
// street elsewhere and "Олег Харківський" of a man.
#pragma once

#include "indexer/enrich_names.h"

#include <vector>

namespace sitrep {

enum class AdjectiveUse : std::uint8_t { none, place, division };

// What names[number], an adjective in Cyrillic letters, says. Names that follow it in a list
// ("Сумська, Харківська та Одеська області") share one noun. Constant time but for such a list.
AdjectiveUse use_of_adjective(std::string_view source, const Tokens& tokens,
                              const std::vector<Name>& names, std::size_t number);

// Whether a name that looks like an adjective is one: "Південне" of "Південне командування".
bool is_part_of_other_name(const Tokens& tokens, const Name& name);

} // namespace sitrep
