#include "tests/indexer/reader_fixture.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace sitrep;
using namespace sitrep::test;
using Catch::Matchers::Contains;

TEST_CASE("all members of a JSON record arrive") {
    const Records records = read_content(
        "a.jsonl",
        R"({"id":"a1","url":"https://example.org/a1","title":" A  call\nended ","text":"First.\r\nSecond.",)"
        R"("date":"2025-07-04T23:30:00-04:00","updated":"2025-07-05","source":"Clash Report",)"
        R"("author":["Jane Doe","John Roe"],"lang":"EN-us","section":["War","War","Europe"],)"
        R"("regions":["Ukraine"],"actors":["Putin","Trump"],"score": 1.50,"nested":{"a":[1,{"b":null}]}})"
        "\n");
    REQUIRE(records.rejects.empty());
    REQUIRE(records.articles.size() == 1);
    const Article& article = records.articles[0];
    CHECK(article.id == "a1");
    CHECK(article.url == "https://example.org/a1");
    CHECK(article.title == "A call ended");
    CHECK(article.text == "First.\nSecond.");
    CHECK(article.date.to_string() == "2025-07-04T23:30:00-04:00");
    CHECK(article.updated.to_string() == "2025-07-05");
    CHECK(article.source == "Clash Report");
    CHECK(joined(article.authors) == "Jane Doe; John Roe");
    CHECK(article.lang == "en");
    CHECK(joined(article.sections) == "War; Europe");
    CHECK(joined(article.given_regions) == "Ukraine");
    CHECK(joined(article.given_actors) == "Putin; Trump");
    CHECK(article.extra == R"({"score":1.50,"nested":{"a":[1,{"b":null}]}})");
    CHECK(article.origin.line == 1);
}

TEST_CASE("a JSON member may be written in more than one way") {
    struct Row {
        const char* line;
        const char* expect; // id | title | date | source | authors | lang | extra
    };
    const Row rows[] = {
        {R"({"title":"T","id":123})", "123|T|||||"},
        {R"({"title":"T","id":"x","author":"Jane Doe"})", "x|T|||Jane Doe||"},
        {R"({"title":"T","id":"x","author":null,"date":null,"lang":""})", "x|T|||||"},
        {R"({"title":"T","id":"x","date":1751587200})", "x|T|2025-07-04T00:00:00Z||||"},
        {R"({"title":"T","id":"x","date":1751587200.75})", "x|T|2025-07-04T00:00:00Z||||"},
        {R"({"title":"T","id":"x","date":2025})", "x|T|2025||||"},
        {R"({"title":"T","id":"x","date":"4 липня 2025"})", "x|T|2025-07-04||||"},
        {R"({"title":"T","id":"x","published":"2025-07-04"})", "x|T|2025-07-04||||"},
        {R"({"title":"T","id":"x","source":{"id":"reuters","name":"Reuters"}})", "x|T||Reuters|||"},
        {R"({"title":"T","id":"x","author":[{"name":"Jane"},"Joe"]})", "x|T|||Jane; Joe||"},
        {R"({"title":"T","id":"x","lang":"ukr"})", "x|T||||uk|"},
        {R"({"title":"T","id":"x","lang":"klingonish"})", "x|T|||||"}, // found in the text later
        {R"({"title":"\u041a\u0438\u0457\u0432 \ud83d\ude80 \"q\" \/\\","id":"x"})",
         "x|Київ 🚀 \"q\" /\\|||||"},
        {R"({"t\u0069tle":"T","id":"x"})", "x|T|||||"},
        {R"(  {"title" : "T" , "id" : "x" , "a" : [ ] , "b":{} }  )",
         R"(x|T|||||{"a":[ ],"b":{}})"},
        {R"({"title":"T","id":"x","a\"b":"c\\"})", R"(x|T|||||{"a\"b":"c\\"})"},
        {R"({"title":"T","url":"https://example.org"})", "https://example.org|T|||||"},
        {R"({"title":"a","title":"T","id":"x"})", "x|T|||||"},
        {"{\"title\":\"T\\u0001\\u007f\",\"id\":\"x\"}", "x|T|||||"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.line);
        const Records records = read_content("a.jsonl", row.line);
        for (const Reject& reject : records.rejects) FAIL_CHECK(reject.reason);
        REQUIRE(records.articles.size() == 1);
        const Article& a = records.articles[0];
        CHECK(a.id + "|" + a.title + "|" + a.date.to_string() + "|" + a.source + "|" +
                  joined(a.authors) + "|" + a.lang + "|" + a.extra ==
              row.expect);
    }
}

