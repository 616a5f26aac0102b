// What of an article is shown for a query, and what is marked in it.

#include "searcher/snippet.h"
#include "tests/searcher/fixture.h"

#include "schema/analysis.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <string>

using namespace sitrep;
using namespace sitrep::test;

namespace {

struct Row {
    const char* lang;
    const char* text;
    const char* query;
    const char* expect; // matches in brackets, fragments parted by " | "
};

void check_rows(std::initializer_list<Row> rows) {
    for (const Row& row : rows) {
        INFO("query: " << row.query << "  text: " << row.text);
        CHECK(snippet_of(row.lang, row.text, row.query) == row.expect);
    }
}

// Words that no query of these tests asks for.
std::string filler(std::size_t bytes) {
    constexpr std::string_view sentence = "Officials said that nothing else was known so far. ";
    std::string text;
    while (text.size() < bytes) text += sentence;
    return text;
}

bool starts_at_word(std::string_view text, std::string_view fragment) {
    const std::size_t at = text.find(fragment);
    REQUIRE(at != std::string_view::npos);
    return at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n';
}

bool ends_at_word(std::string_view text, std::string_view fragment) {
    const std::size_t end = text.find(fragment) + fragment.size();
    return end == text.size() || text[end] == ' ' || text[end] == '\n';
}

} // namespace

TEST_CASE("words are marked as they match", "[snippet]") {
    check_rows({
        {"en", "A drone hit the depot.", "drone", "A [drone] hit the depot."},
        {"en", "A drone hit the depot.", "drone depot", "A [drone] hit the [depot]."},
        {"en", "A drone hit the depot.", "drone OR missile", "A [drone] hit the depot."},
        {"en", "Strikes and a strike.", "striking", "[Strikes] and a [strike]."},
        {"en", "Two armies clashed.", "army", "Two [armies] clashed."},
        {"en", "DRONE Drone drone", "dRoNe", "[DRONE] [Drone] [drone]"},
        {"en", "Drones, drones; drones!", "drone", "[Drones], [drones]; [drones]!"},
        {"en", "(drone)", "drone", "([drone])"},
        {"en", "A drone hit the depot.", "missile", "A drone hit the depot."},
        {"en", "It droned on", "dron", "It droned on"},
        {"fr", "Les frappes de drones ont repris.", "frappe",
         "Les [frappes] de drones ont repris."},
        {"de", "Die Angriffe dauern an.", "Angriff", "Die [Angriffe] dauern an."},
        {"es", "Los ataques continuaron.", "ataque", "Los [ataques] continuaron."},
        {"ru", "Российские войска атаковали.", "войско", "Российские [войска] атаковали."},
        {"uk", "Дрони атакували Київ.", "київ", "Дрони атакували [Київ]."},
        {"tr", "Erdoğan konuştu.", "erdogan", "[Erdoğan] konuştu."},
        {"en", "Erdogan spoke.", "Erdoğan", "[Erdogan] spoke."},
        {"pl", "Łódź and Lodz", "lodz", "[Łódź] and [Lodz]"},
        {"en", "José, JOSÉ, Jose", "jose", "[José], [JOSÉ], [Jose]"},
        {"en", "Jose\xCC\x81 spoke", "josé", "[Jose\xCC\x81] spoke"},
        {"de", "Die Straße", "strasse", "Die [Straße]"},
        {"ru", "Ещё один", "еще", "[Ещё] один"},
    });
}

