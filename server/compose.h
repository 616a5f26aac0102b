// The advanced form: what was filled in -> the query that asks for it.
#pragma once

#include "server/params.h"

#include <string>

namespace sitrep {

// The parts of the form: name, an example to show in the empty box, what it asks for. In a field of
// values (region, actor ...) several are separated by commas: any of them.
inline constexpr auto advanced_words = std::to_array<ParameterInfo>({
    {"all", "drone kyiv", "All of these words"},
    {"phrase", "air defence", "These words as written, in order"},
    {"any", "shelling artillery", "At least one of these words"},
    {"none", "football cup", "None of these words"},
    {"title", "ceasefire", "Words of the headline"},
});
inline constexpr auto advanced_values = std::to_array<ParameterInfo>({
    {"region", "ukraine, UA-63", "Where"},
    {"actor", "hezbollah, حماس", "Who"},
    {"event", "drone attack", "What happened"},
    {"weapon", "shahed", "With what"},
    {"conflict", "gaza war", "In which war"},
    {"source", "clash report", "Published by"},
    {"lang", "uk, ru", "Language"},
});
inline constexpr auto advanced_numbers = std::to_array<ParameterInfo>({
    {"from", "2025-07", "Published from"},
    {"to", "2025-07-14", "Published until"},
    {"happened", "2025-07-03", "Happened on, or in"},
    {"killed", "5", "Killed, at least"},
});
inline constexpr auto advanced_commands = std::to_array<ParameterInfo>({
    {"go", "search", "leads to the articles at once"},
});
inline constexpr auto advanced_parameters =
    joined(joined(joined(advanced_words, advanced_values), advanced_numbers), advanced_commands);

// Every value is taken literally: what would be an operator is quoted. Empty where nothing is
// filled in. What is no date or number stays as it is, for the parser to say so.
std::string compose_query(const Parameters& form);

} // namespace sitrep
