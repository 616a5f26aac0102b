#include "searcher/render.h"
#include "tests/searcher/render_sample.h"

#include <limits>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

using namespace test;

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

} // namespace sitrep
