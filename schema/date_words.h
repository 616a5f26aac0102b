// The words of dates: months, weekdays and time zones in the languages that date.h lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

// Case and diacritics are folded as far as the names of months need it ("Août" -> "aout").
std::string fold_date_word(std::string_view word);

// 1 to 12 for a folded month name, full, abbreviated or in any grammatical case; 0 for others.
// Two words of one name ("كانون الثاني") are joined by '_'.
int month_of(std::string_view folded);

bool is_weekday(std::string_view folded);

// Minutes east of UTC. An abbreviation that is ambiguous ("ET", "IST") is a zone of unknown
// offset: the inner optional is empty.
std::optional<std::optional<int>> zone_of(std::string_view folded);

} // namespace sitrep