TEST_CASE("only what matched is marked", "[snippet]") {
    check_rows({
        {"en", "A drone hit the depot.", "drone -depot", "A [drone] hit the depot."},
        {"en", "A drone hit the depot.", "drone NOT (depot OR hit)", "A [drone] hit the depot."},
        {"en", "A drone hit the depot.", "-missile", "A drone hit the depot."},
        {"en", "A drone hit the depot.", "*", "A drone hit the depot."},
        {"en", "A drone hit the depot.", "date:2025 drone", "A [drone] hit the depot."},
        {"en", "A drone hit the depot.", "source:depot", "A drone hit the depot."},
        {"en", "A ceasefire is near.", "title:ceasefire", "A ceasefire is near."},
        {"en", "A ceasefire is near.", "title:ceasefire near", "A ceasefire is [near]."},
        {"en", "A ceasefire is near.", "title:(ceasefire near)", "A ceasefire is near."},
        {"en", "War in Ukraine", "region:ukraine war", "[War] in Ukraine"},
        {"en", "The end of the war", "the war", "The end of the [war]"},
        {"en", "The end of the war", "the", "[The] end of [the] war"},
        {"en", "The end of the war", "\"end of the war\"", "The [end of the war]"},
        {"en", "The end of the war", "+the war", "[The] end of [the] [war]"},
        {"en", "The end of the war", "of the", "[The] end [of] [the] war"},
    });
}

TEST_CASE("phrases, nears and prefixes are marked where they hold", "[snippet]") {
    check_rows({
        {"en", "Strikes by drone; drone strikes; a drone", "\"drone strikes\"",
         "Strikes by drone; [drone strikes]; a drone"},
        {"en", "A drone strike was a drone strike", "\"drone strikes\"",
         "A drone strike was a drone strike"},
        {"en", "Drone-strikes", "\"drone strikes\"", "[Drone-strikes]"},
        {"en", "DRONE\nSTRIKES hit", "\"drone strikes\"", "[DRONE STRIKES] hit"},
        {"en", "The drone.\n\nStrikes went on.", "\"drone strikes\"",
         "The drone. Strikes went on."},
        {"en", "a b a b a", "\"b a b\"", "a [b a b] a"},
        {"en", "tick tick tick", "\"tick tick\"", "[tick tick tick]"},
        {"en", "drone and missile strikes; strikes", "\"drone strikes\"~2",
         "[drone] and missile [strikes]; strikes"},
        {"en", "drone and some missile strikes", "\"drone strikes\"~2",
         "drone and some missile strikes"},
        {"en", "strikes by drone", "\"drone strikes\"~5", "strikes by drone"},
        {"en", "strikes by a drone; drone", "drone NEAR/3 strike", "[strikes] by a [drone]; drone"},
        {"en", "strikes by one more drone", "drone NEAR/3 strike", "strikes by one more drone"},
        {"en", "The drone.\n\nStrikes went on.", "drone NEAR/9 strikes",
         "The drone. Strikes went on."},
        {"en", "a drone near a drone", "drone NEAR/5 drone", "a [drone] near a [drone]"},
        {"en", "a drone alone", "drone NEAR/5 drone", "a drone alone"},
        {"en", "missile, missiles, missive", "missil*", "[missile], [missiles], missive"},
        {"en", "Erdoğan and Erdogans", "erdog*", "[Erdoğan] and [Erdogans]"},
        {"ru", "ракета, ракетой, рак", "ракет*", "[ракета], [ракетой], рак"},
        {"en", "A drone strike hit; strike", "\"drone strike\" hit",
         "A [drone strike] [hit]; strike"},
        {"en", "A drone strike hit", "\"drone strike\" \"strike hit\"", "A [drone strike hit]"},
        {"en", "a drone strike", "\"drone strike\" drone strike", "a [drone strike]"},
        {"en", "counter-terrorism and terrorism", "counter-terrorism",
         "[counter-terrorism] and terrorism"},
    });
}

