// Queries against a small index: what is found, in which order, and what is counted.

#include "schema/document.h"
#include "schema/error.h"
#include "schema/layout.h"
#include "searcher/render.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

namespace {

Article with(Article a, std::vector<std::string> regions, std::vector<std::string> actors = {}) {
    a.given_regions = std::move(regions);
    a.given_actors = std::move(actors);
    return a;
}

std::vector<Article> small_corpus() {
    std::vector<Article> all;
    const auto add = [&](Article a) -> Article& {
        all.push_back(std::move(a));
        return all.back();
    };
    Article& kyiv = add(
        with(article("kyiv", "Drone strikes hit the capital",
                     "Waves of drones struck overnight. Officials said that two people died.\n\n"
                     "A T-72 tank burned by the river.",
                     "2025-07-01T06:00:00Z", "Clash Report"),
             {"kyiv"}, {"russia"}));
    kyiv.killed = Casualties{2, 2, "officials", {}};
    kyiv.events = {{"drone attack", {}}, {"air strike", {}}};
    kyiv.weapons = {{"T-72", {}}};
    kyiv.conflicts = {{"Russia-Ukraine war", {}}};
    kyiv.happened = {
        {{day_from_civil(2025, 6, 30), day_from_civil(2025, 7, 1)}, Precision::day, false, {}}};
    kyiv.authors = {"Jane Doe", "Ivan Petrenko"};
    kyiv.sections = {"Europe", "War"};
    kyiv.url = "https://example.org/Kyiv?a=1&b=2";
    add(with(article("kyiv-uk", "Дрони атакували столицю",
                     "Безпілотники вночі атакували місто. Військові повідомили про обстріл.\n\n"
                     "Танк Т-72 згорів.",
                     "2025-07-01", "Українська правда", "uk"),
             {"Київ"}, {"росія"}));
    add(with(article("talks", "Ceasefire talks resume",
                     "Negotiators met again. The U.S. envoy backs the plan, which was made public "
                     "in June. A truce may follow.",
                     "2025-07-02", "Reuters"),
             {"switzerland"}, {"united states"}));
    add(article("told", "They told us to leave",
                "Villagers told us that soldiers had come. It was over in an hour.", "2024-12-31",
                "REUTERS"));
    Article& gaza = add(
        with(article("gaza", "Five die in strike", "A strike hit a school. The ceasefire is over.",
                     "2025-07-03T23:30:00-04:00", "Clash Report"),
             {"gaza strip"}, {"israel", "hamas"}));
    gaza.killed = Casualties{5, 7, "", {}};
    gaza.injured = Casualties{10, 20, "", {}};
    gaza.events = {{"Air Strike", {}}};
    gaza.sections = {"Middle East"};
    add(with(article("hamas-ar", "حماس توافق على الهدنة",
                     "قال مسؤول إن حَمَاس وافقت على الهجـــوم. وقال أحمد إن المدينة آمنة.",
                     "2025-07-03", "الجزيرة", "ar"),
             {"غزة"}, {"حماس"}));
    add(with(article("frappes", "Les frappes ont repris",
                     "Les frappes de drones ont touché l'école. Erdoğan a réagi.", "2025-06-15",
                     "Le Monde", "fr"),
             {"ukraine"}));
    add(article("angriff", "Angriffe auf Stellungen",
                "Die Angriffe dauern an. Die Straße ist gesperrt.", "2025-06-20", "Der Spiegel",
                "de"));
    add(article("ataque", "Los ataques siguieron",
                "Los ataques continuaron por la mañana, dijo el general.", "2025-06-21", "El País",
                "es"));
    add(with(article("voiska", "Войска наступают",
                     "Войска атаковали позиции. Ещё один самолёт Су-34 сбит.", "2025-06-22",
                     "Медуза", "ru"),
             {"ukraine"}, {"russia"}));
    add(article("jiefu", "无人机袭击", "首都基辅遭到无人机袭击。", "2025-07-01", "新华社", "zh"));
    add(article("jidi", "基地", "基地在辅路附近。", "2025-05-01", "新华社", "zh"));
    add(article("konustu", "Erdogan konuştu", "Cumhurbaşkanı Erdoğan konuştu.", "2025-05-02",
                "Hürriyet", "tr"));
    Article& jets = add(article("jets", "F-16 jets arrive",
                                "Two F-16s and one Su34M flew. The S-300 battery, worth 5,000 "
                                "dollars, stayed silent.",
                                "2025-05-03", "Clash Report"));
    jets.weapons = {{"F-16", {}}, {"S-300", {}}};
    jets.authors = {"jane doe"};
    add(article("strike", "A strike by drone",
                "One drone strike failed. Strikes by artillery and by a lone drone went on.",
                "2025-04-30", "Local News"));
    Article& khartoum = add(with(article("khartoum", "Shelling in the city",
                                         "Shells fell on the market. Dozens were wounded.",
                                         "2023-04-15", "Sudan Tribune"),
                                 {"khartoum"}, {"rapid support forces"}));
    khartoum.killed = Casualties{30, 30, "", {}};
    khartoum.injured = Casualties{100, 100, "", {}};
    khartoum.events = {{"shelling", {}}};
    khartoum.happened = {
        {{day_from_civil(2023, 4, 14), day_from_civil(2023, 4, 14)}, Precision::day, false, {}}};
    add(with(article("valley", "Quiet in the valley", "Nothing happened for weeks.", "2025-06",
                     "Local News"),
             {"Brelkov Valley"}, {"Trellist Front"}));
    add(article("year", "A look back", "Brelkov Valley was quiet then.", "2019", "Almanac"));
    add(article("undated", "Notes", "Notes without a date about a convoy.", "", "Notebook"));
    add(article("tobe", "To be or not to be", "The who, the what.", "2001-01-01", "Almanac"));
    add(article("anon", "", "An article without a title. It has text.", "2025-03-03"));
    add(article("bare", "A title without text", "", "2025-03-04", "Local News"));
    add(article("wounded", "Counter-terrorism raid",
                "Police in Sana'a said Russia's envoy wasn't hurt. The WHO sent help.",
                "2025-02-28", "Local News"));
    add(article("leap", "Convoy", "A convoy left. The convoy was long. Convoys!", "2024-02-29",
                "Local News"));
    add(article("near", "Front line",
                "The missile flew one two three four five six seven kilometres.\n\nDrones came.",
                "2024-03-01", "Local News"));
    return all;
}

// One index for all tests that only read.
const std::filesystem::path& small_index() {
    static const TemporaryDirectory directory;
    static const bool written = (write_index(directory.path(), small_corpus(), 7), true);
    static_cast<void>(written);
    return directory.path();
}

SearchRequest request_of(std::string query) {
    SearchRequest request;
    request.query = std::move(query);
    request.limit = 1000;
    return request;
}

std::string sorted_ids(const std::string& text) {
    std::vector<std::string> list;
    std::istringstream words(text);
    for (std::string word; words >> word;) list.push_back(word);
    std::sort(list.begin(), list.end());
    return fmt::format("{}", fmt::join(list, " "));
}

struct Row {
    const char* query;
    const char* ids; // any order
};

void check_rows(std::initializer_list<Row> rows) {
    static Searcher searcher(small_index());
    for (const Row& row : rows) {
        INFO("query: " << row.query);
        SearchResult result;
        REQUIRE_NOTHROW(result = searcher.search(request_of(row.query)));
        INFO("parsed: " << result.query.parsed);
        CHECK(sorted_ids(ids_of(result)) == sorted_ids(row.ids));
        CHECK(result.total == result.hits.size());
    }
}

std::string warnings_of(const SearchResult& result) {
    std::string all;
    for (const QueryWarning& warning : result.query.warnings) all += warning.message + "\n";
    return all;
}

std::string facet_text(const FacetResult& facet) {
    std::string text;
    for (const FacetValue& value : facet.values)
        text += fmt::format("{}{}={}{}{} ", text.empty() ? "" : " ", value.id, value.count,
                            value.selected ? "+" : "", value.excluded ? "-" : "");
    return text;
}

std::uint64_t count_of(const FacetResult& facet, std::string_view id) {
    for (const FacetValue& value : facet.values)
        if (value.id == id) return value.count;
    return 0;
}

} // namespace

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

