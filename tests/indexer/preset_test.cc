#include "indexer/preset.h"
#include "schema/error.h"
#include "schema/lexicon.h"
#include "tests/indexer/enriched.h"
#include "tests/indexer/reader_fixture.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::test;
using Catch::Matchers::Contains;

namespace {

using Cells = std::vector<std::pair<std::string, std::string>>; // column, value

ReadOptions preset(const std::string& name) {
    ReadOptions options;
    options.preset = name;
    return options;
}

// A table with one row, in quotes.
std::string csv(const Cells& cells) {
    std::string header;
    std::string row;
    for (const auto& [column, value] : cells) {
        header += (header.empty() ? "" : ",") + column;
        row += (row.empty() ? "\"" : ",\"") + value + '"';
    }
    return header + '\n' + row + '\n';
}

void set(Cells& cells, const std::string& column, const std::string& value) {
    for (auto& [name, old] : cells)
        if (name == column) old = value;
}

Cells ucdp() {
    return {{"id", "900001"},
            {"year", "2023"},
            {"type_of_violence", "1"},
            {"conflict_name", "Russia - Ukraine"},
            {"dyad_name", "Government of Russia - Government of Ukraine"},
            {"side_a", "Government of Russia"},
            {"side_b", "Government of Ukraine"},
            {"source_office", "Agency One;Agency Two"},
            {"source_date", "2023-05-03;2023-05-04"},
            {"source_headline", "Two die near the river;Shells fall"},
            {"where_prec", "2"},
            {"where_coordinates", "Vovchansk town"},
            {"where_description", "by the crossing, \"\"north\"\" of town"},
            {"adm_1", "Kharkiv oblast"},
            {"country", "Ukraine"},
            {"date_prec", "1"},
            {"date_start", "2023-05-02 00:00:00.000"},
            {"date_end", "2023-05-02 00:00:00.000"},
            {"deaths_civilians", "1"},
            {"best", "4"},
            {"high", "7"},
            {"low", "2"}};
}

Cells acled() {
    return {{"event_id_cnty", "SUD90001"},
            {"event_date", "05 January 2024"},
            {"time_precision", "1"},
            {"event_type", "Battles"},
            {"sub_event_type", "Armed clash"},
            {"actor1", "Military Forces of Sudan (2019-)"},
            {"assoc_actor_1", ""},
            {"actor2", "Rapid Support Forces"},
            {"assoc_actor_2", "Umm Example Militia (Sudan); JNIM: Group for Islam"},
            {"country", "Sudan"},
            {"admin1", "North Darfur"},
            {"location", "El Fasher"},
            {"geo_precision", "1"},
            {"source", "Radio Example; Example Post"},
            {"notes", "On 5 January 2024, the two clashed."},
            {"fatalities", "3"},
            {"timestamp", "1704900000"}};
}

struct GdeltRow {
    std::vector<std::string> fields = std::vector<std::string>(61);
    GdeltRow() {
        for (const auto& [column, value] :
             Cells{{"GLOBALEVENTID", "120000001"},
                   {"SQLDATE", "20250703"},
                   {"Actor1Name", "RUSSIAN"},
                   {"Actor1CountryCode", "RUS"},
                   {"Actor1Type1Code", "MIL"},
                   {"Actor2Name", "UKRAINE"},
                   {"Actor2CountryCode", "UKR"},
                   {"EventCode", "1952"},
                   {"NumMentions", "12"},
                   {"AvgTone", "-8.5"},
                   {"ActionGeo_Type", "4"},
                   {"ActionGeo_FullName", "Kharkiv, Kharkivs'ka Oblast', Ukraine"},
                   {"DATEADDED", "20250704151500"},
                   {"SOURCEURL", "https://www.example.org/a?b=\"c\""}})
            at(column) = value;
    }
    std::string& at(const std::string& column) {
        const auto header = gdelt_header();
        const auto found = std::find(header.begin(), header.end(), column);
        REQUIRE(found != header.end());
        return fields[static_cast<std::size_t>(found - header.begin())];
    }
    std::string line() const {
        std::string text;
        for (const std::string& field : fields) text += (&field == &fields[0] ? "" : "\t") + field;
        return text + '\n';
    }
};

std::string happened(const Article& article) {
    std::string text;
    for (const EventDate& date : article.happened)
        text += fmt::format("{}..{} {}", format_day(date.range.from), format_day(date.range.to),
                            name_of(date.precision));
    return text;
}

std::string killed(const Article& article) {
    if (!article.killed) return "";
    return fmt::format("{}..{}", article.killed->low, article.killed->high);
}

// The one article of a table, enriched.
Article article_of(const std::string& name, const std::string& content) {
    Records records = read_content("table", content, preset(name));
    if (!records.rejects.empty()) FAIL(records.rejects[0].reason);
    REQUIRE(records.articles.size() == 1);
    Article article = std::move(records.articles[0]);
    ArticleTokens tokens;
    tokens.analyse(article);
    Enricher(Gazetteer::builtin()).enrich(article, tokens);
    return article;
}

// What came with the row, of one kind, sorted.
std::string given(const Article& article, bool actors) {
    std::vector<std::string> ids;
    for (const Mention& mention : article.mentions)
        for (const Evidence& evidence : mention.evidence)
            if (mention.is_actor == actors && evidence.part == Part::input && mention.about)
                ids.push_back(mention.entity);
    std::sort(ids.begin(), ids.end());
    return joined(ids);
}

bool has_event(const Article& article, std::string_view id) {
    return std::any_of(article.events.begin(), article.events.end(), [&](const Label& label) {
        return label.id == id && label.evidence[0].part == Part::input;
    });
}

} // namespace