TEST_CASE("designators, acronyms and possessives are marked as written", "[snippet]") {
    check_rows({
        {"en", "A T-72 burned.", "T72", "A [T-72] burned."},
        {"en", "A T72 burned.", "T-72", "A [T72] burned."},
        {"en", "A T 72 burned.", "T-72", "A [T 72] burned."},
        {"ru", "Танк Т-72 сгорел.", "T-72", "Танк [Т-72] сгорел."},
        {"en", "A T-72B3 burned.", "t-72", "A [T-72B3] burned."},
        {"en", "Two T-72s burned.", "T-72", "Two [T-72s] burned."},
        {"en", "A T-80 and 72 men", "T-72", "A T-80 and 72 men"},
        {"en", "Su-34 jets", "Su34", "[Su-34] jets"},
        {"uk", "Су-34 збито", "su-34", "[Су-34] збито"},
        {"en", "The U.S. told us.", "US", "The [U.S.] told us."},
        {"en", "The US told us.", "U.S.", "The [US] told us."},
        {"en", "The U.N. met.", "UN", "The [U.N.] met."},
        {"en", "Russia's army", "russia", "[Russia]'s army"},
        {"en", "Russia\u2019s army", "russia", "[Russia]\u2019s army"},
        {"en", "Sana'a was hit.", "sanaa", "[Sana'a] was hit."},
        {"fr", "L'Ukraine attaque", "ukraine", "L'[Ukraine] attaque"},
        {"en", "al-Shabaab", "\"al shabaab\"", "[al-Shabaab]"},
        {"en", "5,000 men or 5000", "5000", "[5,000] men or [5000]"},
        {"en", "155mm shells", "155mm", "[155mm] shells"},
    });
}

TEST_CASE("every script is marked by whole letters", "[snippet]") {
    check_rows({
        {"uk", "Військові повідомили про обстріл.", "обстріл",
         "Військові повідомили про [обстріл]."},
        {"ar", "قال مسؤول إن حماس وافقت.", "حماس", "قال مسؤول إن [حماس] وافقت."},
        {"ar", "حَمَاس وافقت", "حماس", "[حَمَاس] وافقت"},
        {"ar", "حمـــاس وافقت", "حماس", "[حمـــاس] وافقت"},
        {"ar", "أحمد وحده", "احمد", "[أحمد] وحده"},
        {"ar", "الهجوم على المدينة", "هجوم", "[الهجوم] على المدينة"},
        {"he", "צה\"ל תקף בעזה", "תקף", "צה\"ל [תקף] בעזה"},
        {"zh", "乌克兰首都基辅遭到袭击", "基辅", "乌克兰首都[基辅]遭到袭击"},
        {"zh", "基地在辅路", "基辅", "基地在辅路"},
        {"ja", "ウクライナの首都キーウ", "キーウ", "ウクライナの首都[キーウ]"},
        {"th", "กองทัพไทยโจมตี", "ไทย", "กองทัพ[ไทย]โจมตี"},
        {"hi", "यूक्रेन पर हमला", "हमला", "यूक्रेन पर [हमला]"},
        {"ko", "우크라이나 공격", "공격", "우크라이나 [공격]"},
        {"el", "Επίθεση στο Κίεβο", "κιεβο", "Επίθεση στο [Κίεβο]"},
        {"en", "The 😀 drone 😀", "drone", "The 😀 [drone] 😀"},
    });
}

TEST_CASE("white space and little text", "[snippet]") {
    check_rows({
        {"en", "", "drone", ""},
        {"en", " \n\t ", "drone", ""},
        {"en", "drone", "drone", "[drone]"},
        {"en", "  A   drone \n\n hit. ", "drone", "A [drone] hit."},
        {"en", "\r\nA drone\r\n\r\nhit.\r\n", "drone", "A [drone] hit."},
        {"en", "\n\n\n", "*", ""},
        {"en", "...", "drone", "..."},
        {"en", "drone. ", "missile", "drone."},
        {"en", "A drone\fhit\vit", "drone", "A [drone] hit it"},
    });
}

TEST_CASE("a fragment starts with the sentence that holds the match", "[snippet]") {
    const std::string text =
        filler(3000) + "The depot burned after a drone came down. " + filler(3000);
    const auto fragments = fragments_of("en", text, "drone");
    REQUIRE(fragments.size() == 1);
    CHECK_THAT(marked(fragments[0]),
               Catch::StartsWith("The depot burned after a [drone] came down. Officials said"));
    CHECK(plain(fragments[0]).size() >= 190);
    CHECK(plain(fragments[0]).size() <= 270);
    CHECK(plain(fragments[0]).ends_with("so far."));
}