TEST_CASE("a JSON line that is no article is rejected and the rest goes on") {
    struct Row {
        std::string line;
        const char* reason;
    };
    const std::string deep(100000, '[');
    const std::string closed = deep + std::string(100000, ']');
    std::string objects;
    for (int i = 0; i < 100000; ++i) objects += "{\"a\":";
    const Row rows[] = {
        {"{", "cut off"},
        {"}", "no JSON object"},
        {"null", "no JSON object"},
        {"[]", "no JSON object"},
        {"hello", "no JSON object"},
        {"{}", "neither text nor title"},
        {R"({"text":""})", "neither text nor title"},
        {R"({"text":"  \n "})", "neither text nor title"},
        {R"({"text":null,"body":"x"})", "--map text="},
        {R"({"text":"x")", "cut off at byte 12"},
        {R"({"text":"x)", "cut off inside a string"},
        {R"({"text":"x\)", "unknown escape"},
        {R"({"text":"x\u12)", "cut off"},
        {R"({"text":"x\u12zz"})", "broken \\u escape"},
        {R"({"text":"x\q"})", "unknown escape"},
        {R"({"text":"x"}})", "more follows"},
        {R"({"text":"x"} {"text":"y"})", "more follows"},
        {R"({"text":"x",})", "a name is missing"},
        {R"({"text":"x" "id":1})", "a comma is missing at byte 13"},
        {R"({"text" "x"})", "a colon is missing"},
        {R"({text:"x"})", "a name is missing"},
        {R"({'text':'x'})", "a name is missing"},
        {R"({"text":})", "a value is missing"},
        {R"({"text":"x","a":nul})", "unknown word"},
        {R"({"text":"x","a":NaN})", "a value is missing"},
        {R"({"text":"x","a":01})", "a comma is missing"},
        {R"({"text":"x","a":1.})", "broken number"},
        {R"({"text":"x","a":1e})", "broken number"},
        {R"({"text":"x","a":-})", "broken number"},
        {R"({"text":"x","a":[1,]})", "a value is missing"},
        {R"({"text":"x","a":[1 2]})", "a comma is missing"},
        {R"({"text":"x","a":{"b" 1}})", "a colon is missing"},
        {R"({"text":"x","a":[}])", "a value is missing"},
        {"{\"text\":\"a\tb\"}", "control character"},
        {R"({"text":["x"]})", "text is neither a text nor a number"},
        {R"({"text":{"a":"x"}})", "text is neither a text nor a number"},
        {R"({"text":true})", "text is neither a text nor a number"},
        {R"({"text":"x","author":[["y"]]})", "author has an entry"},
        {R"({"text":"x","date":"soon"})", "date \"soon\" is not a date I can read"},
        {R"({"text":"x","date":"2025-02-30"})", "date \"2025-02-30\" is not a date"},
        {R"({"text":"x","date":"04/07/2025"})", "is not a date"},
        {R"({"text":"x","date":-1})", "is not a date"},
        {R"({"text":"x","updated":"never"})", "updated \"never\" is not a date"},
        {"{\"text\":\"a\xFF\"}", "byte 11 of it is not valid UTF-8 (0xFF)"},
        {"{\"text\":\"a\xC3\"}", "not valid UTF-8"},
        {"{\"text\":\"\xED\xA0\x80\"}", "not valid UTF-8"},
        {"{\"text\":\"\xC0\x80\"}", "not valid UTF-8"},
        {bytes("{\"text\":\"a\0b\"}"), "byte 11 of it is NUL"},
        {R"({"text":"a\u0000b"})", "NUL in a string"},
        {R"({"text":"\ud83d"})", "half a surrogate pair"},
        {R"({"text":"\ude80"})", "half a surrogate pair"},
        {R"({"text":"\ud83d\u0041"})", "half a surrogate pair"},
        {R"({"text":"x","a":)" + deep, "nested too deeply"},
        {R"({"text":"x","a":)" + closed + "}", "nested too deeply"},
        {objects, "nested too deeply"},
    };
    std::string file;
    for (const Row& row : rows)
        file += R"({"id":"ok","text":"fine"})" + std::string("\n") + row.line + "\n\n";
    file += R"({"id":"last","text":"fine, without a line end"})";
    const Records records = read_content("a.jsonl", file);
    REQUIRE(records.articles.size() == std::size(rows) + 1);
    CHECK(records.articles.back().id == "last");
    REQUIRE(records.rejects.size() == std::size(rows));
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        CAPTURE(rows[i].line.substr(0, 100));
        CHECK_THAT(records.rejects[i].reason, Contains(rows[i].reason));
        CHECK(records.rejects[i].origin.line == 3 * i + 2);
        CHECK(records.rejects[i].record == rows[i].line.substr(0, reject_record_bytes));
    }
}

TEST_CASE("a line over the limit is rejected in constant memory and the rest goes on") {
    ReadOptions options;
    options.max_record_bytes = 300 * 1024; // more than any buffer holds
    const std::string big = R"({"text":")" + std::string(5 << 20, 'x') + "\"}";
    const std::string just =
        R"({"text":")" + std::string(options.max_record_bytes - 11, 'x') + "\"}";
    const std::string small = R"({"id":"ok","text":"fine"})";
    const Records records = read_content(
        "a.jsonl", small + "\n" + big + "\n" + just + "\n" + small + "\n" + big, options);
    REQUIRE(records.articles.size() == 3);
    REQUIRE(records.rejects.size() == 2);
    CHECK_THAT(records.rejects[0].reason, Contains("longer than 307200 bytes"));
    CHECK(records.rejects[0].origin.line == 2);
    CHECK(records.rejects[0].record == big.substr(0, reject_record_bytes));
    CHECK(records.rejects[1].origin.line == 5);
}

