#include "schema/declension.h"

#include "schema/declension_rules.h"
#include "schema/declension_text.h"

#include <algorithm>
#include <array>

namespace sitrep {

using namespace declension;

namespace {

using Alternatives = std::vector<Text>;
using Cases = std::array<Alternatives, oblique_cases>;

bool is_upper(char32_t c) {
    return (c >= U'Ѐ' && c <= U'Я') || c == U'Ґ';
}

// "РФ", "АЕС".
bool is_acronym(TextView word) {
    return word.size() > 1 && std::all_of(word.begin(), word.end(), is_upper);
}

template <typename Use>
void for_each_part(TextView text, char32_t separator, Use&& use) {
    while (true) {
        const std::size_t end = std::min(text.find(separator), text.size());
        use(text.substr(0, end));
        if (end == text.size()) return;
        text.remove_prefix(end + 1);
    }
}

// A word of a name, with what joins it to the next: ' ', '-' or nothing.
struct Word {
    Text text;
    Text folded;
    char32_t joint = 0;
};

std::vector<Word> words_of(TextView name) {
    std::vector<Word> words(1);
    for (const char32_t c : name) {
        if (c == U' ' || c == U'-') {
            words.back().joint = c;
            words.emplace_back();
        } else {
            words.back().text.push_back(c);
        }
    }
    for (Word& word : words) word.folded = lower(word.text);
    return words;
}

// к -> ц, г -> з, х -> с before an ending that softens.
void soften(Text& stem) {
    switch (stem.empty() ? U' ' : stem.back()) {
    case U'к': stem.back() = U'ц'; break;
    case U'г': stem.back() = U'з'; break;
    case U'х': stem.back() = U'с'; break;
    default: break;
    }
}

// A plural's genitive without an ending: "Черкас", "Лубен", "Олешок".
Text bare_plural(Text stem, Slavic language) {
    if (stem.size() < 2) return stem;
    const char32_t last = stem.back();
    char32_t& before = stem[stem.size() - 2];
    const bool ukrainian = language == Slavic::ukrainian;
    if (is_vowel(before) || (last != U'к' && last != U'н')) return stem;
    char32_t inserted = last == U'н' ? U'е' : U'о';
    if (!ukrainian && last == U'к' && TextView(U"жчшщ").find(before) != TextView::npos)
        inserted = U'е';
    if (!ukrainian && (before == U'ь' || before == U'й'))
        before = U'е';
    else
        stem.insert(stem.size() - 1, 1, inserted);
    return stem;
}

// The endings of a rule put to a word; capitals stay, they stand at its beginning.
Cases apply(const Rule& rule, const Text& word, Slavic language) {
    Cases cases;
    std::size_t number = 0;
    const Text stem = word.substr(0, word.size() - rule.cut);
    for_each_part(rule.endings, U' ', [&](TextView alternatives) {
        for_each_part(alternatives, U'/', [&](TextView ending) {
            Text form = stem;
            if (ending == U".")
                form = word;
            else if (ending == U"0")
                form = bare_plural(stem, language);
            else if (ending.starts_with(U'*'))
                soften(form), form += ending.substr(1);
            else
                form += ending;
            cases[number].push_back(std::move(form));
        });
        ++number;
    });
    return cases;
}

const Rule* find_rule(std::span<const Rule> rules, TextView folded) {
    for (const Rule& rule : rules)
        if (folded.ends_with(rule.ending) && folded.size() > rule.cut) return &rule;
    return nullptr;
}

bool ends_with_any(TextView folded, TextView letters) {
    return !folded.empty() && letters.find(folded.back()) != TextView::npos;
}

bool is_surely_adjective(const Word& word, Slavic language, Named named) {
    if (named == Named::place && (word.folded == U"молдова" || word.folded == U"полова"))
        return false;
    const auto endings = sure_adjectives(language);
    return std::any_of(endings.begin(), endings.end(),
                       [&](TextView ending) { return word.folded.ends_with(ending); });
}

// Whether a word may be an adjective that agrees with the next: "Біла Церква", "Жовті Води".
bool agrees(const Word& word, const Word& next, Slavic language) {
    const bool feminine = ends_with_any(next.folded, U"аяь") || next.folded == U"обл";
    if (language == Slavic::russian) {
        if (word.folded.ends_with(U"ой")) return !is_vowel(next.folded.back());
        return feminine && (word.folded.ends_with(U"ья") || word.folded.ends_with(U"ова") ||
                            word.folded.ends_with(U"ева"));
    }
    if (ends_with_any(word.folded, U"ая")) return feminine;
    return ends_with_any(word.folded, U"і") && ends_with_any(next.folded, U"иі");
}

bool never_changes(const Word& word) {
    return word.folded.empty() || is_acronym(word.text) || is_unchanging(word.folded) ||
           (word.joint == U'-' && word.folded.ends_with(U'о')) || // Івано-Франківськ
           is_vowel_that_stays(word.folded.back()) || !is_cyrillic(word.folded.back());
}

Cases unchanged(const Text& word) {
    Cases cases;
    for (auto& alternatives : cases) alternatives = {word};
    return cases;
}

// A neuter name in -е is mostly an adjective in Ukrainian ("Рівне"), but for these.
bool is_neuter_noun(TextView folded) {
    return folded.ends_with(U"поле") || folded.ends_with(U"море") || folded.ends_with(U"ще");
}

class Decliner {
  public:
    Decliner(Slavic language, Named named) : language_(language), named_(named) {}

