// Random articles and queries of the searcher's tests. Seeded: a failure comes again.
#pragma once

#include "schema/article.h"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace sitrep::test {

class Dice {
  public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    std::size_t below(std::size_t n) { return engine_() % n; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <typename List>
    auto pick(const List& list) {
        return list[below(std::size(list))];
    }

  private:
    std::mt19937 engine_;
};

inline constexpr std::array<std::string_view, 54> vocabulary{
    "drone",    "drones",         "strike",  "strikes",  "Strikes",  "striking", "convoy",
    "convoys",  "army",           "armies",  "city",     "cities",   "T-72",     "T72",
    "T 72",     "F-16s",          "the",     "of",       "was",      "US",       "us",
    "U.S.",     "Erdoğan",        "Erdogan", "Sana'a",   "Russia's", "5,000",    "front",
    "line",     "counter-strike", "frappe",  "frappes",  "école",    "ecole",    "Angriff",
    "Angriffe", "войска",         "войско",  "Т-72",     "атака",    "атаки",    "ещё",
    "حماس",     "حَمَاس",           "الهجوم",  "هجوم",     "基辅",     "无人机",   "袭击",
    "obús",     "obuses",         "missile", "missiles", "misses"};
inline constexpr std::array<std::string_view, 7> languages{"en", "en", "fr", "ru",
                                                           "zh", "ar", "uk"};
inline constexpr std::array<std::string_view, 7> regions{
    "ukraine", "kyiv", "kharkiv", "sudan", "israel", "russia", "Nowhere Land"};
inline constexpr std::array<std::string_view, 6> actors{"russia", "hamas",   "hezbollah",
                                                        "israel", "ukraine", "Nameless Front"};
inline constexpr std::array<std::string_view, 6> sources{"Reuters",  "REUTERS", "Clash Report",
                                                         "Le Monde", "Медуза",  ""};
inline constexpr std::array<std::string_view, 4> events{"air strike", "Shelling", "talks",
                                                        "protest"};

// Words of the vocabulary, with paragraphs and punctuation.
std::string words(Dice& dice, std::size_t count);
// Some are copies of one of a few reports.
Article random_article(Dice& dice, std::size_t number);

std::string in_quotes(std::string_view text);
std::string random_word(Dice& dice);
// A word, phrase, NEAR or prefix.
std::string random_text_leaf(Dice& dice);
std::string random_leaf(Dice& dice);
std::string random_query(Dice& dice, int depth = 0);

} // namespace sitrep::test
