#include "tests/indexer/reader_fixture.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;
using Catch::Matchers::Contains;

TEST_CASE("columns are known by name and by synonym") {
    const Records records = read_content(
        "a.csv", "ID,Headline,Body,Pub_Date,Publisher,Language,Link,Authors,Category,score\r\n"
                 "7,\"A \"\"call\"\", ended\",\"First.\nSecond.\",2025-07-04,Clash Report,en,"
                 "https://example.org/7,Jane Doe; John Roe,War|Europe,9\r\n");
    REQUIRE(records.rejects.empty());
    REQUIRE(records.articles.size() == 1);
    const Article& article = records.articles[0];
    CHECK(article.id == "7");
    CHECK(article.title == "A \"call\", ended");
    CHECK(article.text == "First.\nSecond.");
    CHECK(article.date.to_string() == "2025-07-04");
    CHECK(article.source == "Clash Report");
    CHECK(article.lang == "en");
    CHECK(article.url == "https://example.org/7");
    CHECK(joined(article.authors) == "Jane Doe; John Roe");
    CHECK(joined(article.sections) == "War; Europe");
    CHECK(article.extra == R"({"score":"9"})");
    CHECK(article.origin.line == 2);
}

TEST_CASE("tables of many kinds are read") {
    struct Row {
        const char* name;
        std::string content;
        const char* expect; // text@line of each article, then ! and line of each reject
    };
    const Row rows[] = {
        {"a.csv", "id,text\n1,x\n2,y\n", "x@2 y@3"},
        {"a.csv", "id,text\n1,x\n2,y", "x@2 y@3"},
        {"a.csv", "id,text\r\n1,x\r\n\r\n2,y\r\n", "x@2 y@4"},
        {"a.csv", "id,text\r1,x\r2,y\r", "x@2 y@2"}, // bare returns are not counted as lines
        {"a.csv", "\xEF\xBB\xBFtext,id\nx,1\n", "x@2"},
        {"a.csv", "id;text\n1;x, y\n", "x, y@2"},
        {"a.csv", "id|text\n1|x\n", "x@2"},
        {"a.csv", "id\ttext\n1\tx\n", "x@2"},
        {"a.tsv", "id\ttext\n1\tx, y\n2\t\"a\tb\"\n", "x, y@2 a\tb@3"},
        {"a.csv", "id,text\n1,\"a\nb\nc\"\n2,y\n", "a\nb\nc@2 y@5"},
        {"a.csv", "id,text\n1\n2,y\n3,y,z\n4,w\n", "y@3 w@5 !2 !4"},
        {"a.csv", "id,text\n1,say \"hi\" now\n", "say \"hi\" now@2"},
        {"a.csv", "id,text\n1,x\n2,\"open\nand on\n", "x@2 !3"},
        {"a.csv", "id,text\n1,x\n2,\"open", "x@2 !3"},
        {"a.csv", "id,text\n1,\xFF\n2,y\n", "y@3 !2"},
        {"a.csv", bytes("id,text\n1,a\0b\n2,y\n"), "y@3 !2"},
        {"a.csv", "id,text,date\n1,x,soon\n2,y,2025-07-04\n", "y@3 !2"},
        {"a.csv", "id,text\n1,\n2,y\n", "y@3 !2"},
        {"a.csv", "id,colour\n1,red\n2,blue\n", "!1"},
        {"a.csv", "id,text\n", ""},
        {"a.csv", "\n\n", ""},
        {"unnamed", "headline,date\nx,2025-07-04\n", "x@2"},
        {"unnamed", "headline\tdate\nx\t2025-07-04\n", "x@2"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.content);
        std::string found;
        const Records records = read_content(row.name, row.content);
        for (const Article& a : records.articles)
            found += (found.empty() ? "" : " ") + (a.text.empty() ? a.title : a.text) + "@" +
                     std::to_string(a.origin.line);
        for (const Reject& reject : records.rejects)
            found += (found.empty() ? "!" : " !") + std::to_string(reject.origin.line);
        CHECK(found == row.expect);
    }
}

TEST_CASE("a rejected row says why") {
    struct Row {
        const char* content;
        const char* reason;
    };
    const Row rows[] = {
        {"id,text\n1\n", "the row has 1 fields, the header 2"},
        {"id,text\n1,\"x\n", "a quote in this row does not close"},
        {"id,text\n1,a\xFF\n", "column text: byte 2 of it is not valid UTF-8"},
        {"id,colour\n1,red\n", "no column is a text or title; the columns are id, colour"},
        {"id,t\xFFxt\n1,red\n", "not valid UTF-8"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.content);
        const Records records = read_content("a.csv", row.content);
        REQUIRE(records.rejects.size() == 1);
        CHECK_THAT(records.rejects[0].reason, Contains(row.reason));
        CHECK_FALSE(records.rejects[0].record.empty());
    }
}

TEST_CASE("a row over the limit is rejected and the rest goes on") {
    ReadOptions options;
    options.max_record_bytes = 100 * 1024;
    const std::string big(1 << 20, 'x');
    const std::string lines = [] {
        std::string text;
        while (text.size() < (1 << 20)) text += "a line, with a comma\n";
        return text;
    }();
    const Records records = read_content(
        "a.csv", "id,text\n1,x\n2," + big + "\n3,\"" + lines + "\"\n4,y\n5,\"" + lines, options);
    REQUIRE(records.articles.size() == 2);
    CHECK(records.articles[1].id == "4");
    REQUIRE(records.rejects.size() == 3);
    for (const Reject& reject : records.rejects) {
        CHECK_THAT(reject.reason, Contains("longer than 102400 bytes"));
        CHECK(reject.record.size() == reject_record_bytes);
    }
    CHECK(records.rejects[0].origin.line == 3);
    CHECK(records.rejects[1].origin.line == 4);
}

TEST_CASE("--map takes columns by name or number") {
    struct Row {
        std::vector<std::pair<std::string, std::string>> map;
        const char* expect; // text | title, or the reason
    };
    const Row rows[] = {
        {{{"text", "three"}}, "c|"},
        {{{"text", "THREE"}, {"title", "1"}}, "c|a"},
        {{{"title", "2"}}, "|b"},
        {{{"text", "four"}}, "--map text=four: no column is called so"},
        {{{"text", "0"}}, "no column is called so"},
        {{{"text", "4"}}, "no column is called so"},
        {{{"text", "-1"}}, "no column is called so"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.expect);
        ReadOptions options;
        options.map = row.map;
        const Records records = read_content("a.csv", "one,two,three\na,b,c\n", options);
        if (records.articles.empty()) {
            REQUIRE(records.rejects.size() == 1);
            CHECK_THAT(records.rejects[0].reason, Contains(row.expect));
        } else {
            CHECK(records.articles[0].text + "|" + records.articles[0].title == row.expect);
        }
    }
}
