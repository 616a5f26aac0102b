// Actors that no list holds -> named by what they are called: "the Zargun Brigade", "Front for the
// Liberation of X", "Colonel A B". Their confidence is low; they are filed under the name itself.

#include "indexer/enrich_actors.h"

#include "indexer/enrich_context.h"
#include "schema/gazetteer_roles.h"
#include "schema/word_trie.h"

#include <algorithm>
#include <string>

namespace sitrep {
namespace {

constexpr float named_confidence = 0.5F;
constexpr std::size_t most_words = 7; // of a name on one side of its chief word

// Chief words of the names of armed groups; what is called so is one.
bool is_group_word(std::string_view word) {
    static const WordSet words{"brigade", "brigades", "battalion", "battalions",
                               "cartel",  "militia",  "regiment",  "commandos"};
    return words.contains(word);
}

// Words that need another one before they name an armed group: "Liberation Army".
bool is_wide_word(std::string_view word) {
    static const WordSet words{"army",         "front",        "movement", "forces", "command",
                               "organization", "organisation", "council",  "union",  "party"};
    return words.contains(word);
}

bool is_cause(std::string_view word) {
    static const WordSet words{
        "liberation", "resistance", "patriotic", "revolutionary", "people",       "peoples",
        "popular",    "insurgent",  "jihad",     "salvation",     "independence", "self",
        "defence",    "defense",    "martyrs",   "mujahideen",    "freedom",      "guerrilla"};
    return words.contains(word);
}

// Chief words that stand first: "Frente Popular", "Jaysh al-Nukhba".
bool is_first_word(std::string_view word) {
    static const WordSet words{"frente",  "ejercito", "comando", "comandos", "movimiento",
                               "brigada", "brigadas", "bloque",  "liwa",     "jaysh",
                               "jaish",   "jabhat",   "harakat", "kataib",   "katibat",
                               "saraya",  "faylaq",   "firqat",  "cartel"};
    return words.contains(word);
}

// Before a group word they make a unit or an office of it that has no name.
bool is_plain(std::string_view word) {
    static const WordSet words{
        "fire",      "infantry",   "armoured",  "armored", "mechanised", "mechanized",
        "artillery", "engineer",   "engineers", "tank",    "local",      "international",
        "airborne",  "rescue",     "police",    "army",    "national",   "joint",
        "special",   "marine",     "mountain",  "drug",    "the",        "a",
        "an",        "this",       "that",      "his",     "its",        "their",
        "her",       "our",        "one",       "two",     "three",      "first",
        "second",    "third",      "fourth",    "fifth",   "new",        "old",
        "former",    "another",    "each",      "every",   "some",       "other",
        "rebel",     "pro",        "anti",      "and",     "of",         "in",
        "by",        "with",       "for",       "or",      "but",        "when",
        "as",        "if",         "after",     "before",  "reserve",    "training",
        "logistics", "medical",    "labor",     "labour",  "women",      "student",
        "students",  "trade",      "peace",     "human",   "civil",      "presidential",
        "military",  "government", "state",     "home",    "foreign",    "red"};
    return words.contains(word);
}

bool is_connector(std::string_view word) {
    static const WordSet words{"al", "el",  "ul",  "ud", "bin", "ibn", "abu", "de", "del",
                               "la", "las", "los", "y",  "da",  "do",  "dos", "du", "des"};
    return words.contains(word);
}

bool is_complement(std::string_view word) {
    return word == "of" || word == "for" || word == "the" || word == "and" || is_connector(word);
}

bool is_rank(std::string_view word) {
    static const WordSet words{"colonel",    "col",     "general",   "gen",       "major",
                               "maj",        "captain", "capt",      "commander", "cmdr",
                               "lieutenant", "lt",      "brigadier", "warlord",   "comandante",
                               "coronel",    "capitan", "mullah",    "sheikh",    "emir"};
    return words.contains(word);
}

class NamedFinder {
  public:
    NamedFinder(const PartWords& words, ActorContext& context) : words_(words), context_(context) {}

    void find() {
        for (std::size_t i = 0; i < words_.size();) {
            const std::size_t end = std::max(group_at(i), person_at(i));
            i = std::max(end, i + 1);
        }
    }

  private:
    bool is_name_word(std::size_t i) const {
        return words_.is_capitalised(i) && !is_stop_word(words_.form(i));
    }

    // Whether the gazetteer knows a word as part of an actor's name.
    bool is_known(std::size_t i) const {
        const Name* name = words_.name(i);
        if (name == nullptr) return false;
        return std::any_of(name->targets.begin(), name->targets.end(), [&](const AliasTarget& t) {
            const Entity entity = context_.gazetteer.entity(t.entity);
            constexpr auto doubtful = alias_metonym | alias_surname | alias_needs_context;
            return entity.kind == EntityKind::actor && entity.type != EntityType::state &&
                   (t.flags & doubtful) == 0;
        });
    }