TEST_CASE("places and actors", "[search]") {
    check_rows({
        {"region:ukraine", "kyiv kyiv-uk frappes voiska"},
        {"region:Україна", "kyiv kyiv-uk frappes voiska"},
        {"region:UA", "kyiv kyiv-uk frappes voiska"},
        {"place:ukraine", "kyiv kyiv-uk frappes voiska"},
        {"region:kyiv", "kyiv kyiv-uk"},
        {"region:київ", "kyiv kyiv-uk"},
        {"region:Kiev", "kyiv kyiv-uk"},
        {"region:=ukraine", "frappes voiska"},
        {"region:europe", "kyiv kyiv-uk frappes voiska talks wounded"},
        {"region:(kyiv OR khartoum)", "kyiv kyiv-uk khartoum"},
        {"region:ukraine -region:kyiv", "frappes voiska"},
        {"region:\"middle east\"", "gaza hamas-ar wounded"},
        {"region:khartoum", "khartoum"},
        {"region:sudan drone", ""},
        {"actor:russia", "kyiv kyiv-uk voiska wounded"},
        {"who:russia", "kyiv kyiv-uk voiska wounded"},
        {"actor:росія", "kyiv kyiv-uk voiska wounded"},
        {"actor:hamas", "gaza hamas-ar"},
        {"actor:حماس", "gaza hamas-ar"},
        {"actor:=hamas", "gaza hamas-ar"},
        {"actor:hamas actor:israel", "gaza"},
        {"actor:(russia OR hamas)", "kyiv kyiv-uk voiska gaza hamas-ar wounded"},
        {"actor:RSF", "khartoum"},
        {"mentions:kyiv", "kyiv kyiv-uk"},
        {"mentions:hamas", "gaza hamas-ar"},
        {"-actor:russia region:ukraine", "frappes"},
        {"region:ukraine OR region:sudan", "kyiv kyiv-uk frappes voiska khartoum"},
    });
}

TEST_CASE("a name that nobody knows is searched in the text", "[search]") {
    Searcher searcher(small_index());
    for (const char* query :
         {"region:\"brelkov valley\"", "actor:\"Brelkov Valley\"", "mentions:\"brelkov valley\""}) {
        INFO(query);
        const SearchResult result = searcher.search(request_of(query));
        CHECK(ids_of(result) == "year");
        CHECK_THAT(warnings_of(result), Catch::Contains("searched in the text as a phrase"));
        CHECK(marked(result.hits.at(0).snippet) == "[Brelkov Valley] was quiet then.");
    }
}

