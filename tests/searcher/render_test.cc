#include "searcher/render.h"
#include "searcher/render_describe.h"
#include "searcher/render_terminal.h"

#include <algorithm>
#include <limits>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

PartialDate day(int year, int month, int number) {
    PartialDate date;
    date.year = static_cast<std::int16_t>(year);
    date.month = static_cast<std::uint8_t>(month);
    date.day = static_cast<std::uint8_t>(number);
    return date;
}

EntityRef entity(NamedEntity known) {
    return std::make_shared<const NamedEntity>(std::move(known));
}

Hit sample_hit() {
    Hit hit;
    hit.rank = 3;
    hit.score = 12.34567;
    hit.title = "Drones over Kyiv";
    hit.highlighted_title = {{"Drones", true}, {" over Kyiv", false}};
    hit.regions = {entity({"kyiv", "Kyiv", "place", {"europe", "ukraine", "kyiv"}})};
    hit.actors = {entity({"russian-armed-forces", "Russian Armed Forces", "armed_forces", {}})};
    hit.snippet = {{{"Russian ", false}, {"drones", true}, {" hit Kyiv", false}},
                   {{"more ", false}, {"drones", true}}};
    hit.matched = {"drones"};
    Article& article = hit.article;
    article.id = "a-1";
    article.url = "https://example.org/a1";
    article.title = "Drones over Kyiv";
    article.text = "Russian drones hit Kyiv overnight.\nOfficials said five people died.";
    article.date = day(2025, 7, 4);
    article.source = "Sample Wire";
    article.lang = "en";
    article.authors = {"Jane Doe"};
    article.sections = {"Europe", "War"};
    article.extra = R"({"rating": 5, "tags": ["a"]})";
    article.origin = {"in/a.jsonl", 7};
    article.indexed = 1751635801; // 2025-07-04T13:30:01Z
    article.version = 2;
    article.mentions = {{"kyiv", false, true, {{Part::text, 19, 23, "Kyiv", "name", 0.9F}}},
                        {"made-up-group", true, false, {{Part::input, 0, 0, "MUG", "input", 1}}}};
    article.conflicts = {{"russia-ukraine-war", {}}};
    article.events = {{"drone-attack", {{Part::text, 8, 14, "drones", "word", 1}}}};
    const Day third = day_from_civil(2025, 7, 3);
    article.happened = {{{third, third},
                         Precision::day,
                         false,
                         {Part::text, 24, 33, "overnight", "relative", 0.8F}},
                        {{day_from_civil(2025, 8, 1), day_from_civil(2025, 8, 31)},
                         Precision::month,
                         true,
                         {Part::text, 40, 46, "August", "month", 0.9F}}};
    article.killed = Casualties{5, 7, "officials", {}};
    return hit;
}

SearchResult sample_result() {
    SearchResult result;
    result.query.text = "actor:russia drones";
    result.query.parsed = "actor:russia drones";
    result.query.expansions = {{"actor:russia", FieldId::actor, {"russia"}, {0, 12}}};
    result.query.warnings = {{"\"foo\" is no known actor", "searched in the text", {13, 19}}};
    result.total = 123;
    result.articles = 150;
    result.took_ms = 4.2;
    result.revision = 9;
    result.documents = 1000;
    result.hits = {sample_hit()};
    result.facets = {
        {FieldId::region, {{"ukraine", "Ukraine", "europe", 12, true, false}}, 3},
        {FieldId::date, {{"2025-07", "July 2025", "2025", 12, false, false}}, 1},
    };
    return result;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::vector<std::string> keys_of(const ordered_json& object) {
    std::vector<std::string> keys;
    for (const auto& item : object.items()) keys.push_back(item.key());
    return keys;
}

using Strings = std::vector<std::string>;

} // namespace

// ---- HTML

TEST_CASE("text becomes harmless HTML") {
    struct Row {
        std::string_view text;
        std::string_view html;
    };
    const Row rows[] = {
        {"", ""},
        {"plain Київ 北京", "plain Київ 北京"},
        {"a & b", "a &amp; b"},
        {"<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"},
        {"\" onmouseover=\"x", "&quot; onmouseover=&quot;x"},
        {"&amp;", "&amp;amp;"},
        {"line\nbreak\ttab", "line\nbreak\ttab"},
        {std::string_view("nul\0esc\x1b", 8), "nul\uFFFDesc\uFFFD"},
        {"bad \xff\xfe utf", "bad \uFFFD\uFFFD utf"},
        {"cut \xd0", "cut \uFFFD"},
        {"\xC0\xBCscript>", "\uFFFD\uFFFDscript&gt;"}, // an overlong <
    };
    for (const Row& row : rows) CHECK(escape_html(row.text) == row.html);
}

TEST_CASE("only matches are marked up, whatever the text says") {
    CHECK(highlighted_html({{"<mark>", false}, {"<b>", true}}) ==
          "&lt;mark&gt;<mark>&lt;b&gt;</mark>");
    CHECK(snippet_html({{{"one ", false}, {"two", true}}, {{"three", false}}}) ==
          "one <mark>two</mark> … three");
    CHECK(snippet_html({}).empty());
}