    // The end of the group's name whose chief word stands at `i`; 0: there is none.
    std::size_t group_at(std::size_t i) {
        const std::string_view chief = words_.form(i);
        const bool group = is_group_word(chief);
        const bool wide = !group && is_wide_word(chief);
        const bool first = is_first_word(chief);
        if ((!group && !wide && !first) || is_known(i)) return 0;
        if (words_.is_upper()) return wide ? upper_group(i) : 0;
        if (!words_.has_case() || !words_.is_capitalised(i)) return 0;
        const std::size_t begin = before(i);
        const std::size_t end = behind(i);
        bool cause = false;
        for (std::size_t w = begin; w < end; ++w) cause = cause || is_cause(words_.form(w));
        const bool led = begin < i;        // "Zargun Brigade"
        const bool followed = end > i + 1; // "Front for the Liberation of Varkesh"
        if (group && led) return add(begin, i + 1);
        if (wide && cause && (led || followed)) return add(begin, followed ? end : i + 1);
        if (first && followed) return add(i, end);
        return 0;
    }

    // Where the capitalised words that lead to `i` begin; `i` where there are none of use.
    std::size_t before(std::size_t i) const {
        std::size_t begin = i;
        while (begin > 0 && i - begin < most_words && !words_.starts_sentence(begin)) {
            const std::size_t w = begin - 1;
            if (is_known(w) || (words_.token(w).flags & token_joined_part) != 0) break;
            const std::string_view form = words_.form(w);
            if (!is_name_word(w) && !(is_connector(form) && w > 0)) break;
            if (words_.starts_sentence(w) && (is_plain(form) || is_stop_word(form))) break;
            begin = w;
        }
        while (begin < i && !is_name_word(begin)) ++begin;
        for (std::size_t w = begin; w < i; ++w)
            if (!is_plain(words_.form(w)) && words_.token(w).script != Script::digit) return begin;
        return i; // "Infantry Brigade" is no name
    }

    // The end of what goes on with "of" and "for"; `i` + 1 where nothing does.
    std::size_t behind(std::size_t i) const {
        std::size_t end = i + 1;
        for (std::size_t w = i + 1; w < words_.size() && w - i <= most_words; ++w) {
            if (words_.starts_sentence(w) || is_known(w)) break;
            if (is_name_word(w))
                end = w + 1;
            else if (!is_complement(words_.form(w)))
                break;
        }
        return end;
    }

    // In capitals throughout only "THE ... PATRIOTIC FRONT" tells a name from its sentence.
    std::size_t upper_group(std::size_t i) {
        if (i == 0 || !is_cause(words_.form(i - 1))) return 0;
        std::size_t begin = i;
        while (begin > 0 && i - begin < 5 && !words_.starts_sentence(begin) &&
               !is_stop_word(words_.form(begin - 1)) && !is_known(begin - 1))
            --begin;
        if (begin == 0 || i - begin < 2 || words_.form(begin - 1) != "the") return 0;
        return add(begin, i + 1);
    }

    // The end of a person's name with a rank at `i`: "Colonel A B"; 0: there is none.
    std::size_t person_at(std::size_t i) {
        if (!words_.has_case() || !is_rank(words_.form(i)) || !words_.is_capitalised(i)) return 0;
        std::size_t begin = i + 1;
        while (begin < words_.size() && is_rank(words_.form(begin))) ++begin;
        std::size_t end = begin;
        while (end < words_.size() && end - begin < 4 && !words_.starts_sentence(end) &&
               (is_name_word(end) || (end > begin && is_connector(words_.form(end)))) &&
               (words_.token(end).flags & token_upper) == 0 && !is_known(end) &&
               !(end > begin && words_.name(end) != nullptr &&
                 (words_.name(end)->around & around_comma) != 0))
            ++end;
        while (end > begin && !is_name_word(end - 1)) --end;
        if (end - begin < 2) return 0;
        for (std::size_t w = begin; w < end; ++w)
            if (is_group_word(words_.form(w)) || is_wide_word(words_.form(w)) ||
                role_phrase(words_.from(w)).words > 0)
                return 0;
        return add(begin, end);
    }

    std::size_t add(std::size_t begin, std::size_t end) {
        const Name name = words_.span(begin, end);
        std::string id;
        for (std::size_t w = begin; w < end; ++w) {
            if (w > begin) id += words_.is_glued(w) ? '-' : ' ';
            id += words_.form(w);
        }
        constexpr std::size_t longest = 100; // bytes; a term must hold it
        if (id.size() > longest) return end;
        context_.mentions.add_named(name, id, "named", named_confidence);
        return end;
    }

    const PartWords& words_;
    ActorContext& context_;
};

} // namespace

void find_named(const PartWords& words, ActorContext& context) {
    NamedFinder(words, context).find();
}

} // namespace sitrep