TEST_CASE("keywords are compared whole", "[search]") {
    check_rows({
        {"source:\"clash report\"", "kyiv gaza jets"},
        {"source:\"Clash  Report\"", "kyiv gaza jets"},
        {"publisher:\"CLASH REPORT\"", "kyiv gaza jets"},
        {"source:clash", ""},
        {"source:reuters", "talks told"},
        {"source:(reuters OR almanac)", "talks told year tobe"},
        {"source:\"le monde\"", "frappes"},
        {"source:hurriyet", "konustu"},
        {"source:Hürriyet", "konustu"},
        {"source:新华社", "jiefu jidi"},
        {"source:الجزيرة", "hamas-ar"},
        {"lang:uk", "kyiv-uk"},
        {"language:ZH", "jiefu jidi"},
        {"event:\"air strike\"", "kyiv gaza"},
        {"event:\"drone attack\"", "kyiv kyiv-uk frappes strike"},
        {"event:\"ataque con drones\"", "kyiv kyiv-uk frappes strike"},
        {"type:shelling", "khartoum kyiv-uk strike"},
        {"type:обстріл", "khartoum kyiv-uk strike"},
        {"weapon:t-72", "kyiv kyiv-uk"},
        {"weapon:tank", "kyiv kyiv-uk"},
        {"weapon:(T72 OR F-16)", "kyiv kyiv-uk jets"},
        {"war:\"russia-ukraine war\"", "kyiv kyiv-uk frappes voiska"},
        {"author:\"jane doe\"", "kyiv jets"},
        {"by:\"Ivan Petrenko\"", "kyiv"},
        {"section:war", "kyiv"},
        {"section:\"middle east\"", "gaza"},
        {"id:kyiv", "kyiv"},
        {"id:KYIV", ""},
        {"id:(kyiv OR gaza)", "kyiv gaza"},
        {"url:\"https://example.org/Kyiv?a=1&b=2\"", "kyiv"},
        {"url:https://example.org/Kyiv?a=1&b=2", "kyiv"},
        {"url:\"https://example.org/kyiv?a=1&b=2\"", ""},
    });
}

TEST_CASE("dates", "[search]") {
    check_rows({
        {"date:2025-07-01", "kyiv kyiv-uk jiefu"},
        {"published:2025-07-01", "kyiv kyiv-uk jiefu"},
        {"date:2025-07", "kyiv kyiv-uk talks gaza hamas-ar jiefu"},
        {"date:2025-07-03", "gaza hamas-ar"},
        {"date:2024", "told leap near"},
        {"date:2024-02-29", "leap"},
        {"date:2024-02-29..2024-03-01", "leap near"},
        {"date:2025-06-20..2025-07-01", "angriff ataque voiska kyiv kyiv-uk jiefu"},
        {"date:2025-06", "frappes angriff ataque voiska valley"},
        {"date:2025-06-01..2025-06-30", "frappes angriff ataque voiska valley"},
        {"date:2025-06-22..", "voiska kyiv kyiv-uk talks gaza hamas-ar jiefu"},
        {"date:..2023", "khartoum year tobe"},
        {"date:..2019", "year tobe"},
        {"date:<2019", "tobe"},
        {"date:<=2019", "year tobe"},
        {"date:>2025-07-02", "gaza hamas-ar"},
        {"date:>=2025-07-02", "talks gaza hamas-ar"},
        {"date:2019", "year"},
        {"date:2019-05", ""},
        {"date:2018..2020", "year"},
        {"date:1000..1999", ""},
        {"date:2024-12-31", "told"},
        {"-date:1000..", "undated"},
        {"date:2025-07-01 lang:en", "kyiv"},
        {"date:\"1 July 2025\"", "kyiv kyiv-uk jiefu"},
        {"date:2025-07-02 OR date:2024-12-31", "talks told"},
        {"happened:2025-06-30", "kyiv kyiv-uk"},
        {"happened:2025-07-01", "kyiv kyiv-uk"},
        {"when:2025-07-02", ""},
        {"happened:2023", "khartoum"},
        {"happened:2023-04-01..2025", "khartoum kyiv kyiv-uk"},
        {"updated:2025", ""},
    });
}

TEST_CASE("counts", "[search]") {
    check_rows({
        {"killed:2", "kyiv"},
        {"killed:5..", "gaza khartoum"},
        {"killed:6", "gaza"}, // five to seven
        {"killed:8..", "khartoum"},
        {"killed:..5", "kyiv gaza"},
        {"killed:3..4", ""},
        {"killed:>7", "khartoum"},
        {"killed:>=7", "gaza khartoum"},
        {"killed:<5", "kyiv"},
        {"killed:0..", "kyiv gaza khartoum"},
        {"dead:2..30", "kyiv gaza khartoum"},
        {"injured:15", "gaza"},
        {"wounded:..100", "gaza khartoum"},
        {"-killed:0.. strike", "strike"},
        {"version:1 convoy", "leap undated"},
        {"version:2..", ""},
        {"killed:4294967295", ""},
    });
}

TEST_CASE("sort orders and paging", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        INFO("columns: " << columns);
        SearchRequest request = request_of("source:\"clash report\" OR ceasefire");
        request.sort = Sort::newest;
        CHECK(ids_of(searcher.search(request)) == "gaza talks kyiv jets");
        request.sort = Sort::oldest;
        CHECK(ids_of(searcher.search(request)) == "jets kyiv talks gaza");

        for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest}) {
            SearchRequest all = request_of("*");
            all.sort = sort;
            const SearchResult whole = searcher.search(all);
            CHECK(whole.hits.size() == 25);
            std::string paged;
            for (std::size_t offset = 0; offset < 30; offset += 4) {
                SearchRequest page = all;
                page.offset = offset;
                page.limit = 4;
                const SearchResult result = searcher.search(page);
                CHECK(result.total == 25);
                for (std::size_t i = 0; i < result.hits.size(); ++i)
                    CHECK(result.hits[i].rank == offset + i + 1);
                if (!paged.empty() && !result.hits.empty()) paged += ' ';
                paged += ids_of(result);
            }
            CHECK(paged == ids_of(whole));
        }
    }
}

