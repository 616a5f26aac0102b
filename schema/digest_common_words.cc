#include "schema/digest.h"

#include "schema/word_trie.h"

#include <string_view>

namespace sitrep {

bool is_common_in_news(std::string_view form) {
    static const WordSet words{
        // English, beside the stop words
        "according", "across", "added", "against", "ago", "agency", "already", "although", "among",
        "announced", "another", "around", "asked", "back", "became", "become", "began", "behind",
        "came", "called", "come", "day", "days", "despite", "early", "either", "end", "even",
        "ever", "every", "expected", "far", "first", "five", "former", "found", "four", "friday",
        "get", "give", "given", "go", "going", "good", "got", "group", "held", "hour", "hours",
        "however", "including", "interview", "knew", "know", "known", "large", "last", "late",
        "later", "least", "less", "like", "little", "local", "long", "made", "make", "making",
        "man", "many", "may", "media", "member", "members", "men", "might", "million", "minutes",
        "monday", "month", "months", "morning", "much", "must", "named", "near", "nearly", "need",
        "never", "new", "news", "next", "night", "number", "office", "official", "officials",
        "often", "old", "one", "part", "people", "place", "point", "press", "public", "put", "read",
        "recent", "report", "reported", "reporters", "reports", "right", "said", "saturday", "saw",
        "say", "saying", "says", "second", "see", "seen", "set", "seven", "several", "show",
        "since", "six", "source", "sources", "spokesman", "spokesperson", "spokeswoman", "state",
        "statement", "still", "story", "sunday", "take", "taken", "tell", "ten", "think", "third",
        "three", "thursday", "time", "times", "today", "together", "told", "took", "top", "tuesday",
        "twitter", "two", "use", "used", "using", "want", "wanted", "way", "wednesday", "week",
        "weekend", "weeks", "well", "went", "whether", "woman", "women", "work", "world", "year",
        "years", "yesterday", "yet", "january", "february", "march", "april", "june", "july",
        "august", "september", "october", "november", "december",
        // Spanish, Portuguese, French, Italian, German, Turkish
        "del", "las", "los", "una", "por", "con", "para", "que", "como", "mas", "pero", "sus",
        "este", "esta", "fue", "han", "sobre", "entre", "segun", "dijo", "ser", "sin", "desde",
        "tras", "hasta", "dos", "anos", "dia", "ayer", "hoy", "lunes", "martes", "miercoles",
        "jueves", "viernes", "sabado", "domingo", "uma", "dos", "das", "nao", "foi", "pelo", "pela",
        "mais", "disse", "segundo", "les", "des", "une", "dans", "qui", "pour", "sur", "par",
        "plus", "pas", "est", "sont", "ete", "avec", "aux", "ont", "apres", "selon", "mais",
        "cette", "leur", "deux", "ans", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
        "dimanche", "hier", "della", "delle", "dei", "gli", "che", "per", "non", "sono", "stato",
        "anche", "dopo", "secondo", "der", "die", "das", "und", "den", "dem", "des", "ein", "eine",
        "einen", "einem", "einer", "von", "mit", "auf", "fur", "ist", "sich", "nicht", "auch",
        "nach", "bei", "aus", "zum", "zur", "wurde", "wurden", "sei", "seien", "haben", "hatte",
        "uber", "sagte", "dass", "wie", "noch", "vor", "mehr", "jahr", "jahre", "montag",
        "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "bir", "icin", "ile",
        "olarak", "oldugu", "olan", "daha", "sonra", "kadar", "gore", "etti", "dedi",
        // Russian, Ukrainian
        "это", "как", "что", "для", "при", "его", "она", "они", "был", "была", "было", "были",
        "также", "после", "чтобы", "или", "все", "уже", "еще", "из-за", "который", "которые",
        "которая", "сообщил", "сообщила", "сообщили", "сообщает", "словам", "данным", "заявил",
        "заявила", "года", "году", "года", "лет", "день", "дня", "время", "более", "около", "том",
        "том", "этом", "между", "сегодня", "вчера", "понедельник", "вторник", "среду", "четверг",
        "пятницу", "субботу", "воскресенье", "час", "під", "про", "від", "які", "який", "яка",
        "також", "після", "щоб", "або", "вже", "ще", "через", "повідомив", "повідомила",
        "повідомили", "повідомляє", "словами", "даними", "заявив", "заявила", "року", "році",
        "років", "дня", "був", "була", "було", "були", "його", "він", "вона", "вони", "цього",
        "сьогодні", "вчора", "понеділок", "вівторок", "середу", "четвер", "пятницю", "суботу",
        "неділю",
        // Arabic, Persian, Hebrew
        "في", "من", "على", "الى", "عن", "ان", "مع", "هذا", "هذه", "التي", "الذي", "بعد", "قبل",
        "بين", "كان", "كانت", "قال", "قالت", "وقال", "خلال", "حيث", "كما", "وفي", "ومن", "او",
        "يوم", "اليوم", "امس", "عام", "را", "به", "از", "که", "این", "است", "با", "برای", "در",
        "אל", "על", "של", "את", "כי", "לא", "הוא", "היא", "אמר", "אמרה", "גם", "עם", "היום"};
    return words.contains(form);
}

} // namespace sitrep