// ---- JSON

TEST_CASE("a result has the members of the contract, in its order") {
    const auto result = ordered_json::parse(render_json(sample_result(), {}));
    CHECK(keys_of(result) ==
          Strings{"query", "total", "took_ms", "index", "hits", "next", "facets"});
    CHECK(result["query"].dump() ==
          R"({"text":"actor:russia drones","parsed":"actor:russia drones",)"
          R"("expansions":[{"text":"actor:russia","field":"actor","ids":["russia"]}],)"
          R"("warnings":[{"message":"\"foo\" is no known actor","hint":"searched in the text",)"
          R"("begin":13,"end":19}],"suggestion":null})");
    CHECK(result["total"].dump() ==
          R"({"value":123,"relation":"eq","articles":150,"counts":"articles"})");
    CHECK(result["took_ms"] == 4.2);
    CHECK(result["index"].dump() == R"({"revision":9,"documents":1000})");
    CHECK(result["facets"].dump() ==
          R"({"region":[{"id":"ukraine","name":"Ukraine","parent":"europe","count":12,)"
          R"("selected":true}],"date":[{"id":"2025-07","count":12}]})");
}

TEST_CASE("a hit has the members of the contract, in its order") {
    const auto hit = ordered_json::parse(render_json(sample_result(), {}))["hits"][0];
    CHECK(keys_of(hit) == Strings{"rank",      "id",         "url",      "title",    "source",
                                  "published", "updated",    "lang",     "score",    "version",
                                  "committed", "superseded", "regions",  "actors",   "conflicts",
                                  "events",    "weapons",    "agencies", "happened", "planned",
                                  "killed",    "injured",    "copies",   "story",    "snippet"});
    CHECK(hit["rank"] == 3);
    CHECK(hit["published"] == "2025-07-04");
    CHECK(hit["updated"].is_null());
    CHECK(hit["score"] == 12.346);
    CHECK(hit["regions"].dump() ==
          R"([{"id":"kyiv","name":"Kyiv","path":["europe","ukraine","kyiv"]}])");
    CHECK(hit["actors"].dump() ==
          R"([{"id":"russian-armed-forces","name":"Russian Armed Forces","type":"armed_forces"}])");
    CHECK(hit["conflicts"].dump() == R"(["russia-ukraine-war"])");
    CHECK(hit["weapons"].dump() == "[]");
    CHECK(hit["happened"].dump() ==
          R"([{"from":"2025-07-03","to":"2025-07-03","precision":"day"}])");
    CHECK(hit["planned"].dump() ==
          R"([{"from":"2025-08-01","to":"2025-08-31","precision":"month"}])");
    CHECK(hit["killed"].dump() == R"({"low":5,"high":7})");
    CHECK(hit["injured"].is_null());
    CHECK(hit["snippet"].dump() ==
          R"({"html":"Russian <mark>drones</mark> hit Kyiv … more <mark>drones</mark>",)"
          R"("fragments":[[{"text":"Russian ","match":false},{"text":"drones","match":true},)"
          R"({"text":" hit Kyiv","match":false}],[{"text":"more ","match":false},)"
          R"({"text":"drones","match":true}]]})");
}

TEST_CASE("a line of JSONL is the hit and its whole article") {
    const std::string line = render_jsonl_hit(sample_hit(), {});
    CHECK(line.find('\n') == std::string::npos);
    const auto hit = ordered_json::parse(line);
    CHECK(hit["id"] == "a-1");
    CHECK(hit["text"] == sample_hit().article.text);
    CHECK(hit["origin"].dump() == R"({"file":"in/a.jsonl","line":7})");
    CHECK(hit["authors"].dump() == R"(["Jane Doe"])");
    CHECK(hit["sections"].dump() == R"(["Europe","War"])");
    CHECK(hit["url"] == "https://example.org/a1");
    CHECK(hit["version"] == 2);
    CHECK(hit["indexed"] == "2025-07-04T13:30:01Z");
    CHECK(hit["extra"].dump() == R"({"rating":5,"tags":["a"]})");
    CHECK_FALSE(hit.contains("mentions"));
}

TEST_CASE("explain adds the matched clauses and the evidence") {
    RenderOptions options;
    options.explain = true;
    const auto line = ordered_json::parse(render_jsonl_hit(sample_hit(), options));
    const auto hit = ordered_json::parse(render_json(sample_result(), options))["hits"][0];
    for (const auto& explained : {line, hit}) {
        CHECK(explained["why"].dump() == R"(["drones"])");
        CHECK(explained["mentions"].dump() ==
              R"([{"entity":"kyiv","kind":"region","about":true,"evidence":[{"part":"text",)"
              R"("begin":19,"end":23,"alias":"Kyiv","rule":"name","confidence":0.9}]},)"
              R"({"entity":"made-up-group","kind":"actor","about":false,"evidence":[{"part":)"
              R"("input","begin":0,"end":0,"alias":"MUG","rule":"input","confidence":1}]}])");
        CHECK(explained["evidence"]["events"][0]["evidence"][0]["alias"] == "drones");
        CHECK(explained["evidence"]["happened"][0]["planned"] == false);
        CHECK(explained["evidence"]["happened"][0]["evidence"][0]["alias"] == "overnight");
        CHECK(explained["evidence"]["killed"]["attributed_to"] == "officials");
        CHECK(explained["evidence"]["injured"].is_null());
    }
}