TEST_CASE("odd offsets and limits", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
        for (const Sort sort : {Sort::relevance, Sort::newest})
            for (const std::size_t offset : {std::size_t{25}, std::size_t{26}, std::size_t{1} << 32,
                                             (std::size_t{1} << 32) + 3, most - 3, most})
                for (const std::size_t limit : {std::size_t{0}, std::size_t{10}, most}) {
                    INFO("columns " << columns << " offset " << offset << " limit " << limit);
                    SearchRequest request = request_of("*");
                    request.sort = sort;
                    request.offset = offset;
                    request.limit = limit;
                    const SearchResult result = searcher.search(request);
                    CHECK(result.hits.empty());
                    CHECK(result.total == 25);
                    CHECK(searcher.stream(request, [](Hit&) { return true; }) == 0);
                }
        SearchRequest request = request_of("*");
        request.sort = Sort::newest;
        request.offset = 20;
        request.limit = most;
        CHECK(searcher.search(request).hits.size() == 5);
    }
}

TEST_CASE("a stream gives the hits of a search in the same order", "[search]") {
    Searcher searcher(small_index());
    for (const char* query : {"*", "strike", "region:ukraine", "drone -strike", "zeppelin"})
        for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest}) {
            SearchRequest request = request_of(query);
            request.sort = sort;
            const SearchResult whole = searcher.search(request);
            request.limit = 0;
            SearchResult streamed;
            const auto visited = searcher.stream(request, [&](Hit& hit) {
                streamed.hits.push_back(hit);
                return true;
            });
            CHECK(visited == whole.total);
            CHECK(ids_of(streamed) == ids_of(whole));
            request.offset = 1;
            request.limit = 2;
            streamed.hits.clear();
            searcher.stream(request, [&](Hit& hit) {
                streamed.hits.push_back(hit);
                return true;
            });
            CHECK(ids_of(streamed) == ids_of(searcher.search(request)));
        }
    std::size_t seen = 0;
    CHECK(searcher.stream(request_of("*"), [&](Hit&) { return ++seen < 3; }) == 3);
}

TEST_CASE("facets are counted exactly, from columns and from slots", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        INFO("columns: " << columns);
        SearchRequest request = request_of("region:ukraine");
        for (const Field& f : fields)
            if (f.facet) request.facets.push_back({f.id, 0});
        const SearchResult result = searcher.search(request);
        CHECK(result.total == 4);
        std::map<FieldId, const FacetResult*> facets;
        for (const FacetResult& facet : result.facets) facets[facet.field] = &facet;
        CHECK(count_of(*facets[FieldId::region], "ukraine") == 4);
        CHECK(count_of(*facets[FieldId::region], "kyiv") == 2);
        CHECK(count_of(*facets[FieldId::region], "europe") == 4);
        CHECK(count_of(*facets[FieldId::actor], "russia") == 3);
        CHECK(count_of(*facets[FieldId::lang], "en") == 1);
        CHECK(count_of(*facets[FieldId::date], "2025") == 4);
        CHECK(count_of(*facets[FieldId::date], "2025-07") == 2);
        CHECK(count_of(*facets[FieldId::date], "2025-06-15") == 1);
        CHECK(count_of(*facets[FieldId::event], "air strike") == 1);
        CHECK(facets[FieldId::lang]->values.size() == 4);
        CHECK(facets[FieldId::lang]->distinct == 4);
        for (const FacetValue& value : facets[FieldId::region]->values) {
            if (value.id == "ukraine") {
                CHECK(value.name == "Ukraine");
                CHECK(!value.parent.empty());
            }
            CHECK(!value.selected);
        }
        for (const FacetValue& value : facets[FieldId::date]->values)
            if (value.id == "2025-06-15") CHECK(value.parent == "2025-06");

        request = request_of("*");
        request.facets = {{FieldId::source, 2}};
        const FacetResult sources = searcher.search(request).facets.at(0);
        CHECK(facet_text(sources) == "local news=6  clash report=3 ");
        CHECK(sources.distinct == 14);
        CHECK(sources.values[1].name == "Clash Report");
    }
}

