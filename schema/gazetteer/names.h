// Names as slugs, and without the words that say what kind of division they name.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace sitrep::gazetteer {

// "Kharkiv Oblast" -> "kharkiv-oblast", "Київ" -> "kiiv", "Sana'a" -> "sanaa".
std::string slug_of(std::string_view name);

// A name and the others that it holds: "A Coruña [La Coruña]" -> both, "Lemesós/Limassol" -> both;
// what stands in parentheses is an explanation.
std::vector<std::string> split_name(std::string_view name);

// What is left of a name without "Oblast", "Governorate of", "محافظة" ...; the name itself where
// nothing would be left. Not folded.
std::string bare_name(std::string_view name);
// The word that bare_name takes away, in English and capitalised ("Oblast"); empty: none.
std::string type_word(std::string_view name);

// A key under which spellings of one division agree: folded, bare, Slavic adjectives cut back to
// the stem, Arabic articles left out, no spaces.
std::string match_key(std::string_view name);

std::string lower(std::string text); // ASCII's letters
std::size_t letters_of(std::string_view text);

// Whether the letters of a name are all Latin.
bool is_latin(std::string_view name);

// Words and persons' names that are also places' (words.txt), folded.
class CommonWords {
  public:
    CommonWords() = default;
    // The text of such a file.
    explicit CommonWords(std::string_view text);
    // Whether all words of a folded name are common words or stop words.
    bool is_common(std::string_view folded) const;
    bool is_person(std::string_view folded) const;

  private:
    std::unordered_set<std::string> words_;
    std::unordered_set<std::string> persons_;
};

} // namespace sitrep::gazetteer
