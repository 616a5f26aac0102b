// Words, phrases, operators: which articles of a small index a query finds.

#include "searcher/render.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/small_index.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("words find their inflections", "[search]") {
    check_rows({
        {"drone", "kyiv strike near frappes"},
        {"drones", "kyiv strike near frappes"},
        {"DRONE", "kyiv strike near frappes"},
        {"strike", "kyiv gaza strike"},
        {"strikes", "kyiv gaza strike"},
        {"drone strike", "kyiv strike"},
        {"drone AND strike", "kyiv strike"},
        {"convoy", "leap undated"},
        {"convoys", "leap undated"},
        {"frappe", "frappes"},
        {"frappes drone", "frappes"},
        {"Angriff", "angriff"},
        {"angriffe", "angriff"},
        {"strasse", "angriff"},
        {"Straße", "angriff"},
        {"ataque", "ataque"},
        {"manana", "ataque"},
        {"mañana", "ataque"},
        {"войско", "voiska"},
        {"войсками", "voiska"},
        {"ещё", "voiska"},
        {"еще", "voiska"},
        {"самолет", "voiska"},
        {"дрони", "kyiv-uk"},
        {"обстріл", "kyiv-uk"},
        {"erdogan", "frappes konustu"},
        {"Erdoğan", "frappes konustu"},
        {"ERDOĞAN", "frappes konustu"},
        {"ecole", "frappes"},
        {"школа", ""},
        {"zeppelin", ""},
        {"drone zeppelin", ""},
    });
}

TEST_CASE("phrases match as written", "[search]") {
    check_rows({
        {"\"drone strikes\"", "kyiv"},
        {"\"drone strike\"", "strike"},
        {"\"Drone Strikes\"", "kyiv"},
        {"“drone strikes”", "kyiv"},
        {"\"strikes drone\"", ""},
        {"\"ceasefire talks\"", "talks"},
        {"\"talks resume negotiators\"", ""}, // the title and the text are apart
        {"\"hit the capital\"", "kyiv"},
        {"\"died a\"", ""}, // not across a paragraph
        {"\"to be or not to be\"", "tobe"},
        {"\"the who\"", "tobe wounded"},
        {"\"strikes\"", "kyiv strike"},
        {"\"strike\"", "gaza strike"},
        {"\"erdogan konustu\"", "konustu"},
        {"\"drone strikes\" -talks", "kyiv"},
        {"\"lone drone\" OR \"ceasefire talks\"", "strike talks"},
        {"\"strike drone\"~1", "strike"},
        {"\"artillery drone\"~1", ""},
        {"\"artillery drone\"~4", "strike"},
        {"\"drone artillery\"~3", ""},
        {"\"войска атаковали\"", "voiska"},
        {"\"войско атаковали\"", ""},
        {"\"les frappes de drones\"", "frappes"},
        {"title:\"drone strikes\"", "kyiv"},
        {"title:\"drone strike\"", ""},
        {"counter-terrorism", "wounded"},
        {"\"counter terrorism\"", "wounded"},
    });
}

TEST_CASE("words near each other", "[search]") {
    check_rows({
        {"drone NEAR/2 strike", "kyiv strike"},
        {"strike NEAR/1 drone", "kyiv strike"},
        {"missile NEAR/9 kilometres", "near"},
        {"missile NEAR/8 kilometre", ""},
        {"kilometer NEAR/20 drone", ""}, // another paragraph
        {"missile NEAR/2 flew", "near"},
        {"convoy NEAR/5 convoy", "leap"},
        {"artillery NEAR/5 drones", "strike"},
        {"drone NEAR strike", "kyiv strike"},
        {"convoy NEAR/5 long", "leap"},
        {"title:(front NEAR/2 line)", "near"},
        {"title:(missile NEAR/2 flew)", ""},
        {"the NEAR/2 capital", "kyiv"},
    });
}

// A designator stands where its first part does; each word needs a place of its own.
TEST_CASE("a designator near its own parts", "[search]") {
    TemporaryDirectory directory;
    write_index(directory.path(), {article("one", "", "A drone hit the T-72 again."),
                                   article("two", "", "A drone hit the T-72, T-72 again."),
                                   article("three", "", "T-72 T-72 T-72 drone"),
                                   article("far", "", "T-72 hit, said they all there, T-72"),
                                   article("apart", "", "T-72 and another T burned")});
    Searcher searcher(directory.path());
    struct Row {
        const char* query;
        const char* ids;
    };
    for (const auto& [query, ids] : std::vector<Row>{
             {"T-72 NEAR/5 T", "apart three two"},
             {"T NEAR/5 T-72", "apart three two"},
             {"T-72 NEAR/5 72", "apart far one three two"},
             {"T NEAR/5 T-72 NEAR/5 72", "apart three two"},
             {"72 NEAR/5 T NEAR/5 T-72 NEAR/5 burned", "apart"},
             {"drone NEAR/6 T-72 NEAR/6 T NEAR/6 72", "three two"},
             {"T NEAR/6 T-72 NEAR/6 drone NEAR/6 T", "three"},
             {"T-72 NEAR/2 T-72", "three two"},
             {"T-72 NEAR/7 T", "apart far three two"},
             {"T-72 NEAR/1 T", ""},
             {"T NEAR/1 T-72 NEAR/1 72", ""},
         }) {
        SearchRequest request;
        request.query = query;
        std::vector<std::string> found;
        for (const Hit& hit : searcher.search(request).hits) found.push_back(hit.article.id);
        std::sort(found.begin(), found.end());
        std::string joined;
        for (const std::string& id : found) joined += (joined.empty() ? "" : " ") + id;
        INFO(query);
        CHECK(joined == ids);
    }
}