TEST_CASE("a facet ignores its own selection, and only that", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        INFO("columns: " << columns);
        SearchRequest request = request_of("*");
        request.selections = {{FieldId::lang, {"uk"}, {}}, {FieldId::region, {"Kiev"}, {}}};
        request.facets = {{FieldId::lang, 0}, {FieldId::region, 0}, {FieldId::source, 0}};
        SearchResult result = searcher.search(request);
        CHECK(ids_of(result) == "kyiv-uk");
        CHECK(result.total == 1);
        CHECK(facet_text(result.facets[0]) == "en=1  uk=1+ ");
        CHECK(count_of(result.facets[1], "ukraine") == 1);
        CHECK(facet_text(result.facets[2]) == "українська правда=1 ");

        // What is excluded may be chosen instead, too.
        request.selections = {{FieldId::lang, {}, {"en"}},
                              {FieldId::region, {"ukraine"}, {"kyiv"}}};
        result = searcher.search(request);
        CHECK(sorted_ids(ids_of(result)) == "frappes voiska");
        CHECK(result.total == 2);
        CHECK(facet_text(result.facets[0]) == "fr=1  ru=1 ");
        CHECK(count_of(result.facets[1], "kyiv") == 1);
        for (const FacetValue& value : result.facets[1].values) {
            CHECK(value.selected == (value.id == "ukraine"));
            CHECK(value.excluded == (value.id == "kyiv"));
        }

        // Given in two pieces a selection means the same.
        request.selections = {{FieldId::region, {"kyiv"}, {}},
                              {FieldId::region, {"khartoum"}, {}},
                              {FieldId::lang, {"en"}, {}},
                              {FieldId::lang, {}, {"uk"}}};
        result = searcher.search(request);
        CHECK(sorted_ids(ids_of(result)) == "khartoum kyiv");
        CHECK(result.total == 2);
        CHECK(facet_text(result.facets[0]) == "en=2+  uk=1- ");

        // Days, months and years of one field together.
        request.selections = {{FieldId::date, {"2024", "2025-05", "2025-07-02"}, {}}};
        request.facets = {{FieldId::date, 0}};
        result = searcher.search(request);
        CHECK(sorted_ids(ids_of(result)) == sorted_ids("told leap near jidi konustu jets talks"));
        CHECK(count_of(result.facets[0], "2025-07") == 6);

        // Fields that are no facets select as well.
        request.selections = {{FieldId::mentions, {"kyiv"}, {}}, {FieldId::id, {}, {"kyiv"}}};
        CHECK(ids_of(searcher.search(request)) == "kyiv-uk");
        request.selections = {{FieldId::source, {"nobody"}, {}}};
        CHECK(searcher.search(request).total == 0);
        request.selections = {{FieldId::region, {}, {}}};
        CHECK(searcher.search(request).total == 25);
    }
}

TEST_CASE("a place that only the articles know can be selected", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        INFO("columns: " << columns);
        SearchRequest request = request_of("*");
        request.facets = {{FieldId::region, 0}, {FieldId::actor, 0}};
        SearchResult result = searcher.search(request);
        CHECK(count_of(result.facets[0], "brelkov valley") == 1);
        CHECK(count_of(result.facets[1], "trellist front") == 1);
        request.selections = {{FieldId::region, {"brelkov valley"}, {}},
                              {FieldId::actor, {"Trellist Front"}, {}}};
        result = searcher.search(request);
        CHECK(ids_of(result) == "valley");
        CHECK(warnings_of(result).empty());
        CHECK(count_of(result.facets[0], "brelkov valley") == 1);
        request.selections = {{FieldId::region, {}, {"brelkov valley"}}};
        CHECK(searcher.search(request).total == 24);
    }
}

TEST_CASE("from and to", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        SearchRequest request = request_of("strike");
        request.from = "2025-05";
        request.facets = {{FieldId::date, 0}};
        CHECK(sorted_ids(ids_of(searcher.search(request))) == "gaza kyiv");
        request.to = "2025-06-30";
        CHECK(searcher.search(request).total == 0);
        request.from.reset();
        CHECK(sorted_ids(ids_of(searcher.search(request))) == "strike");
        request.from = "2026";
        CHECK_THROWS_AS(searcher.search(request), Error);
        request.from = "soon";
        CHECK_THROWS_AS(searcher.search(request), Error);
    }
}

TEST_CASE("date facets show days and months only while they are few", "[search]") {
    TemporaryDirectory directory;
    std::vector<Article> articles;
    for (int i = 0; i < 130; ++i)
        articles.push_back(article(fmt::format("d{}", i), "Day", i < 70 ? "early" : "late",
                                   format_day(day_from_civil(2024, 1, 1) + i)));
    for (int i = 0; i < 130; ++i)
        articles.push_back(article(fmt::format("m{}", i), "Month", "long",
                                   fmt::format("{:04}-{:02}", 1950 + i / 12, 1 + i % 12)));
    write_index(directory.path(), articles);
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        const auto sizes = [&](const char* query, std::size_t size) {
            SearchRequest request = request_of(query);
            request.facets = {{FieldId::date, size}};
            std::map<std::size_t, int> counts;
            std::string before;
            const SearchResult result = searcher.search(request);
            for (const FacetValue& value : result.facets.at(0).values) {
                ++counts[value.id.size()];
                CHECK(before < value.id);
                before = value.id;
            }
            return fmt::format("{} {} {}", counts[4], counts[7], counts[10]);
        };
        CHECK(sizes("late", 10) == "1 3 60");
        CHECK(sizes("early", 10) == "1 3 0");
        CHECK(sizes("early", 0) == "1 3 70");
        CHECK(sizes("long", 10) == "11 0 0");
        CHECK(sizes("long", 0) == "11 130 0");
    }
}

TEST_CASE("titles count more than bodies, and phrases are ranked", "[search]") {
    TemporaryDirectory directory;
    const std::string rest = " Nothing else of note was said in the whole of the long report.";
    write_index(directory.path(),
                {article("body", "Report", "First." + rest + "\n\nThe convoy left." + rest),
                 article("title", "The convoy", "First." + rest + "\n\nThe report left." + rest),
                 article("often", "Report", "First." + rest + "\n\nConvoy, convoy." + rest)});
    Searcher searcher(directory.path());
    const SearchResult result = searcher.search(request_of("convoy"));
    CHECK_THAT(ids_of(result), Catch::EndsWith("body"));
    CHECK(result.hits.at(0).score > result.hits.at(2).score);
    CHECK(searcher.search(request_of("date:..2030 OR convoy")).total == 3);
}

