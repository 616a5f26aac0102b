// The words of dates: months, weekdays and time zones in the languages that date.h lists.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

// Decodes the code point at `at` and moves past it; U+FFFD for a byte that starts none. `at` must
// lie inside the text.
char32_t next_code_point(std::string_view text, std::size_t& at);

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
