// Results as a terminal shows them.
#include "searcher/render.h"
#include "searcher/render_describe.h"
#include "searcher/render_terminal.h"
#include "tests/searcher/render_sample.h"

#include <algorithm>

#include <catch2/catch.hpp>

namespace sitrep {
namespace {

using namespace test;
using Strings = std::vector<std::string>;

} // namespace

TEST_CASE("columns are counted as a terminal does") {
    struct Row {
        std::string_view text;
        std::size_t columns;
    };
    const Row rows[] = {
        {"", 0},     {"Kyiv", 4}, {"Київ", 4},  {"北京", 4}, {"e\u0301", 1},
        {"й", 1},    {"حماس", 4}, {"كَتَبَ", 3},   {"한국", 4}, {"a\u200Db", 2},
        {"ＡＢ", 4}, {"🙂", 2}, {"हिन्दी", 5},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(display_columns(row.text) == row.columns);
    }
    CHECK(cut_to_columns("Democratic Republic", 8) == "Democra…");
    CHECK(cut_to_columns("北京北京北京", 8) == "北京北…");
    CHECK(cut_to_columns("short", 8) == "short");
}

TEST_CASE("text is wrapped where it may be") {
    struct Row {
        std::string_view text;
        std::size_t columns;
        std::string_view lines; // joined by |
    };
    const Row rows[] = {
        {"", 10, ""},
        {"one", 10, "one"},
        {"one two three", 7, "one two|three"},
        {"one two three", 8, "one two|three"},
        {"abcdefghij", 4, "abcd|efgh|ij"},
        {"x abcdefghij yz", 4, "x|abcd|efgh|ij|yz"},
        {"x abcdefghij y", 4, "x|abcd|efgh|ij y"},
        {"北京今天下雨", 5, "北京|今天|下雨"},
        {"aaaae\u0301e\u0301b", 5, "aaaae\u0301|e\u0301b"},
        {"on 2025-07-04 at", 12, "on|2025-07-04|at"},
    };
    for (const Row& row : rows) {
        std::string joined;
        for (const auto& [begin, end] : wrap(row.text, row.columns)) {
            if (!joined.empty()) joined += '|';
            joined += row.text.substr(begin, end - begin);
        }
        CHECK(joined == row.lines);
    }
}

TEST_CASE("nothing from an article or a query controls the terminal") {
    const std::string hostile = "\x1b]0;owned\x07\x1b[2J\x1b[31m\r\b\x7f\xc2\x9b"
                                "31m \xe2\x80\xae" // right-to-left override
                                "x\xff\n\x0b\x0c";
    SearchResult result = sample_result();
    result.query.text = result.query.parsed = result.suggestion = hostile;
    result.query.parsed += "x";
    result.query.expansions[0].text = hostile;
    result.query.expansions[0].ids = {hostile, hostile};
    result.query.warnings[0] = {hostile, hostile, {}};
    Hit& hit = result.hits[0];
    hit.title = hostile;
    hit.highlighted_title = {{hostile, true}};
    hit.snippet = {{{hostile, true}, {hostile, false}}};
    hit.regions = {entity({"kyiv", hostile, "place", {"europe", "ukraine", "kyiv"}})};
    hit.actors = {entity({"russian-armed-forces", hostile, "armed_forces", {}})};
    hit.matched[0] = hostile;
    Article& article = hit.article;
    article.id = article.source = article.url = article.title = article.text = hostile;
    article.lang = article.authors[0] = article.sections[0] = article.origin.file = hostile;
    article.mentions[0].entity = article.mentions[0].evidence[0].alias = hostile;
    article.mentions[0].evidence[0].rule = article.killed->attributed_to = hostile;
    article.conflicts[0].id = article.events[0].id = hostile;
    result.facets[0].values[0].name = hostile;
    RenderOptions options;
    options.explain = true;
    const std::string texts[] = {
        render_text(result, {}, options),
        render_article_text(article, Gazetteer::builtin(), options),
    };
    for (const std::string& text : texts) {
        CHECK(is_valid_utf8(text));
        CHECK(std::ranges::none_of(text, [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return (byte < 0x20 && c != '\n') || byte == 0x7F;
        }));
        CHECK(text.find("\xc2\x9b") == std::string::npos);
        CHECK(text.find("\xe2\x80\xae") == std::string::npos);
        CHECK(text.find("owned") != std::string::npos);
    }
}

TEST_CASE("a result reads well at any width") {
    SearchResult result = sample_result();
    Hit wide = sample_hit();
    wide.rank = 104;
    wide.title =
        "俄罗斯无人机袭击基辅，造成至少二十三人受伤，多处住宅楼起火，铁路受损，城市上空浓烟弥漫";
    wide.highlighted_title.clear();
    wide.snippet = {{{"غارة إسرائيلية على الضاحية الجنوبية لبيروت ", false}, {"حزب الله", true}},
                    {{std::string(300, 'x'), true}}};
    wide.article.source = "عينة سيتريب";
    for (int i = 0; i < 12; ++i)
        wide.actors.push_back(entity({"actor-" + std::to_string(i), "", "armed_group", {}}));
    result.hits.push_back(wide);
    for (int i = 0; i < 25; ++i)
        result.facets[0].values.push_back({"r" + std::to_string(i),
                                           std::string(static_cast<std::size_t>(i * 3), 'n'), "",
                                           static_cast<std::uint64_t>(i * i * i), false, false});
    for (const std::size_t width : {0U, 20U, 40U, 80U, 120U}) {
        RenderOptions options;
        options.width = width;
        options.explain = true;
        const std::string texts[] = {
            render_text(result, {}, options),
            render_article_text(wide.article, Gazetteer::builtin(), options),
        };
        for (const std::string& text : texts)
            for (const std::string& line : lines_of(text)) {
                CAPTURE(line);
                CHECK(display_columns(line) <= std::max<std::size_t>(width, 20));
            }
    }
}

TEST_CASE("a page of results says what it is") {
    const std::string text = render_text(sample_result(), {}, {});
    CHECK(text == R"(3 to 3 of 123 articles, 150 with copies (4 ms)
  actor:russia = russia
Warning: "foo" is no known actor
  searched in the text

3. Drones over Kyiv
   Sample Wire · 2025-07-04 · a-1 · https://example.org/a1
   Russian drones hit Kyiv … more drones
   Where: Kyiv · Who: Russian Armed Forces

region (1 of 3)
  +Ukraine 12

date
  July 2025 12
)");
}

TEST_CASE("colour is used only when asked for") {
    RenderOptions options;
    CHECK(render_text(sample_result(), {}, options).find('\x1b') == std::string::npos);
    options.color = true;
    const std::string text = render_text(sample_result(), {}, options);
    CHECK(text.find("\x1b[1;33mdrones\x1b[0m") != std::string::npos);
    CHECK(text.find("\x1b[1m over Kyiv\x1b[0m") != std::string::npos);
    for (const std::string& line : lines_of(text)) // no style runs over the end of a line
        CHECK((line.find('\x1b') == std::string::npos ||
               line.rfind("\x1b[0m") >= line.rfind("\x1b[")));
}

TEST_CASE("the form a query was read as is shown when it differs") {
    SearchResult result = sample_result();
    result.query.parsed = "actor:russia OR (drones shahed)";
    CHECK(render_text(result, {}, {}).find("Read as: actor:russia OR (drones shahed)\n") !=
          std::string::npos);
    result.query.parsed = "actor:russia   drones";
    CHECK(render_text(result, {}, {}).find("Read as") == std::string::npos);
}

TEST_CASE("finding nothing comes with advice") {
    SearchResult result;
    result.documents = 1234;
    result.suggestion = "drones";
    SearchRequest request;
    request.query = "dronse \"kyiv\"";
    request.selections = {{FieldId::region, {"ukraine"}, {}}};
    request.from = "2025";
    const std::string text = render_text(result, request, {});
    for (const char* expected :
         {"0 articles", "Did you mean: drones", "Nothing found.", "without the filters",
          "wider period", "without the quotes", "The index holds 1,234 articles"})
        CHECK(text.find(expected) != std::string::npos);

    result.documents = 0;
    CHECK(render_text(result, request, {}).find("The index is empty") != std::string::npos);

    result.documents = result.total = 5;
    request.offset = 10;
    CHECK(render_text(result, request, {}).find("There are only 5; --offset 10") !=
          std::string::npos);
}

TEST_CASE("an article is shown in full with what it is about") {
    const Article article = sample_hit().article;
    const std::string text = render_article_text(article, Gazetteer::builtin(), {});
    for (const char* expected :
         {"Drones over Kyiv\n", "Sample Wire · 2025-07-04 · en · a-1", "version 2",
          "from in/a.jsonl, line 7", "By        Jane Doe\n", "Sections  Europe, War\n",
          "Where     ", "Named     made-up-group\n", "Conflict  russia-ukraine-war\n",
          "Events    drone-attack\n", "Happened  2025-07-03, 2025-08 (planned)\n",
          "Killed    5 to 7, according to “officials”\n",
          "\nRussian drones hit Kyiv overnight.\n\nOfficials said five people died.\n"}) {
        CAPTURE(expected);
        CHECK(text.find(expected) != std::string::npos);
    }
    CHECK(text.find("text 19 to 23") == std::string::npos);
}

TEST_CASE("an explained article shows its evidence where it stands") {
    RenderOptions options;
    options.explain = true;
    options.color = true;
    Article article = sample_hit().article;
    // Spans that overlap or lie outside of the text do no harm.
    article.mentions.push_back({"x", false, true, {{Part::text, 20, 60, "yiv", "name", 1}}});
    article.mentions.push_back({"y", false, true, {{Part::text, 60, 900, "?", "name", 1}}});
    article.mentions.push_back({"z", false, true, {{Part::text, 31, 38, "ht.\nOff", "name", 1}}});
    const std::string text = render_article_text(article, Gazetteer::builtin(), options);
    CHECK(text.find("\x1b[1;33mKyiv\x1b[0m") != std::string::npos);
    CHECK(text.find("“Kyiv” (text 19 to 23, name, 0.90)") != std::string::npos);
    CHECK(text.find("“MUG” (given with the article)") != std::string::npos);
    CHECK(text.find("Event drone-attack") != std::string::npos);
    CHECK(text.find("\x1b[1;33mht.\x1b[0m\n\n\x1b[1;33mOff\x1b[0micials") != std::string::npos);
}

TEST_CASE("event dates and casualties are put into words") {
    const Day first = day_from_civil(2025, 7, 1);
    struct Row {
        EventDate date;
        std::string_view text;
    };
    const Row rows[] = {
        {{{first, first}, Precision::day, false, {}}, "2025-07-01"},
        {{{first, first + 2}, Precision::day, true, {}}, "2025-07-01 to 2025-07-03 (planned)"},
        {{{first, first + 30}, Precision::month, false, {}}, "2025-07"},
        {{{first, first + 30}, Precision::year, false, {}}, "2025"},
    };
    for (const Row& row : rows) CHECK(describe(row.date) == row.text);
    CHECK(describe(Casualties{1200, 1200, "", {}}) == "1,200");
    CHECK(describe(Casualties{5, 10, "police", {}}) == "5 to 10, according to “police”");
    CHECK(grouped_number(0) == "0");
    CHECK(grouped_number(999) == "999");
    CHECK(grouped_number(1000) == "1,000");
    CHECK(grouped_number(1234567) == "1,234,567");
}

} // namespace sitrep