TEST_CASE("an article without anything is still a whole hit") {
    const auto hit = ordered_json::parse(render_jsonl_hit(Hit{}, {}));
    for (const char* unknown : {"url", "source", "published", "updated", "lang", "killed",
                                "injured", "copies", "story", "indexed"})
        CHECK(hit[unknown].is_null());
    CHECK(hit["extra"].dump() == "{}");
    CHECK(hit["snippet"].dump() == R"({"html":"","fragments":[]})");
    CHECK_FALSE(json::parse(render_json(SearchResult{}, {})).empty());
}

TEST_CASE("no text breaks JSON or the line it stands on") {
    std::string every_byte;
    for (int c = 0; c < 256; ++c) every_byte += static_cast<char>(c);
    const std::string texts[] = {
        every_byte,
        "\"}]}, \\",
        "\xff\xfe\xc3",
        "\xed\xa0\x80 half a surrogate",
        "line\u2028separators\u2029\u0085here",
        "</script><!--",
    };
    for (const std::string& text : texts) {
        Hit hit = sample_hit();
        hit.title = hit.article.text = hit.article.id = hit.article.source = text;
        hit.article.extra = text;
        hit.snippet = {{{text, true}}};
        const std::string line = render_jsonl_hit(hit, {});
        REQUIRE(json::accept(line));
        for (const char* end : {"\n", "\r", "\u2028", "\u2029", "\u0085"})
            CHECK(line.find(end) == std::string::npos);
        const auto parsed = json::parse(line);
        CHECK(parsed["text"] == parsed["title"]);
        CHECK(parsed["extra"].is_string()); // not an object: kept as it is
    }
    const auto parsed = json::parse(render_jsonl_hit(
        [] {
            Hit hit;
            hit.article.text = "tab\t \"q\" back\\slash \u2028 \x01 Київ 𝄞";
            return hit;
        }(),
        {}));
    CHECK(parsed["text"] == "tab\t \"q\" back\\slash \u2028 \x01 Київ 𝄞");
}

TEST_CASE("unknown members stay on their line and numbers stay numbers") {
    Hit hit = sample_hit();
    hit.article.extra = "{\r\n \"a\":\n \"b\\nc\"}";
    hit.score = std::numeric_limits<double>::quiet_NaN();
    const std::string line = render_jsonl_hit(hit, {});
    CHECK(line.find('\n') == std::string::npos);
    CHECK(json::parse(line)["extra"]["a"] == "b\nc");
    CHECK(json::parse(line)["score"].is_null());
    hit.article.extra = "{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}";
    CHECK(json::accept(render_jsonl_hit(hit, {})));
}

TEST_CASE("what is only a lower bound says so") {
    SearchResult result = sample_result();
    result.exact = false;
    result.suggestion = "drone";
    result.facets[0].values[0].excluded = true;
    result.facets[0].values[0].parent.clear();
    const auto parsed = json::parse(render_json(result, {}));
    CHECK(parsed["total"]["relation"] == "gte");
    CHECK(parsed["query"]["suggestion"] == "drone");
    CHECK(parsed["facets"]["region"][0]["excluded"] == true);
    CHECK(parsed["facets"]["region"][0]["parent"].is_null());
}

// ---- CSV

TEST_CASE("a CSV record follows RFC 4180") {
    CHECK(csv_header() == "rank,id,published,source,lang,title,regions,actors,url,snippet\r\n");
    CHECK(render_csv_hit(sample_hit()) ==
          "3,a-1,2025-07-04,Sample Wire,en,Drones over Kyiv,Kyiv,Russian Armed Forces,"
          "https://example.org/a1,Russian drones hit Kyiv … more drones\r\n");
}

TEST_CASE("CSV cells are quoted and never become formulas") {
    struct Row {
        std::string_view title;
        std::string_view cell;
    };
    const Row rows[] = {
        {"plain", "plain"},
        {"", ""},
        {"a, b", "\"a, b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"two\r\nlines\t here", "two lines here"},
        {"=1+1", "'=1+1"},
        {"  =1+1", "'=1+1"},
        {"\t=1+1", "'=1+1"},
        {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"+1", "'+1"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"＝1", "'＝1"},
        {"5-1", "5-1"},
        {"\x1b[31mred\xff", "[31mred\uFFFD"},
        {"Київ; 北京", "Київ; 北京"},
    };
    for (const Row& row : rows) {
        Hit hit;
        hit.rank = 1;
        hit.title = row.title;
        CHECK(render_csv_hit(hit) == "1,,,,," + std::string(row.cell) + ",,,,\r\n");
    }
}

// ---- terminal

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
