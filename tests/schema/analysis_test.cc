#include "schema/analysis.h"

#include <catch2/catch.hpp>

#include <string>

using namespace sitrep;

namespace {

// Forms in order; joined ones in brackets, a paragraph break as |.
std::string words_of(std::string_view text) {
    Tokens tokens;
    tokens.analyse(text);
    std::string shown;
    for (const Token& token : tokens.all()) {
        if (!shown.empty()) shown += ' ';
        const bool joined = (token.flags & token_joined) != 0;
        if ((token.flags & token_after_break) != 0 &&
            (joined || shown.empty() || shown.back() != ']'))
            if (token.position > 1) shown += "| ";
        if (joined) shown += '[';
        shown += tokens.form(token);
        if (joined) shown += ']';
    }
    return shown;
}

struct Row {
    std::string_view text;
    std::string_view words;
};

const Row rows[] = {
    {"", ""},
    {"Drone strikes hit Kyiv.", "drone strikes hit kyiv"},
    // Case and diacritics.
    {"Erdoğan visited Łódź", "erdogan visited lodz"},
    {"Erdog\u0306an", "erdogan"},
    {"Straße, Þingvellir, Ærø", "strasse thingvellir aero"},
    {"İstanbul ISPARTA ısparta", "istanbul isparta isparta"},
    {"Київ, Їжак, Йосип", "київ їжак йосип"},
    {"Кии\u0306в", "кийв"},
    {"Пётр ПЁТР", "петр петр"},
    {"за\u0301мок", "замок"},
    {"Αθήνα ΑΘΗΝΑ", "αθηνα αθηνα"},
    {"حَرَكَات", "حركات"},
    {"أحمد إحمد آحمد", "احمد احمد احمد"},
    {"كـــتاب", "كتاب"},
    {"على علی", "علي علي"},
    {"हिन्दी", "हिन्दी"},
    {"שָׁלוֹם", "שלום"},
    {"乌克兰", "乌 克 兰"},
    {"東京とKyiv", "東 京 と kyiv"},
    {"서울 방문", "서울 방문"},
    // Apostrophes.
    {"Russia's demand", "russia demand"},
    {"Russia\u2019s demand", "russia demand"},
    {"RUSSIA'S DEMAND", "russia demand"},
    {"don't can\u2019t", "dont cant"},
    {"l'Ukraine d'Ivoire qu'il", "l ukraine d ivoire qu il"},
    {"Sana'a Sanaʿa Kata'ib", "sanaa sanaa kataib"},
    {"прем'єр прем\u02BCєр прем\u2019єр", "премєр премєр премєр"},
    {"O'Brien", "o brien"},
    {"the soldiers' camp", "the soldiers camp"},
    // Acronyms.
    {"U.N. peacekeepers", "un peacekeepers"},
    {"UN peacekeepers", "un peacekeepers"},
    {"the U.S. envoy", "the [u.s] us envoy"},
    {"the US envoy", "the [u.s] us envoy"},
    {"told us all", "told us all"},
    {"U.S.-led", "[u.s] us led"},
    {"J.F.K. airport", "jfk airport"},
    {"the WHO said who", "the [w.h.o] who said who"},
    {"TRUMP TELLS US TO WAIT FOR TALKS", "trump tells us to wait for talks"},
    {"aid to the U.S.", "aid to the [u.s] us"},
    {"e.g. this", "eg this"},
    {"Plan B. Next", "plan b next"},
    // Designators.
    {"T-72", "[t72] t 72"},
    {"T72", "[t72] t 72"},
    {"a T 72 tank", "a [t72] t 72 tank"},
    {"T\u201172", "[t72] t 72"},
    {"Т-72 и С-300", "[t72] т 72 и [s300] с 300"},
    {"F-16s", "[f16] f 16"},
    {"Su-34M", "[su34] [su34m] su 34m"},
    {"T-72B3", "[t72] [t72b3] t 72b3"},
    {"Mi-8, Mi 8, Ми-8", "[mi8] mi 8 [mi8] mi 8 [mi8] ми 8"},
    {"S-300PMU", "[s300] [s300pmu] s 300pmu"},
    {"M23 rebels", "[m23] m 23 rebels"},
    {"COVID-19", "[covid19] covid 19"},
    {"May 5 and In 2014", "may 5 and in 2014"},
    {"I 5 A 12", "i 5 a 12"},
    {"Operation-2024", "operation 2024"},
    {"9K720 Iskander", "9k720 iskander"},
    {"155mm shells", "155mm shells"},
    {"Boeing-737-800", "boeing 737 800"},
    // Numbers.
    {"5,000 troops", "5000 troops"},
    {"3.5 km", "3.5 km"},
    {"1,200,300", "1200300"},
    {"1,2", "1 2"},
    {"٢٠٢٥", "2025"},
    {"2025-07-04", "2025 07 04"},
    // Word and paragraph boundaries.
    {"anti-aircraft", "anti aircraft"},
    {"foo@bar.com", "foo bar com"},
    {"One.\nTwo", "one | two"},
    {"One\nTwo", "one two"},
    {"One\n\nTwo", "one | two"},
    {"One\n    Two", "one | two"},
    {"One.\r\nTwo", "one | two"},
    {"said.\u201D\nThen", "said | then"},
    {"a\xFFz", "a z"},
    {"\xC3", ""},
    {"co\u00ADoperate", "cooperate"},
};

} // namespace

