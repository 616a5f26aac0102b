#include "tests/searcher/small_index.h"

#include "tests/searcher/fixture.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace sitrep::test {
namespace {

Article with(Article a, std::vector<std::string> regions, std::vector<std::string> actors = {}) {
    a.given_regions = std::move(regions);
    a.given_actors = std::move(actors);
    return a;
}

} // namespace

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

void check_rows(std::initializer_list<QueryRow> rows) {
    static Searcher searcher(small_index());
    for (const QueryRow& row : rows) {
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

} // namespace sitrep::test