TEST_CASE("a row of UCDP GED is an article", "[preset]") {
    const Article article = article_of("ucdp-ged", csv(ucdp()));
    CHECK(article.id == "ucdp-ged:900001");
    CHECK(article.title == "Two die near the river");
    CHECK(article.text == "by the crossing, \"north\" of town\nRussia - Ukraine\n"
                          "Government of Russia - Government of Ukraine");
    CHECK(article.date.to_string() == "2023-05-03");
    CHECK(article.source == "Agency One");
    CHECK(happened(article) == "2023-05-02..2023-05-02 day");
    CHECK(given(article, false) == "kharkiv-oblast; ukraine; vovchansk");
    CHECK(given(article, true) == "government-of-russia; government-of-ukraine");
    CHECK(killed(article) == "2..7");
    CHECK(has_event(article, "attack"));
    CHECK_THAT(article.extra, Contains(R"("best":"4")") && Contains(R"("deaths_civilians":"1")"));
}

TEST_CASE("a row of UCDP GED without a headline gets one, and keeps its precisions", "[preset]") {
    Cells cells = ucdp();
    for (const auto& [column, value] : Cells{{"source_headline", ""},
                                             {"source_date", ""},
                                             {"where_prec", "4"},
                                             {"where_coordinates", "Kharkiv oblast"},
                                             {"side_b", "Civilians"},
                                             {"type_of_violence", "3"},
                                             {"date_prec", "4"},
                                             {"date_start", "2023-05-01"},
                                             {"date_end", "2023-05-31"},
                                             {"low", ""},
                                             {"high", ""}})
        set(cells, column, value);
    const Article article = article_of("ucdp-ged", csv(cells));
    CHECK(article.title == "Government of Russia and Civilians: 4 killed, Kharkiv oblast, Ukraine");
    CHECK(article.date.to_string() == "2023-05-31");
    CHECK(happened(article) == "2023-05-01..2023-05-31 month");
    CHECK(given(article, false) == "kharkiv-oblast; ukraine");
    CHECK(given(article, true) == "civilians; government-of-russia");
    CHECK(killed(article) == "4..4");
    CHECK(has_event(article, "killing"));
}

TEST_CASE("a row of ACLED is an article", "[preset]") {
    const Article article = article_of("acled", csv(acled()));
    CHECK(article.id == "acled:SUD90001");
    CHECK(article.title == "Armed clash: Military Forces of Sudan (2019-) and Rapid Support "
                           "Forces, El Fasher, North Darfur, Sudan");
    CHECK(article.text == "On 5 January 2024, the two clashed.");
    CHECK(article.date.to_string() == "2024-01-05");
    CHECK(article.updated.to_string() == "2024-01-10T15:20:00Z");
    CHECK(article.source == "Radio Example");
    CHECK(happened(article) == "2024-01-05..2024-01-05 day");
    CHECK(given(article, false) == "el-fasher; north-darfur; sudan");
    CHECK(given(article, true) ==
          "armed-forces-of-sudan; jnim; rapid-support-forces; umm example militia (sudan)");
    CHECK(killed(article) == "3..3");
    CHECK(has_event(article, "ground combat"));
}