TEST_CASE("hits carry what the article is about", "[search]") {
    Searcher searcher(small_index());
    SearchRequest request = request_of("id:kyiv drone tank date:2025 region:ukraine killed:2");
    request.explain = true;
    const Hit hit = searcher.search(request).hits.at(0);
    CHECK(hit.title == "Drone strikes hit the capital");
    CHECK(marked(hit.highlighted_title) == "[Drone] strikes hit the capital");
    CHECK(marked(hit.snippet) == "Waves of [drones] struck overnight. Officials said that two "
                                 "people died. A T-72 [tank] burned by the river.");
    REQUIRE(!hit.regions.empty());
    CHECK(hit.regions[0]->id == "kyiv");
    CHECK(hit.regions[0]->path.back() == "kyiv");
    CHECK(std::count(hit.regions[0]->path.begin(), hit.regions[0]->path.end(), "ukraine") == 1);
    const auto& why = hit.matched;
    for (const char* clause :
         {"drone", "tank", "date:2025", "region:ukraine", "id:kyiv", "killed:2"})
        CHECK(std::count(why.begin(), why.end(), clause) == 1);
    CHECK(searcher.search(request_of("id:anon")).hits.at(0).title == "An article without a title.");
    request.snippets = false;
    CHECK(searcher.search(request).hits.at(0).snippet.empty());
}

TEST_CASE("many shards answer as one", "[search]") {
    TemporaryDirectory one;
    TemporaryDirectory many;
    std::vector<Article> articles = small_corpus();
    for (std::size_t i = 0; i < articles.size(); ++i) // no two on the same moment
        if (articles[i].date.precision() >= Precision::day)
            articles[i].date.second_of_day = static_cast<std::int32_t>(i * 60);
    write_index(one.path(), articles);
    write_index(many.path(), articles, 3);
    REQUIRE(read_layout(many.path()).shards.size() > 3);
    IndexWriter(one.path(), builtin_gazetteer(), {}).compact();
    REQUIRE(read_layout(one.path()).shards.size() == 1);
    for (const bool columns : {false, true}) {
        Searcher a(one.path());
        Searcher b(many.path());
        if (columns) {
            a.load_columns();
            b.load_columns();
        }
        for (const char* query :
             {"drone", "strike", "\"drone strikes\"", "str*", "region:ukraine", "convoy OR drone",
              "drone NEAR/3 strike", "-drone", "the", "T-72 OR ceasefire", "killed:2..", "дрони",
              "con* OR str* OR dro*", "*"})
            for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest}) {
                INFO("query: " << query);
                SearchRequest request = request_of(query);
                request.sort = sort;
                request.selections = {{FieldId::lang, {}, {"de"}}};
                for (const Field& f : fields)
                    if (f.facet) request.facets.push_back({f.id, 0});
                const SearchResult x = a.search(request);
                const SearchResult y = b.search(request);
                CHECK(x.total == y.total);
                REQUIRE(x.hits.size() == y.hits.size());
                std::map<std::string, const Hit*> by_id;
                for (const Hit& hit : y.hits) by_id[hit.article.id] = &hit;
                for (std::size_t i = 0; i < x.hits.size(); ++i) {
                    // The order of equals may differ.
                    CHECK(x.hits[i].score == Approx(y.hits[i].score));
                    if (sort != Sort::relevance)
                        CHECK(x.hits[i].article.date == y.hits[i].article.date);
                    const Hit* same = by_id[x.hits[i].article.id];
                    REQUIRE(same);
                    CHECK(x.hits[i].score == Approx(same->score));
                    CHECK(x.hits[i].snippet == same->snippet);
                    CHECK(x.hits[i].highlighted_title == same->highlighted_title);
                }
                for (std::size_t i = 0; i < x.facets.size(); ++i)
                    CHECK(facet_text(x.facets[i]) == facet_text(y.facets[i]));
            }
    }
}

TEST_CASE("a searcher sees what a writer changes meanwhile", "[search]") {
    TemporaryDirectory directory;
    write_index(directory.path(), small_corpus(), 5);
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        SearchRequest request = request_of("*");
        request.facets = {{FieldId::source, 0}};
        const std::uint64_t documents = searcher.documents();
        std::uint64_t revision = searcher.revision();
        CHECK(searcher.search(request).total == documents);
        for (int round = 0; round < 4; ++round) {
            IndexWriter writer(directory.path(), builtin_gazetteer(), {});
            const std::string text = fmt::format("A zeppelin, number {} {}", round, columns);
            writer.add(article("kyiv", "Changed", text, "2025-07-05", "Clash Report"));
            writer.flush();
            CHECK(searcher.search(request).total == documents);
            CHECK(ids_of(searcher.search(request_of("zeppelin"))) == "kyiv");
            CHECK(searcher.article("kyiv")->text == text);
            CHECK(searcher.revision() > revision);
            revision = searcher.revision();
            if (round == 1) writer.compact();
            CHECK(searcher.search(request).total == documents);
        }
        IndexWriter writer(directory.path(), builtin_gazetteer(), {});
        const std::string gone = columns ? "talks" : "told";
        CHECK(writer.remove(gone));
        CHECK(!writer.remove("nobody"));
        writer.flush();
        CHECK(searcher.search(request).total == documents - 1);
        CHECK(!searcher.article(gone));
        CHECK(searcher.search(request_of("id:" + gone)).total == 0);
    }
}