    std::vector<Cases> decline(const std::vector<Word>& words) {
        std::vector<Cases> declined;
        bool noun_seen = false; // what follows it is in apposition unless it agrees
        bool fixed = false;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const Word& word = words[i];
            const Word* const next = i + 1 < words.size() ? &words[i + 1] : nullptr;
            fixed = fixed || (i > 0 && is_preposition(word.folded));
            const bool hyphen = i > 0 && words[i - 1].joint == U'-';
            const bool adjective = is_adjective(word, next, i > 0);
            if (fixed || never_changes(word) ||
                (noun_seen && !adjective && !hyphen && named_ == Named::place))
                declined.push_back(unchanged(word.text));
            else
                declined.push_back(decline(word, adjective));
            noun_seen = noun_seen || (!adjective && word.joint != U'-');
        }
        return declined;
    }

  private:
    bool is_adjective(const Word& word, const Word* next, bool has_words_before) const {
        if (is_surely_adjective(word, language_, named_)) return true;
        if (language_ == Slavic::ukrainian && ends_with_any(word.folded, U"еє"))
            return !is_neuter_noun(word.folded);
        if (next != nullptr)
            return !is_surely_adjective(*next, language_, named_) && agrees(word, *next, language_);
        return language_ == Slavic::russian && has_words_before && word.folded.ends_with(U"ой");
    }

    Cases decline(const Word& word, bool adjective) const {
        const Rule* rule = nullptr;
        if (named_ == Named::man && !adjective) rule = find_rule(men(language_), word.folded);
        if (named_ == Named::woman) {
            rule = find_rule(women(language_), word.folded);
            const bool feminine = ends_with_any(word.folded, U"аяь");
            if (rule == nullptr && !feminine) return unchanged(word.text);
        }
        if (rule == nullptr && adjective) rule = find_rule(adjectives(language_), word.folded);
        if (rule == nullptr) rule = find_rule(nouns(language_), word.folded);
        if (rule == nullptr) return unchanged(word.text);
        Cases cases = apply(*rule, word.text, language_);
        if (named_ == Named::man) { // of living beings the accusative is the genitive, in -а
            cases[0].resize(1);
            cases[2] = cases[0];
        }
        return cases;
    }

    Slavic language_;
    Named named_;
};

void add_once(std::vector<std::string>& forms, std::string form) {
    if (std::find(forms.begin(), forms.end(), form) == forms.end())
        forms.push_back(std::move(form));
}

// The forms of one case, with all alternatives that its words have ("Кривому Рогу", "Кривому
// Розі").
void add_case(const std::vector<Word>& words, const std::vector<Cases>& declined,
              std::size_t number, std::vector<std::string>& forms) {
    constexpr std::size_t most = 12;
    std::vector<Text> built(1);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::vector<Text> begun = std::move(built);
        built.clear();
        for (const Text& beginning : begun)
            for (const Text& form : declined[i][number]) {
                if (built.size() == most) break;
                built.push_back(beginning + form);
                if (words[i].joint != 0) built.back().push_back(words[i].joint);
            }
    }
    for (const Text& form : built) add_once(forms, encode(form));
}

} // namespace

std::optional<Slavic> slavic_of(std::string_view lang) {
    if (lang == "uk") return Slavic::ukrainian;
    if (lang == "ru") return Slavic::russian;
    return std::nullopt;
}

Named person_of(std::string_view name, Slavic language) {
    constexpr std::array<TextView, 14> men_in_a{
        U"микола", U"ілля",   U"микита", U"кузьма", U"хома",    U"лука", U"сава",
        U"илья",   U"никита", U"фома",   U"данила", U"гаврила", U"муса", U"мустафа"};
    const std::vector<Word> words = words_of(decode(name));
    const TextView first = words.front().folded;
    if (words.size() > 1)
        return ends_with_any(first, U"ая") &&
                       std::find(men_in_a.begin(), men_in_a.end(), first) == men_in_a.end()
                   ? Named::woman
                   : Named::man;
    const bool feminine = find_rule(women(language), first) != nullptr ||
                          first.ends_with(U"ська") || first.ends_with(U"ская") ||
                          first.ends_with(U"цька") || first.ends_with(U"цкая");
    return feminine ? Named::woman : Named::man;
}

std::vector<std::string> case_forms(std::string_view name, Slavic language, Named named) {
    constexpr std::size_t max_words = 8;
    constexpr std::size_t max_bytes = 200;
    std::vector<std::string> forms{std::string(name)};
    if (name.size() > max_bytes) return forms;
    const std::vector<Word> words = words_of(decode(name));
    if (words.size() > max_words) return forms;
    const std::vector<Cases> declined = Decliner(language, named).decline(words);
    for (std::size_t number = 0; number < oblique_cases; ++number)
        add_case(words, declined, number, forms);
    return forms;
}

std::vector<std::string> adjective_forms(std::string_view masculine, Slavic language) {
    constexpr TextView uk[]{U"ий", U"ого", U"ому", U"им", U"ім", U"а",  U"ої",
                            U"ій", U"у",   U"ою",  U"е",  U"і",  U"их", U"ими"};
    constexpr TextView ru[]{U"ий", U"ого", U"ому", U"им", U"ом", U"ая",
                            U"ой", U"ую",  U"ое",  U"ие", U"их", U"ими"};
    std::vector<std::string> forms{std::string(masculine)};
    const Text word = decode(masculine);
    if (!lower(word).ends_with(U"ий")) return forms;
    const Text stem = word.substr(0, word.size() - 2);
    for (const TextView ending : language == Slavic::ukrainian ? std::span<const TextView>(uk)
                                                               : std::span<const TextView>(ru))
        add_once(forms, encode(stem + Text(ending)));
    return forms;
}

} // namespace sitrep