TEST_CASE("days of ACLED are as precise as it says", "[preset]") {
    struct Row {
        const char* precision;
        const char* expect;
    };
    for (const Row& row :
         {Row{"2", "2024-01-02..2024-01-08 day"}, Row{"3", "2024-01-01..2024-01-31 month"}}) {
        Cells cells = acled();
        set(cells, "time_precision", row.precision);
        CHECK(happened(article_of("acled", csv(cells))) == row.expect);
    }
}

TEST_CASE("a row of GDELT is an article", "[preset]") {
    const Article article = article_of("gdelt", GdeltRow().line());
    CHECK(article.id == "gdelt:120000001");
    CHECK(article.url == "https://www.example.org/a?b=\"c\"");
    CHECK(article.title ==
          "RUSSIAN and UKRAINE: attack by drones, Kharkiv, Kharkivs'ka Oblast', Ukraine");
    CHECK(article.date.to_string() == "2025-07-04T15:15:00Z");
    CHECK(article.source == "example.org");
    CHECK(happened(article) == "2025-07-03..2025-07-03 day");
    CHECK(given(article, false) == "kharkiv; kharkiv-oblast; ukraine");
    CHECK(given(article, true) == "armed-forces-of-russia; ukraine");
    CHECK_FALSE(article.killed);
    CHECK(has_event(article, "drone attack"));
    CHECK_THAT(article.extra, Contains(R"("AvgTone":"-8.5")"));
}

TEST_CASE("a table of GDELT may have a header", "[preset]") {
    GdeltRow row;
    std::string header;
    for (const std::string_view column : gdelt_header())
        header += (header.empty() ? "" : "\t") + std::string(column);
    CHECK(article_of("gdelt", header + '\n' + row.line()).id == "gdelt:120000001");
}

TEST_CASE("places of GDELT are read from the right", "[preset]") {
    struct Row {
        const char* type;
        const char* full;
        const char* expect;
    };
    const Row rows[] = {
        {"1", "Sudan", "sudan"},
        {"2", "Texas, United States", "texas; united-states"},
        {"5", "Khartoum, Sudan", "khartoum-state; sudan"},
        {"4", "Nowhere At All, Sudan", "nowhere at all; sudan"},
        {"", "", ""},
    };
    for (const Row& row : rows) {
        GdeltRow table;
        table.at("ActionGeo_Type") = row.type;
        table.at("ActionGeo_FullName") = row.full;
        Records records = read_content("table", table.line(), preset("gdelt"));
        REQUIRE(records.articles.size() == 1);
        Article bare;
        bare.given_regions = records.articles[0].given_regions;
        ArticleTokens tokens;
        tokens.analyse(bare);
        Enricher(Gazetteer::builtin()).enrich(bare, tokens);
        CAPTURE(row.full);
        CHECK(given(bare, false) == row.expect);
    }
}

TEST_CASE("what is no event is rejected with its reason", "[preset]") {
    struct Row {
        const char* column;
        const char* value;
        const char* reason;
    };
    const auto reason_of = [](const std::string& name, const std::string& content) {
        const Records records = read_content("table", content, preset(name));
        REQUIRE(records.rejects.size() == 1);
        CHECK(records.articles.empty());
        return records.rejects[0].reason;
    };
    for (const Row& row :
         {Row{"id", "", "id is empty"},
          Row{"best", "many", "killed: \"many\" is no number of people"},
          Row{"best", "-4", "number of people"}, Row{"best", "99999999999", "number of people"},
          Row{"date_start", "soon", "\"soon\" is no day"},
          Row{"date_start", "2023", "\"2023\" is no day"},
          Row{"date_end", "2023-05-01", "ends before it begins"},
          Row{"side_a", "\xFF", "not valid UTF-8"}}) {
        Cells cells = ucdp();
        set(cells, row.column, row.value);
        CAPTURE(row.column, row.value);
        CHECK_THAT(reason_of("ucdp-ged", csv(cells)), Contains(row.reason));
    }
    for (const Row& row :
         {Row{"DATEADDED", "now", "DATEADDED \"now\" is no time"},
          Row{"DATEADDED", "20259904151500", "not a date"},
          Row{"EventCode", "99", "\"99\" is no CAMEO code"}, Row{"SQLDATE", "", "is no day"}}) {
        GdeltRow table;
        table.at(row.column) = row.value;
        CHECK_THAT(reason_of("gdelt", table.line()), Contains(row.reason));
    }
    CHECK_THAT(reason_of("gdelt", "a\tb\tc\n"), Contains("the row has 3 fields, not 61"));
    CHECK_THAT(reason_of("acled", csv(ucdp())),
               Contains("this is no acled table: it has no column event_id_cnty"));
}