TEST_CASE("prefixes", "[search]") {
    check_rows({
        {"missil*", "near"},
        {"str*", "kyiv gaza strike angriff"},
        {"erdog*", "frappes konustu"},
        {"Erdoğ*", "frappes konustu"},
        {"войс*", "voiska"},
        {"title:str*", "kyiv gaza strike"},
        {"zepp*", ""},
        {"drone convo*", ""},
        {"dron* -strike*", "near frappes"},
        {"حما*", "hamas-ar"},
    });
}

TEST_CASE("the title", "[search]") {
    check_rows({
        {"title:ceasefire", "talks"},
        {"intitle:ceasefire", "talks"},
        {"title:strike", "kyiv gaza strike"},
        {"title:(drone strike)", "kyiv strike"},
        {"title:(ceasefire OR shelling)", "talks khartoum"},
        {"title:convoy", "leap"},
        {"-title:ceasefire ceasefire", "gaza"},
        {"title:f16", "jets"},
        {"title:войска", "voiska"},
        {"title:the", "kyiv khartoum valley"},
    });
}

TEST_CASE("operators", "[search]") {
    check_rows({
        {"*", "kyiv kyiv-uk talks told gaza hamas-ar frappes angriff ataque voiska jiefu jidi "
              "konustu jets strike khartoum valley year undated tobe anon bare wounded leap near"},
        {"", "kyiv kyiv-uk talks told gaza hamas-ar frappes angriff ataque voiska jiefu jidi "
             "konustu jets strike khartoum valley year undated tobe anon bare wounded leap near"},
        {"ceasefire OR convoy", "talks gaza leap undated"},
        {"ceasefire OR convoy long", "talks gaza leap"},
        {"(ceasefire OR convoy) long", "leap"},
        {"ceasefire talks OR convoy long", "talks leap"},
        {"ceasefire AND talks OR convoy AND long", "talks leap"},
        {"strike -drone", "gaza"},
        {"strike NOT drone", "gaza"},
        {"strike AND NOT drone", "gaza"},
        {"strike !drone", "gaza"},
        {"strike -(drone OR school)", ""},
        {"strike -drone -school", ""},
        {"strike -\"drone strikes\"", "gaza strike"},
        {"-source:\"clash report\" strike", "strike"},
        {"--drone", "kyiv strike near frappes"},
        {"+drone strike", "kyiv strike"},
        {"strike OR -date:2000..", "kyiv gaza strike undated"},
        {"-date:..2025-06-30", "kyiv kyiv-uk talks gaza hamas-ar jiefu undated"},
        {"-lang:en", "kyiv-uk hamas-ar frappes angriff ataque voiska jiefu jidi konustu"},
        {"-lang:en -lang:zh -region:ukraine", "hamas-ar angriff ataque konustu"},
        {"-(lang:en OR lang:zh) date:2025-06", "frappes angriff ataque voiska"},
        {"(drone OR convoy) (strike OR long)", "kyiv strike leap"},
        {"((drone))", "kyiv strike near frappes"},
    });
}

TEST_CASE("stop words", "[search]") {
    check_rows({
        {"the convoy", "leap undated"},
        {"convoy the of and", "leap undated"},
        {"to be or not", "tobe"},
        {"+about convoy", "undated"},
        {"about", "undated"},
        {"the -date:2025", "tobe leap near khartoum"},
        {"which", "talks"},
        {"which truce", "talks"},
        {"-which ceasefire", "gaza"},
        {"the OR convoy", "kyiv talks gaza jets khartoum valley tobe wounded leap near undated"},
    });
}

TEST_CASE("designators and acronyms", "[search]") {
    check_rows({
        {"T-72", "kyiv kyiv-uk"},
        {"T72", "kyiv kyiv-uk"},
        {"t-72", "kyiv kyiv-uk"},
        {"T 72", "kyiv kyiv-uk"},
        {"Т-72", "kyiv kyiv-uk"}, // Cyrillic
        {"\"T-72\"", "kyiv"},
        {"\"T72 tank\"", "kyiv"},
        {"T-72 tank", "kyiv"},
        {"T-80", ""},
        {"F-16", "jets"},
        {"F16", "jets"},
        {"F-16s", "jets"},
        {"f16 -t72", "jets"},
        {"Su-34", "jets voiska"},
        {"Су-34", "jets voiska"},
        {"Su-34M", "jets"},
        {"S-300", "jets"},
        {"С-300", "jets"},
        {"5000", "jets"},
        {"5,000", "jets"},
        {"U.S.", "talks"},
        {"US", "talks"},
        {"us", "talks told"}, // the pronoun, and an acronym that nobody told apart
        {"WHO", "wounded"},
        {"it", "anon told"},
        {"Sanaa", "wounded"},
        {"Sana'a", "wounded"},
        {"russia", "wounded"},
        {"wasnt", "wounded"},
        {"wasn't", "wounded"},
    });
}

TEST_CASE("other scripts", "[search]") {
    check_rows({
        {"حماس", "hamas-ar"},
        {"حَمَاس", "hamas-ar"},
        {"حمـاس", "hamas-ar"},
        {"هجوم", "hamas-ar"},
        {"الهجوم", "hamas-ar"},
        {"احمد", "hamas-ar"},
        {"أحمد", "hamas-ar"},
        {"امنة", "hamas-ar"},
        {"آمنة", "hamas-ar"},
        {"基辅", "jiefu"},
        {"无人机", "jiefu"},
        {"无人机 基辅", "jiefu"},
        {"\"首都基辅\"", "jiefu"},
        {"基地", "jidi"},
        {"基", "jiefu jidi"},
        {"辅基", ""},
        {"konuştu", "konustu"},
    });
}