TEST_CASE("a stream goes on while the index changes under it", "[search]") {
    TemporaryDirectory directory;
    std::vector<Article> articles;
    for (int i = 0; i < 300; ++i)
        articles.push_back(article(fmt::format("a{:03}", i), "Convoy",
                                   std::string(2000, 'x') + " convoy", "2025-07-01"));
    write_index(directory.path(), articles, 100);
    Searcher searcher(directory.path());
    IndexWriter writer(directory.path(), builtin_gazetteer(), {});
    SearchRequest request = request_of("convoy");
    request.limit = 0;
    std::set<std::string> seen;
    int visits = 0;
    REQUIRE_NOTHROW(searcher.stream(request, [&](Hit& hit) {
        CHECK(seen.insert(hit.article.id).second);
        if (++visits % 20 == 0 && visits < 160) {
            writer.remove(fmt::format("a{:03}", 299 - visits / 2));
            if (visits == 100)
                writer.compact();
            else
                writer.flush();
        }
        return true;
    }));
    CHECK(seen.size() >= 290);
    CHECK(searcher.search(request_of("convoy")).total == 293);
}

TEST_CASE("an index that cannot be searched is explained", "[search]") {
    TemporaryDirectory directory;
    const auto refused = [](const std::filesystem::path& path) {
        try {
            Searcher searcher(path);
            return std::string("opened");
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::index);
            CHECK(!error.hint.empty());
            return error.message;
        }
    };
    CHECK_THAT(refused(directory.path() / "nowhere"), Catch::Contains("there is no index"));
    CHECK_THAT(refused(directory.path()), Catch::Contains("there is no index"));
    CHECK_THAT(refused(""), Catch::Contains("there is no index"));

    const auto foreign = directory.path() / "foreign";
    Xapian::WritableDatabase(foreign.string(), Xapian::DB_CREATE).commit();
    CHECK_THAT(refused(foreign), Catch::Contains("not a Sitrep index"));

    const auto unstamped = directory.path() / "unstamped";
    std::filesystem::create_directory(unstamped);
    Xapian::WritableDatabase((unstamped / "main-0001").string(), Xapian::DB_CREATE).commit();
    std::ofstream(unstamped / "XAPIANDB") << "auto main-0001\n";
    CHECK_THAT(refused(unstamped), Catch::Contains("schema"));

    const auto other = directory.path() / "other";
    write_index(other, {article("a", "A", "b")});
    {
        std::ifstream in(other / "XAPIANDB");
        std::string text((std::istreambuf_iterator<char>(in)), {});
        text.replace(text.find("schema "), 8, "schema 9");
        std::ofstream(other / "XAPIANDB") << text;
    }
    CHECK_THAT(refused(other), Catch::Contains("schema 9"));

    const auto garbled = directory.path() / "garbled";
    std::filesystem::create_directory(garbled);
    std::ofstream(garbled / "XAPIANDB") << "what is this\n";
    CHECK_THAT(refused(garbled), Catch::Contains("cannot read the line"));
    std::ofstream(garbled / "XAPIANDB") << "";
    CHECK_THAT(refused(garbled), Catch::Contains("no shard"));
    std::ofstream(garbled / "XAPIANDB") << "auto main-0007\n";
    CHECK_THAT(refused(garbled), Catch::Contains("garbled"));
}

TEST_CASE("a name that holds the separator of values is one value", "[search]") {
    TemporaryDirectory directory;
    write_index(directory.path(), {article("a", "A", "b", "2025",
                                           "One\x1f"
                                           "Two")});
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        SearchRequest request = request_of("source:\"one two\"");
        request.facets = {{FieldId::source, 0}};
        const SearchResult result = searcher.search(request);
        CHECK(result.total == 1);
        CHECK(facet_text(result.facets.at(0)) == "one two=1 ");
    }
}

TEST_CASE("an empty index answers", "[search]") {
    TemporaryDirectory directory;
    write_index(directory.path(), {});
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        for (const char* query : {"*", "", "drone", "-drone", "date:2025..", "killed:1..", "dro*",
                                  "\"a b\"", "a NEAR/3 b", "region:ukraine"}) {
            SearchRequest request = request_of(query);
            request.facets = {{FieldId::region, 10}, {FieldId::date, 10}};
            request.selections = {{FieldId::lang, {"en"}, {}}};
            const SearchResult result = searcher.search(request);
            CHECK(result.total == 0);
            CHECK(result.facets.size() == 2);
        }
        CHECK(!searcher.article("kyiv"));
        CHECK(searcher.documents() == 0);
    }
}

// ---- the field table