TEST_CASE("every kind of event that a preset knows is in the lexicon", "[preset]") {
    std::string table;
    GdeltRow row;
    for (int code = 1; code < 2100; ++code)
        for (const std::string& written : {fmt::format("{}", code), fmt::format("0{}", code)}) {
            row.at("EventCode") = written;
            table += row.line();
        }
    const Records all = read_content("table", table, preset("gdelt"));
    CHECK(all.articles.size() > 1000);
    for (const Article& article : all.articles)
        for (const Label& event : article.events)
            if (Lexicon::events().find(event.id) == nullptr) FAIL_CHECK(event.id);
    for (const char* kind :
         {"Armed clash", "Government regains territory", "Air/drone strike", "Suicide bomb",
          "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
          "Chemical weapon", "Attack", "Abduction/forced disappearance", "Sexual violence",
          "Peaceful protest", "Mob violence", "Agreement", "Arrests", "Something new"}) {
        Cells cells = acled();
        set(cells, "sub_event_type", kind);
        const Records records = read_content("table", csv(cells), preset("acled"));
        REQUIRE(records.articles.size() == 1);
        REQUIRE(records.articles[0].events.size() == 1);
        CHECK(Lexicon::events().find(records.articles[0].events[0].id) != nullptr);
    }
}

TEST_CASE("events of one wording are no copies of each other", "[preset]") {
    CHECK(article_of("acled", csv(acled())).is_event);
}

TEST_CASE("a preset takes neither a format nor a map, and must be known", "[preset]") {
    ReadOptions mapped = preset("acled");
    mapped.map = {{"text", "notes"}};
    CHECK_THROWS_AS(RecordStream({}, mapped), Error);
    ReadOptions formatted = preset("acled");
    formatted.format = "csv";
    CHECK_THROWS_AS(RecordStream({}, formatted), Error);
    CHECK_THROWS_AS(RecordStream({}, preset("acled2")), Error);
}

TEST_CASE("regions given as a path are looked for in each other", "[preset]") {
    struct Row {
        const char* given;
        const char* expect;
    };
    const Row rows[] = {
        {"Ghana > Central", "central-gh; ghana"},
        {"Uganda > Central", "central-region; uganda"},
        {"Ukraine > Kharkiv", "kharkiv-oblast; ukraine"},
        {"Ukraine > Kharkiv > Kharkiv", "kharkiv; kharkiv-oblast; ukraine"},
        {"Ukraine > Uzh > Uzh", "ukraine; uzh"},
        {"Ukraine > Kharkiv > Kharkiv city", "kharkiv; kharkiv-oblast; ukraine"},
        {"Ukraine > > Kyiv", "kyiv-city; ukraine"},
        {"Ukraine > Paris", "paris; ukraine"}, // none that is known: as given
        {"Atlantis > Paris", "atlantis; paris"},
        {"Kharkiv", "kharkiv"},
        {" > ", ""},
    };
    for (const Row& row : rows) {
        Article article;
        article.given_regions = {row.given};
        ArticleTokens tokens;
        tokens.analyse(article);
        Enricher(Gazetteer::builtin()).enrich(article, tokens);
        CAPTURE(row.given);
        CHECK(given(article, false) == row.expect);
    }
}

TEST_CASE("the README's table of presets is the code's", "[preset]") {
    std::ifstream file(SITREP_SOURCE_DIR "/README.md");
    std::stringstream readme;
    readme << file.rdbuf();
    INFO(presets_as_markdown());
    CHECK(readme.str().find(presets_as_markdown()) != std::string::npos);
}
