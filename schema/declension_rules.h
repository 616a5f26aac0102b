// The endings of Ukrainian and Russian names: tables, for declension.cc.
#pragma once

#include "schema/declension.h"

#include <span>
#include <string_view>

namespace sitrep::declension {

// The first rule whose `ending` a word has (in lower case) decides. `cut` letters go, and the
// endings of genitive, dative, accusative, instrumental and locative come instead: parted by
// spaces, alternatives by '/'. "." is the word as it is, "-" nothing but the stem, "0" the stem
// of a plural's genitive ("Лубни" -> "Лубен"), '*' before an ending softens the stem's last
// letter ("Кременчук" -> "Кременчуці").
struct Rule {
    std::u32string_view ending;
    std::size_t cut;
    std::u32string_view endings;
};
inline constexpr std::size_t oblique_cases = 5;

std::span<const Rule> nouns(Slavic language);
// Adjectives by their nominatives' endings, however doubtful.
std::span<const Rule> adjectives(Slavic language);
// Endings of which an adjective can be told by itself.
std::span<const std::u32string_view> sure_adjectives(Slavic language);
// Family names that are like adjectives in some cases.
std::span<const Rule> men(Slavic language);
std::span<const Rule> women(Slavic language);

// Words that never change.
bool is_unchanging(std::u32string_view word);
// "на" in "Ростов-на-Дону": what follows does not change.
bool is_preposition(std::u32string_view word);
bool is_vowel(char32_t letter);

} // namespace sitrep::declension