TEST_CASE("the analyser splits, folds and joins words") {
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(words_of(row.text) == row.words);
    }
}

TEST_CASE("token spans point at the words of the text") {
    const std::string_view text = "In Łódź, Russia's T-72B3s stood.";
    Tokens tokens;
    tokens.analyse(text);
    std::string spans;
    for (const Token& token : tokens.all())
        spans += std::string(text.substr(token.begin, token.end - token.begin)) + "/";
    CHECK(spans == "In/Łódź/Russia/T-72B3s/T-72B3s/T/72B3s/stood/");
}

TEST_CASE("joined tokens share the position of their first word") {
    Tokens tokens;
    tokens.analyse("the T-72 tank");
    REQUIRE(tokens.size() == 5);
    CHECK(tokens[1].position == 2);
    CHECK(tokens[2].position == 2);
    CHECK(tokens[3].position == 3);
    CHECK(tokens[4].position == 4);
}

TEST_CASE("a paragraph break leaves a gap that no phrase spans") {
    Tokens tokens;
    tokens.analyse("one.\n\ntwo", 10);
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[0].position == 10);
    CHECK(tokens[1].position == 11 + paragraph_gap);
    CHECK(tokens.last_position() == 11 + paragraph_gap);
}

TEST_CASE("leaving out words that are not wanted changes nothing else") {
    for (const Row& row : rows) {
        Tokens all;
        all.analyse(row.text);
        const std::vector<std::vector<const char*>> lists{
            {}, {"t"}, {"s", "u"}, {"k", "d", "e"}, {"su", "u.s"}, {"ta", "t7", "7"}, {"зе", "tan"}};
        for (const std::vector<const char*>& starts : lists) {
            WordStarts wanted;
            for (const char* start : starts) wanted.add(start);
            Tokens some;
            some.analyse_wanted(row.text, wanted);
            CAPTURE(row.text, starts);
            CHECK(some.last_position() == all.last_position());
            const auto shown = [&](const Tokens& tokens) {
                std::string list;
                for (const Token& token : tokens.all())
                    if (wanted.may_begin(tokens.form(token)))
                        list += std::string(tokens.form(token)) + '@' +
                                std::to_string(token.position) + '/' + std::to_string(token.begin) +
                                '-' + std::to_string(token.end) + ' ';
                return list;
            };
            CHECK(shown(some) == shown(all));
        }
    }
}

TEST_CASE("over-long words are skipped") {
    CHECK(words_of(std::string(5000, 'x') + " end") == "end");
    CHECK(words_of(std::string(100, 'x')) == std::string(100, 'x'));
}

TEST_CASE("a designator whose letters or digits are over-long with marks is skipped") {
    std::string marks; // vowel signs stay in the word
    for (int i = 0; i < 100; ++i) marks += "\u093E";
    CHECK(words_of("T" + marks + "72 end") == "end");
    CHECK(words_of("T72" + marks + " end") == "end");
    CHECK(words_of("T-72" + marks + " end") == "t end");
}

// Took a time that grew with the square of the letters: hours, for so many.
TEST_CASE("letters with dots between them without end are words, the last hundred an acronym") {
    constexpr std::size_t count = 300'000;
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "a.";
    Tokens tokens;
    tokens.analyse(text);
    REQUIRE(tokens.size() == count - max_word_size + 1);
    CHECK(tokens.form(tokens[0]) == "a");
    CHECK(tokens.form(tokens[tokens.size() - 1]) == std::string(max_word_size, 'a'));
}

TEST_CASE("names and keywords fold to keys") {
    CHECK(fold_name("Al-Shabaab") == "al shabaab");
    CHECK(fold_name("U.S. Army") == "us army");
    CHECK(fold_name("T-72") == "t 72");
    CHECK(fold_keyword("  Clash \t Report ") == "clash report");
    CHECK(fold_keyword("Ukraine - Russia War") == "ukraine - russia war");
    CHECK(fold_keyword("Cи\u0306 Réseau") == "cй reseau");
}

TEST_CASE("stems are of one language and one script") {
    Stemmer english("en");
    CHECK(english.stem("strikes", Script::latin) == "strike");
    CHECK(english.stem("strikes", Script::cyrillic) == "strikes");
    Stemmer russian("ru");
    const std::string stem(russian.stem("ударов", Script::cyrillic));
    CHECK(russian.stem("удары", Script::cyrillic) == stem);
    Stemmer none("uk");
    CHECK_FALSE(none.does_anything());
    CHECK(none.stem("удари", Script::cyrillic) == "удари");
    CHECK(has_stem("strikes", Script::latin));
    CHECK_FALSE(has_stem("t72", Script::latin));
    CHECK_FALSE(has_stem("u.s", Script::latin));
}

TEST_CASE("stop words are a sorted table") {
    CHECK(is_stop_word("the"));
    CHECK(is_stop_word("a"));
    CHECK(is_stop_word("yourselves"));
    CHECK_FALSE(is_stop_word("drone"));
}

TEST_CASE("invalid UTF-8 is seen and mended") {
    CHECK(is_valid_utf8("Київ 乌 \xF0\x9F\x98\x80"));
    CHECK_FALSE(is_valid_utf8("a\xFF"));
    CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
    CHECK_FALSE(is_valid_utf8("\xC0\x80"));
    std::string text = std::string("a\0b\xFF\r\nc", 7);
    CHECK(make_valid_utf8(text));
    CHECK(text == "a b\xEF\xBF\xBD\nc");
}