TEST_CASE("JSON arrays and objects of several lines are read too") {
    struct Row {
        const char* content;
        const char* ids;     // with their lines
        const char* rejects; // with their lines
    };
    const Row rows[] = {
        {R"([{"id":1,"text":"x"},{"id":2,"text":"y"}])", "1:1 2:1", ""},
        {"[\n{\"id\":1,\"text\":\"x\"},\n{\"id\":2,\"text\":\"y\"}\n]\n", "1:2 2:3", ""},
        {"{\n  \"id\": 1,\n  \"text\": \"x\"\n}\n", "1:1", ""},
        {"{\n\"id\": 1,\n\"text\": \"x\"\n}\n{\n\"id\": 2,\n\"text\": \"y\"\n}\n", "1:1 2:5", ""},
        {"{\"id\": 1,\n\"text\": \"a ] } \\\" b\"\n}\n", "1:1", ""},
        {"[]", "", ""},
        {"[\n]\n", "", ""},
        {"[1, \"x\", null, {\"id\":2,\"text\":\"y\"}]", "2:1", "1 1 1"},
        {"[[{\"id\":2,\"text\":\"y\"}]]", "", "1"},
        {"[{\"id\":1,\"text\":\"x\"},\n{\"id\":2,\"text\":", "1:1", "2"},
        {"[{\"id\":1,\"text\":\"x\"},\n", "1:1", "2"},
        {"[{\"id\":1,\"text\":\"x\"} oops {\"id\":2,\"text\":\"y\"}]", "1:1 2:1", "1"},
        {"[{\"id\":1,\"text\":\"x\"\n},\n{\"id\":2,\"text\":7 8},\n{\"id\":3,\"text\":\"z\"}]",
         "1:1 3:4", "3"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.content);
        std::string ids;
        std::string lines;
        const Records records = read_content("a.json", row.content);
        for (const Article& a : records.articles)
            ids += (ids.empty() ? "" : " ") + a.id + ":" + std::to_string(a.origin.line);
        for (const Reject& reject : records.rejects)
            lines += (lines.empty() ? "" : " ") + std::to_string(reject.origin.line);
        CHECK(ids == row.ids);
        CHECK(lines == row.rejects);
    }
}

TEST_CASE("an array element over the limit is rejected and the rest goes on") {
    ReadOptions options;
    options.max_record_bytes = 100 * 1024;
    const Records records =
        read_content("a.json",
                     "[{\"id\":1,\"text\":\"x\"},\n{\"id\":2,\"text\":\"" +
                         std::string(1 << 20, '[') + "\"},\n{\"id\":3,\"text\":\"z\"}]",
                     options);
    REQUIRE(records.articles.size() == 2);
    CHECK(records.articles[1].id == "3");
    REQUIRE(records.rejects.size() == 1);
    CHECK(records.rejects[0].origin.line == 2);
    CHECK(records.rejects[0].record.size() == reject_record_bytes);
}

TEST_CASE("a dateline in the text fills a missing date and source and stays in the text") {
    const Records records = read_content(
        "a.jsonl",
        R"({"text":"KYIV, July 4, 2025 (Reuters) - Drones flew."})"
        "\n"
        R"({"date":"2024-12-31","text":"KYIV, Jan 1 (Reuters) - Drones flew."})"
        "\n"
        R"({"source":"X","updated":"2025-01-02","text":"KYIV, Dec 31 (Reuters) - Drones flew."})");
    REQUIRE(records.articles.size() == 3);
    CHECK(records.articles[0].date.to_string() == "2025-07-04");
    CHECK(records.articles[0].source == "Reuters");
    CHECK(records.articles[0].text == "KYIV, July 4, 2025 (Reuters) - Drones flew.");
    CHECK(records.articles[1].date.to_string() == "2024-12-31");
    CHECK(records.articles[1].source == "Reuters");
    CHECK(records.articles[2].date.to_string() == "2024-12-31");
    CHECK(records.articles[2].source == "X");
}

TEST_CASE("--map and --set name JSON members") {
    ReadOptions options;
    options.map = {{"text", "body"}, {"TITLE", "headline"}, {"region", "where"}};
    options.set = {{"source", "Nobody"}, {"lang", "en"}, {"date", "2025-07-04"}};
    const Records records = read_content(
        "a.jsonl",
        R"({"body":"B","headline":"H","title":"other","where":["Kyiv"],"source":"Given"})",
        options);
    REQUIRE(records.articles.size() == 1);
    const Article& article = records.articles[0];
    CHECK(article.text == "B");
    CHECK(article.title == "H");
    CHECK(joined(article.given_regions) == "Kyiv");
    CHECK(article.source == "Given");
    CHECK(article.lang == "en");
    CHECK(article.date.to_string() == "2025-07-04");
    CHECK(article.extra == R"({"title":"other"})");
}
