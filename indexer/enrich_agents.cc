// Who is the subject: countries and capitals that say and do.

#include "indexer/enrich_actors.h"

#include "indexer/enrich_context.h"
#include "schema/word_trie.h"

#include <algorithm>
#include <string>

namespace sitrep {
namespace {

// Forms that are verbs wherever they stand behind a name.
bool is_verb(std::string_view word) {
    static const WordSet verbs{
        // saying
        "accused", "accuses", "acknowledged", "acknowledges", "admits", "admitted", "agreed",
        "agrees", "announced", "announces", "argues", "asked", "asks", "blamed", "blames", "boasts",
        "condemned", "condemns", "confirmed", "confirms", "criticised", "criticises", "criticized",
        "criticizes", "decided", "decides", "declared", "declares", "declined", "declines",
        "demanded", "denied", "denies", "denounced", "denounces", "expects", "hailed", "hails",
        "hinted", "insisted", "insists", "pledged", "pledges", "promised", "promises", "protested",
        "rejected", "rejects", "refused", "refuses", "reiterated", "said", "says", "slammed",
        "slams", "suspects", "threatened", "threatens", "told", "urged", "urges", "vowed", "vows",
        "wants", "warned", "warns", "welcomed", "welcomes", "believes", "considers", "thinks",
        "hopes", "proposed", "proposes", "seeks", "insisted", "offered", "reported", "stated",
        "responded", "responds", "replied", "reacted", "voiced",
        // doing
        "annexed", "annexes", "armed", "arrested", "arrests", "attacked", "backs", "banned", "bans",
        "bombarded", "bombards", "bombed", "broke", "captured", "captures", "carried", "carries",
        "cut", "deploys", "deployed", "deported", "detained", "detains", "destroyed", "destroys",
        "downed", "downs", "executed", "executes", "expelled", "expels", "fired", "halted", "halts",
        "handed", "imposed", "imposes", "intensified", "intensifies", "intercepted", "intercepts",
        "invaded", "invades", "joined", "joins", "kills", "killed", "launched", "launches",
        "lifted", "mobilised", "mobilises", "mobilized", "occupied", "occupies", "ordered",
        "pounded", "pounds", "pulled", "pulls", "rained", "recalled", "recalls", "recognised",
        "recognises", "recognized", "recognizes", "released", "resumed", "resumes", "retaliated",
        "retaliates", "retook", "retakes", "seized", "seizes", "sends", "sent", "shelled", "shoots",
        "shot", "signed", "signs", "steps", "stepped", "struck", "summoned", "summons", "supplied",
        "supplies", "suspended", "suspends", "targeted", "targets", "tested", "tests", "took",
        "withdrew", "withdraws", "withheld", "withdrawn", "uses", "used",
        // to come
        "will", "would", "has", "had", "is", "was", "must", "may", "should",
        // other languages
        "acusa", "acuso", "advierte", "advirtio", "afirma", "afirmo", "anuncia", "anuncio", "ataca",
        "ataco", "bombardea", "bombardeo", "condena", "condeno", "denuncia", "denuncio", "dice",
        "dijo", "exige", "lanza", "lanzo", "nego", "niega", "rechaza", "rechazo", "accuse",
        "affirme", "annonce", "avertit", "condamne", "dement", "denonce", "exige", "menace",
        "rejette", "bombarde", "frappe", "erklart", "droht", "fordert", "greift", "kundigt",
        "meldet", "warnt", "weist", "заявил", "заявила", "заявили", "заявляет", "сообщила",
        "сообщили", "обвинила", "обвиняет", "атаковала", "атакует", "обстреляла", "обстреливает",
        "ударила", "нанесла", "запустила", "предупредила", "отвергла", "заявляє", "повідомила",
        "звинуватила", "атакувала", "атакує", "обстріляла", "вдарила", "завдала", "попередила",
        "відкинула"};
    return verbs.contains(word);
}

// Forms that are nouns as often: verbs where an object follows.
bool may_be_verb(std::string_view word) {
    static const WordSet verbs{"attacks", "bombs",   "calls",  "claims",   "claimed", "demands",
                               "fires",   "hits",    "hit",    "orders",   "plans",   "raids",
                               "shells",  "strikes", "backed", "shelling", "offers",  "fears"};
    return verbs.contains(word);
}

// What follows such a noun and makes it none: "Kenya attacks kill ten", "Gaza strikes by Israel".
bool is_object(std::string_view word) {
    static const WordSet words{
        "a",   "an",    "its",  "the",  "at",      "back",           "out",
        "off", "for",   "that", "new",  "more",    "down",           "up",
        "his", "their", "into", "over", "killing", "responsibility", "victory",
        "two", "three", "four", "five", "dozens",  "hundreds",       "several"};
    return words.contains(word);
}

// Helpers that need a participle or another verb behind them to be more than a description.
bool is_auxiliary(std::string_view word) {
    static const WordSet words{"will", "would", "has", "had", "is", "was", "must", "may", "should"};
    return words.contains(word);
}

} // namespace

bool is_stance(std::string_view word) {
    static const WordSet words{"anti", "counter", "ex", "inter", "non", "pro"};
    return words.contains(word);
}

bool is_preposition(std::string_view word) {
    static const WordSet words{
        "about",      "across", "against", "and",     "around", "at",      "between", "by",
        "during",     "for",    "from",    "in",      "inside", "into",    "like",    "near",
        "of",         "off",    "on",      "onto",    "or",     "outside", "over",    "through",
        "throughout", "to",     "toward",  "towards", "under",  "via",     "with",    "within",
        "without",    "en",     "de",      "desde",   "contra", "dans",    "contre",  "vers",
        "aus",        "nach",   "gegen",   "bei",     "в",      "во",      "на",      "из",
        "под",        "у",      "із",      "з",       "до",     "к"};
    return words.contains(word);
}

namespace {

// Whether a verb of saying or doing stands at a word, with what it needs behind it.
bool is_deed(const PartWords& words, std::size_t at) {
    if (at >= words.size() || words.starts_sentence(at) || words.is_parted(at) ||
        words.name(at) != nullptr)
        return false;
    const std::string_view verb = words.form(at);
    const bool ends = at + 1 >= words.size() || words.starts_sentence(at + 1);
    const std::string_view after = ends ? std::string_view{} : words.form(at + 1);
    if (is_verb(verb)) {
        if (after == "by") return false;
        if (!is_auxiliary(verb)) return true;
        return verb != "is" && verb != "was" && is_verb(after) && !is_auxiliary(after);
    }
    if (!may_be_verb(verb)) return false;
    if (ends) return verb == "offers" || verb == "claims" || verb == "demands" || verb == "fears";
    return is_object(after) || words.name(at + 1) != nullptr ||
           words.token(at + 1).script == Script::digit;
}

// The name that an "and" joins to this one: the next, or the one before.
const Name* joined_after(const PartWords& words, const Name& name) {
    const std::size_t last = words.last_word(name);
    return last + 1 < words.size() && words.form(last) == "and" ? words.name(last + 1) : nullptr;
}

const Name* joined_before(const PartWords& words, const Name& name) {
    const std::size_t first = words.first_word(name);
    return first >= 2 && words.form(first - 1) == "and" && !words.starts_sentence(first)
               ? words.name(first - 2)
               : nullptr;
}

bool is_addressed(std::string_view verb) {
    static const WordSet verbs{"accused", "accuses", "accusing",  "asked",      "blamed",
                               "blames",  "told",    "urged",     "urges",      "urging",
                               "warned",  "warns",   "condemned", "criticised", "criticized",
                               "pressed", "thanked"};
    return verbs.contains(verb);
}

bool is_dealing(std::string_view noun) {
    static const WordSet nouns{"talks",        "relations", "ties", "tension",     "tensions",
                               "negotiations", "war",       "deal", "agreement",   "dispute",
                               "treaty",       "summit",    "feud", "cooperation", "truce",
                               "pact",         "row",       "rift", "contacts"};
    return nouns.contains(noun);
}

// "The war with Ukraine", "war on Gaza": who fights there.
bool is_fought(const PartWords& words, std::size_t first) {
    if (first < 2 || words.starts_sentence(first) || words.starts_sentence(first - 1)) return false;
    const std::string_view link = words.form(first - 1);
    const std::string_view noun = words.form(first - 2);
    return (link == "with" || link == "against") &&
           (noun == "war" || noun == "fighting" || noun == "battle" || noun == "clashes");
}

// "Talks between Islamabad and New Delhi": the word before "between".
bool deals_between(const PartWords& words, std::size_t first) {
    return first >= 2 && words.form(first - 1) == "between" && is_dealing(words.form(first - 2));
}

} // namespace

bool acts(const PartWords& words, const Name& name) {
    constexpr auto somebody_else =
        around_title | around_given_name | around_surname | around_company;
    if ((name.around & somebody_else) != 0) return false;
    const Name* const before = joined_before(words, name);
    const std::size_t first = words.first_word(before != nullptr ? *before : name);
    if (deals_between(words, first) || is_fought(words, first)) return true;
    if (first > 0 && !words.starts_sentence(first) && !words.is_parted(first)) {
        std::size_t ahead = first - 1;
        if (is_addressed(words.form(ahead))) return true;
        if (words.form(ahead) == "the" && ahead > 0 && !words.starts_sentence(ahead)) --ahead;
        if (is_preposition(words.form(ahead))) return false;
    }
    const Name* const after = joined_after(words, name);
    return is_deed(words, words.last_word(after != nullptr ? *after : name));
}

bool attacks(const PartWords& words, const Name& name) {
    static const WordSet deeds{
        "attack",  "attacked", "bombard",  "bombarded",  "bomb",       "bombed",    "fire",
        "fired",   "hit",      "invaded",  "kill",       "killed",     "launch",    "launched",
        "pound",   "pounded",  "shell",    "shelled",    "storm",      "stormed",   "strike",
        "struck",  "target",   "targeted", "обстреляли", "обстріляли", "атаковали", "атакували",
        "ударили", "вдарили",  "нанесли",  "завдали",    "запустили"};
    const std::size_t first = words.first_word(name);
    const std::size_t at = words.last_word(name);
    if (at + 1 >= words.size() || words.is_parted(at) || words.name(at) != nullptr) return false;
    const std::string_view people = words.form(at - 1);
    const bool plural = people.ends_with('s') || words.token(at - 1).script == Script::cyrillic;
    if (!plural || !deeds.contains(words.form(at))) return false;
    if (first > 0 && !words.starts_sentence(first)) {
        const std::string_view before = words.form(first - 1);
        if (is_preposition(before) || words.token(first - 1).script == Script::digit ||
            is_object(before))
            return before == "the";
    }
    if (words.starts_sentence(at + 1) || words.is_parted(at + 1)) return false;
    const std::string_view after = words.form(at + 1);
    if (after == "by" || is_preposition(after)) return words.form(at) == "fire";
    return true;
}

} // namespace sitrep
