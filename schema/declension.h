// Ukrainian and Russian names in all their cases, by rule.
//
// Names that a person wrote in the nominative are put into the forms in which texts have them:
// "Харків" -> "Харкова", "Харкову", "Харковом", "Харкові". Where a rule cannot know (is "Умань"
// feminine?) the forms of all that it may be are given: a form that nobody writes finds nothing.
// Used when the gazetteer is made, and when a user's own files are read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

enum class Slavic { ukrainian, russian };
// By the ISO 639-1 code; nothing for other languages.
std::optional<Slavic> slavic_of(std::string_view lang);

// What is named decides a few endings: "під Києвом", but "з Ігорем Зуєвим"; a woman's
// "Коваленко" stays as it is.
enum class Named { place, man, woman };

// Whether a person's name is a man's or a woman's, as far as its endings tell.
Named person_of(std::string_view name, Slavic language);

// The forms of a name of one word or several, each once, the nominative first. Words that do
// not change stay ("Ростова-на-Дону", "Республіки Крим"); so do words in capitals throughout.
std::vector<std::string> case_forms(std::string_view name, Slavic language,
                                    Named named = Named::place);

// The forms of an adjective in all genders and both numbers: "харківський" -> "харківською" ...
std::vector<std::string> adjective_forms(std::string_view masculine, Slavic language);

// The adjective of a place's name, in lower case: "Кременчук" -> "кременчуцький". Empty where no
// rule is safe; many places have one of their own ("Буча" -> "бучанський").
std::string place_adjective(std::string_view name, Slavic language);

} // namespace sitrep
