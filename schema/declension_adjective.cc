// "Харків" -> "харківський".
#include "schema/declension.h"

#include "schema/declension_rules.h"
#include "schema/declension_text.h"

namespace sitrep {

using namespace declension;

namespace {

// The first rule whose ending a name has decides; `cut` letters go and `added` comes. A rule that
// adds nothing says that the adjective cannot be told.
struct Formation {
    TextView ending;
    std::size_t cut;
    TextView added;
};

constexpr Formation uk_formations[]{
    {U"ськ", 0, U"ий"},
    {U"цьк", 0, U"ий"},
    {U"зьк", 0, U"ий"},
    // -ка
    {U"вка", 2, U"ський"},
    {U"нка", 2, U"ський"},
    {U"рка", 2, U"ський"},
    {U"ка", 0, U""},
    {U"уки", 2, U"цький"},
    {U"ки", 0, U""},
    {U"ці", 2, U"ецький"},
    {U"чі", 1, U"івський"},
    {U"і", 0, U""},
    // soft
    {U"ець", 2, U"цький"},
    {U"ль", 0, U"ський"},
    {U"ь", 1, U"ський"},
    {U"жжя", 3, U"зький"},
    {U"лля", 2, U"ьський"},
    {U"ння", 2, U"ський"},
    {U"ія", 1, U"йський"},
    {U"ея", 1, U"йський"},
    {U"я", 0, U""},
    // -е, -о
    {U"ове", 3, U"івський"},
    {U"еве", 3, U"івський"},
    {U"єве", 3, U"ївський"},
    {U"ине", 1, U"ський"},
    {U"поле", 3, U"ільський"},
    {U"не", 1, U"енський"},
    {U"е", 0, U""},
    {U"іно", 1, U"ський"},
    {U"ово", 1, U"ський"},
    {U"ево", 1, U"ський"},
    {U"о", 0, U""},
    // -и, -а
    {U"бни", 2, U"енський"},
    {U"мни", 2, U"енський"},
    {U"си", 2, U"ський"},
    {U"и", 1, U"ський"},
    {U"са", 2, U"ський"},
    {U"ва", 1, U"ський"},
    {U"та", 1, U"ський"},
    {U"да", 1, U"ський"},
    {U"ра", 1, U"ський"},
    {U"а", 0, U""},
    // consonants
    {U"г", 1, U"зький"},
    {U"ж", 1, U"зький"},
    {U"з", 1, U"зький"},
    {U"к", 1, U"цький"},
    {U"ч", 1, U"цький"},
    {U"ц", 1, U"цький"},
    {U"х", 1, U"ський"},
    {U"ш", 1, U"ський"},
    {U"с", 1, U"ський"},
    {U"л", 0, U"ьський"},
    {U"", 0, U"ський"},
};

constexpr Formation ru_formations[]{
    {U"ск", 0, U"ий"},    {U"цк", 0, U"ий"},      {U"вка", 2, U"ский"},
    {U"нка", 2, U"ский"}, {U"рка", 2, U"ский"},   {U"ка", 0, U""},        {U"уки", 2, U"цкий"},
    {U"и", 0, U""},       {U"ец", 1, U"цкий"},    {U"ль", 0, U"ский"},    {U"ь", 1, U"ский"},
    {U"жье", 2, U"ский"}, {U"лье", 1, U"ский"},   {U"ия", 1, U"йский"},   {U"ея", 1, U"йский"},
    {U"я", 0, U""},       {U"поле", 1, U"ьский"}, {U"е", 0, U""},         {U"ово", 1, U"ский"},
    {U"ево", 1, U"ский"}, {U"ино", 1, U"ский"},   {U"о", 0, U""},         {U"цы", 0, U""},
    {U"ссы", 1, U"кий"},  {U"бны", 2, U"енский"}, {U"мны", 2, U"енский"}, {U"ы", 1, U"ский"},
    {U"сса", 1, U"кий"},  {U"ва", 1, U"ский"},    {U"та", 1, U"ский"},    {U"да", 1, U"ский"},
    {U"ра", 1, U"ский"},  {U"а", 0, U""},         {U"к", 1, U"цкий"},     {U"ч", 0, U""},
    {U"л", 0, U"ьский"},  {U"", 0, U"ский"},
};

// The adjective of one word; empty where there is none.
Text adjective_of(const Text& word, std::span<const Formation> formations) {
    for (const Formation& formation : formations)
        if (word.ends_with(formation.ending) && word.size() > formation.cut + 1)
            return formation.added.empty()
                       ? Text()
                       : word.substr(0, word.size() - formation.cut) + Text(formation.added);
    return {};
}

// "нова" -> "ново": an adjective as the first half of a compound.
Text first_half(const Text& word, Slavic language) {
    for (const TextView ending :
         {TextView(U"ий"), TextView(U"ый"), TextView(U"ая"), TextView(U"ое"), TextView(U"ые"),
          TextView(U"ие"), TextView(U"ой")})
        if (word.ends_with(ending)) return word.substr(0, word.size() - ending.size()) + U'о';
    if (language == Slavic::ukrainian && TextView(U"аеі").find(word.back()) != TextView::npos)
        return word.substr(0, word.size() - 1) + U'о';
    return {};
}

} // namespace

std::string place_adjective(std::string_view name, Slavic language) {
    constexpr std::size_t max_bytes = 100;
    if (name.size() > max_bytes) return {};
    const Text folded = lower(decode(name));
    const bool ukrainian = language == Slavic::ukrainian;
    if (folded.size() < 3 || !is_cyrillic(folded.back()) || folded.ends_with(U"ий") ||
        folded.ends_with(U"ый") || is_vowel_that_stays(folded.back()))
        return {};
    const auto formations = ukrainian ? std::span<const Formation>(uk_formations)
                                      : std::span<const Formation>(ru_formations);
    const std::size_t space = folded.find(U' ');
    if (space == Text::npos) return encode(adjective_of(folded, formations));
    const Text second = folded.substr(space + 1);
    if (second.size() < 3 || second.find(U' ') != Text::npos) return {};
    const Text half = first_half(folded.substr(0, space), language);
    const Text adjective = adjective_of(second, formations);
    return half.empty() || adjective.empty() ? std::string() : encode(half + adjective);
}

} // namespace sitrep