namespace {

// An article that has a value in every field, and nothing in common with the others.
Article complete_article() {
    Article a = article("complete:1", "Unsinn headline", "Quatsch body with words.",
                        "2025-07-04T10:00:00Z", "Walk Source", "nl");
    a.url = "https://example.org/complete";
    a.updated = parse_date("2025-07-06").value();
    a.authors = {"Walk Author"};
    a.sections = {"Walk Section"};
    a.given_regions = {"madagascar"};
    a.given_actors = {"hezbollah"};
    a.conflicts = {{"walk war", {}}};
    a.events = {{"walk event", {}}};
    a.weapons = {{"walk weapon", {}}};
    a.agencies = {{"walk agency", {}}};
    a.happened = {
        {{day_from_civil(2025, 7, 3), day_from_civil(2025, 7, 3)}, Precision::day, false, {}}};
    a.killed = Casualties{41, 43, "", {}};
    a.injured = Casualties{410, 430, "", {}};
    return a;
}

struct FieldRow {
    FieldId field;
    const char* value; // finds the complete article and no other
    const char* other; // finds nothing
    const char* facet; // id of its facet value, or empty
    const char* jsonl; // pointer to it in the JSONL of the hit, or empty
    const char* shown; // what stands there, as JSON
};

const std::vector<FieldRow>& field_rows() {
    static const std::string now = format_day(static_cast<Day>(now_seconds() / 86400));
    static const std::vector<FieldRow> rows{
        {FieldId::text, "quatsch", "absent", "", "/text", "\"Quatsch body with words.\""},
        {FieldId::title, "unsinn", "quatsch", "", "/title", "\"Unsinn headline\""},
        {FieldId::region, "madagascar", "iceland", "madagascar", "/regions/0/id", "\"madagascar\""},
        {FieldId::actor, "hezbollah", "taliban", "hezbollah", "/actors/0/id", "\"hezbollah\""},
        {FieldId::mentions, "hezbollah", "taliban", "", "", ""},
        {FieldId::conflict, "walk war", "walk", "walk war", "/conflicts/0", "\"walk war\""},
        {FieldId::event, "walk event", "walk", "walk event", "/events/0", "\"walk event\""},
        {FieldId::weapon, "walk weapon", "walk", "walk weapon", "/weapons/0", "\"walk weapon\""},
        {FieldId::date, "2025-07-04", "2025-07-05", "2025-07-04", "/published",
         "\"2025-07-04T10:00:00Z\""},
        {FieldId::happened, "2025-07-03", "2025-07-04", "2025-07-03", "/happened/0/from",
         "\"2025-07-03\""},
        {FieldId::killed, "42", "44", "", "/killed/low", "41"},
        {FieldId::injured, "430", "431", "", "/injured/high", "430"},
        {FieldId::source, "walk source", "walk", "walk source", "/source", "\"Walk Source\""},
        {FieldId::agency, "walk agency", "walk", "walk agency", "/agencies/0", "\"walk agency\""},
        {FieldId::author, "walk author", "walk", "walk author", "/authors/0", "\"Walk Author\""},
        {FieldId::lang, "nl", "sv", "nl", "/lang", "\"nl\""},
        {FieldId::section, "walk section", "walk", "walk section", "/sections/0",
         "\"Walk Section\""},
        // Stories and copies are found by the indexer, not given.
        {FieldId::story, "", "none", "", "", ""},
        {FieldId::copies, "", "none", "", "", ""},
        {FieldId::indexed, now.c_str(), "2001", "", "/indexed", ""},
        {FieldId::updated, "2025-07-06", "2025-07-07", "", "/updated", "\"2025-07-06\""},
        {FieldId::version, "2", "3", "", "/version", "2"},
        {FieldId::id, "complete:1", "complete", "", "/id", "\"complete:1\""},
        {FieldId::url, "https://example.org/complete", "https://example.org/", "", "/url",
         "\"https://example.org/complete\""},
    };
    return rows;
}

std::string clause(const Field& f, std::string_view name, const char* value) {
    const bool number = f.kind == FieldKind::count || f.kind == FieldKind::number;
    return number ? fmt::format("{}:{}", name, value) : fmt::format("{}:\"{}\"", name, value);
}

} // namespace

TEST_CASE("every field is indexed, queried, selected, counted and shown", "[search]") {
    TemporaryDirectory directory;
    Article first = complete_article();
    first.text = "An earlier version.";
    write_index(directory.path(), {first, article("other", "Something else", "Entirely.",
                                                  "2020-01-01", "Elsewhere")});
    write_index(directory.path(), {complete_article()});
    REQUIRE(field_rows().size() == fields.size());
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        for (const FieldRow& row : field_rows()) {
            const Field& f = field(row.field);
            INFO("field: " << f.name);
            const bool recent = row.field == FieldId::indexed; // every article is
            const std::string found = recent ? "complete:1 other" : "complete:1";
            for (const std::string_view name : {f.name, f.aliases[0], f.aliases[1]}) {
                if (name.empty()) continue;
                const auto total = [&](const char* value) {
                    return sorted_ids(ids_of(searcher.search(request_of(clause(f, name, value)))));
                };
                CHECK(total(row.other).empty());
                if (*row.value != '\0') CHECK(total(row.value) == found);
            }
            if (*row.value == '\0') continue;
            SearchRequest request = request_of("*");
            request.selections = {{row.field, {row.value}, {}}};
            CHECK(sorted_ids(ids_of(searcher.search(request))) == found);
            request.selections = {{row.field, {}, {row.value}}};
            CHECK(ids_of(searcher.search(request)) == (recent ? "" : "other"));

            request = request_of(clause(f, f.name, row.value));
            request.facets = {{row.field, 0}};
            if (f.facet) {
                const FacetResult facet = searcher.search(request).facets.at(0);
                CHECK(count_of(facet, row.facet) == 1);
            } else {
                CHECK_THROWS_AS(searcher.search(request), Error);
            }
            if (*row.jsonl == '\0') continue;
            request.facets.clear();
            const SearchResult result = searcher.search(request);
            const auto hit = std::find_if(result.hits.begin(), result.hits.end(), [](const Hit& h) {
                return h.article.id == "complete:1";
            });
            REQUIRE(hit != result.hits.end());
            const auto line = nlohmann::json::parse(render_jsonl_hit(*hit, {}));
            const nlohmann::json::json_pointer pointer(row.jsonl);
            REQUIRE(line.contains(pointer));
            if (*row.shown != '\0') CHECK(line.at(pointer).dump() == row.shown);
            const auto page = nlohmann::json::parse(render_json(result, {}));
            CHECK(page.at("total").at("value") == result.total);
            CHECK(page.at("hits").size() == result.hits.size());
        }
        // The examples of the table are queries.
        for (const Field& f : fields) {
            INFO(f.example);
            if (f.id == FieldId::story || f.id == FieldId::copies) continue;
            CHECK_NOTHROW(searcher.search(request_of(std::string(f.example))));
        }
    }
}