TEST_CASE("a shortened word ends no sentence", "[snippet]") {
    for (const char* opening :
         {"Men of Gen. Ivanov flew a drone.", "Some of the U.S. army flew a drone.",
          "They told Mr. Smith of a drone."}) {
        const std::string text = filler(400) + opening + " " + filler(400);
        INFO(opening);
        CHECK_THAT(marked(fragments_of("en", text, "drone")),
                   Catch::StartsWith(std::string(opening, 9)));
    }
}

TEST_CASE("a fragment has its length wherever the match stands", "[snippet]") {
    const std::string before = filler(50'000);
    for (const std::size_t at : {std::size_t{0}, std::size_t{51}, before.size() / 2 / 51 * 51,
                                 before.size() - 51, before.size()}) {
        std::string text = before;
        text.insert(at, "Here a drone fell. ");
        INFO("at " << at);
        const auto fragments = fragments_of("en", text, "drone");
        REQUIRE(fragments.size() == 1);
        const std::string shown = plain(fragments[0]);
        CHECK_THAT(marked(fragments[0]), Catch::Contains("Here a [drone] fell."));
        CHECK(shown.size() >= 190);
        CHECK(shown.size() <= 270);
        CHECK(starts_at_word(text, shown));
        CHECK(ends_at_word(text, shown));
    }
}

TEST_CASE("two words far apart give two fragments in the order of the text", "[snippet]") {
    const std::string text = filler(2000) + "A missile fell first. " + filler(8000) +
                             "A drone fell last. " + filler(2000);
    for (const char* query : {"drone missile", "missile drone"}) {
        const auto fragments = fragments_of("en", text, query);
        REQUIRE(fragments.size() == 2);
        CHECK_THAT(marked(fragments[0]), Catch::StartsWith("A [missile] fell first."));
        CHECK_THAT(marked(fragments[1]), Catch::StartsWith("A [drone] fell last."));
        for (const Fragment& fragment : fragments) {
            CHECK(plain(fragment).size() >= 70);
            CHECK(starts_at_word(text, plain(fragment)));
            CHECK(ends_at_word(text, plain(fragment)));
        }
        const std::size_t size = plain(fragments[0]).size() + plain(fragments[1]).size();
        CHECK(size >= 190);
        CHECK(size <= 290);
    }
}

TEST_CASE("a window with more of the query wins over an earlier one with less", "[snippet]") {
    const std::string text = filler(500) + "A drone. " + filler(3000) + "A missile. " +
                             filler(3000) + "A missile met a drone. " + filler(500);
    const auto fragments = fragments_of("en", text, "drone missile");
    REQUIRE(fragments.size() == 1);
    CHECK_THAT(marked(fragments[0]), Catch::StartsWith("A [missile] met a [drone]."));
}

TEST_CASE("words near each other give one fragment", "[snippet]") {
    const std::string text =
        filler(600) + "A drone fell. " + filler(150) + "A missile too. " + filler(600);
    const auto fragments = fragments_of("en", text, "drone missile");
    REQUIRE(fragments.size() == 1);
    CHECK_THAT(marked(fragments[0]), Catch::Contains("[drone]") && Catch::Contains("[missile]"));
    CHECK(plain(fragments[0]).size() <= 290);
}

TEST_CASE("a fragment reads across a paragraph break as one line", "[snippet]") {
    const std::string text =
        filler(500) + "\n\nThe drone fell.\n\nNobody was hurt.\n\n" + filler(500);
    const auto fragments = fragments_of("en", text, "drone");
    REQUIRE(fragments.size() == 1);
    CHECK_THAT(marked(fragments[0]),
               Catch::StartsWith("The [drone] fell. Nobody was hurt. Officials"));
}

TEST_CASE("text without spaces is cut between letters that are words", "[snippet]") {
    std::string text;
    for (int i = 0; i < 600; ++i) text += "天地玄黄";
    text += "基辅";
    for (int i = 0; i < 600; ++i) text += "宇宙洪荒";
    const auto fragments = fragments_of("zh", text, "基辅");
    REQUIRE(fragments.size() == 1);
    const std::string shown = plain(fragments[0]);
    CHECK_THAT(marked(fragments[0]), Catch::Contains("[基辅]"));
    CHECK(shown.size() >= 190);
    CHECK(shown.size() <= 270);
    CHECK(is_valid_utf8(shown));
    CHECK(!shown.starts_with("基辅"));

    std::string thai;
    for (int i = 0; i < 300; ++i) thai += "กำลังทหารเข้าที่";
    const std::string shown_thai = plain(fragments_of("th", thai, "missing").at(0));
    CHECK(is_valid_utf8(shown_thai));
    CHECK(shown_thai.size() >= 190);
}

TEST_CASE("one endless word is cut between characters", "[snippet]") {
    std::string text;
    for (int i = 0; i < 4000; ++i) text += "é";
    const std::string shown = plain(fragments_of("fr", text, "drone").at(0));
    CHECK(is_valid_utf8(shown));
    CHECK(shown.size() >= 190);
    CHECK(shown.size() <= 270);
    const auto fragments = fragments_of("fr", text + " drone " + text, "drone");
    CHECK_THAT(marked(fragments), Catch::Contains("[drone]"));
    CHECK(is_valid_utf8(plain(fragments[0])));
}

TEST_CASE("Chinese fragments start with a sentence", "[snippet]") {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "官员说情况不明。";
    text += "无人机袭击了基辅。";
    for (int i = 0; i < 200; ++i) text += "官员说情况不明。";
    CHECK_THAT(marked(fragments_of("zh", text, "基辅")),
               Catch::StartsWith("无人机袭击了[基辅]。官员"));
}

TEST_CASE("a phrase is found wherever a long text is read in pieces", "[snippet]") {
    // Without sentences or paragraphs that pieces could end with.
    const std::string words(7000, 'x');
    for (std::size_t before = 1100; before < 3300; before += 13) {
        std::string text;
        while (text.size() < before) text += "word ";
        text.resize(before, 'w');
        text += " drone and missile strikes ";
        for (int i = 0; i < 1000; ++i) text += "word ";
        INFO("after " << before << " bytes");
        REQUIRE_THAT(marked(fragments_of("en", text, "\"drone and missile strikes\"")),
                     Catch::Contains("[drone and missile strikes]"));
        REQUIRE_THAT(marked(fragments_of("en", text, "strikes NEAR/4 drone")),
                     Catch::Contains("[drone] and missile [strikes]"));
    }
}

TEST_CASE("a long run of matches takes time in proportion to its length", "[snippet]") {
    std::string text;
    for (int i = 0; i < 400'000; ++i) text += "drone ";
    const auto started = std::chrono::steady_clock::now();
    for (const char* query : {"drone missile", "\"drone drone missile\"", "drone NEAR/9 missile",
                              "missile OR \"drone drone\""})
        CHECK(!fragments_of("en", text, query).empty());
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(30));
}

TEST_CASE("titles are shown whole, with clauses of the title marked", "[snippet]") {
    StemmerPool stemmers;
    Snippeter snippeter;
    const auto highlight = [&](std::string_view title, std::string_view query, bool is_title) {
        const ParsedQuery parsed =
            parse_query(query, Gazetteer::builtin(), day_from_civil(2025, 7, 9));
        return marked(
            snippeter.highlight(title, TextMatcher(parsed.root, "en", stemmers), is_title));
    };
    CHECK(highlight("A ceasefire at last", "title:ceasefire", true) == "A [ceasefire] at last");
    CHECK(highlight("A ceasefire at last", "title:ceasefire", false) == "A ceasefire at last");
    CHECK(highlight("A ceasefire at last", "ceasefires last", true) == "A [ceasefire] at [last]");
    CHECK(highlight("A ceasefire at last", "title:\"at last\"", true) == "A ceasefire [at last]");
    CHECK(highlight("", "title:ceasefire", true).empty());
    CHECK(highlight(" A  ceasefire ", "", true) == "A ceasefire");
}
