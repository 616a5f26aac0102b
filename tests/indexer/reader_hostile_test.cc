#include "tests/indexer/reader_fixture.h"

#include "schema/analysis.h"

#include <catch2/catch.hpp>

#include <random>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// Changes, drops, doubles and swaps a few bytes.
std::string mutated(std::string text, std::mt19937& random) {
    const auto below = [&](std::size_t bound) { return random() % bound; };
    const std::string nasty = bytes("\"'\\{}[],:;|\n\r\t\0\xFF\xC3\xE2 -/()0u.<>");
    for (std::size_t changes = 1 + below(6); changes > 0 && !text.empty(); --changes) {
        const std::size_t at = below(text.size());
        switch (below(5)) {
        case 0: text[at] = nasty[below(nasty.size())]; break;
        case 1: text.erase(at, 1 + below(8)); break;
        case 2: text.insert(at, text.substr(below(text.size()), below(20))); break;
        case 3: text.insert(at, 1, nasty[below(nasty.size())]); break;
        default: text.resize(at);
        }
    }
    return text;
}

} // namespace

TEST_CASE("every mutation of an input gives valid articles or rejects") {
    struct Row {
        const char* name;
        std::string content;
    };
    const Row rows[] = {
        {"a.jsonl",
         R"({"id":"1","title":"A \u041a \ud83d\ude80","text":"x\n","author":["a"],"n":[1,{"a":-1.5e3}]})"
         "\n"
         R"({"text":"KYIV, July 4 (Reuters) - x","date":"2025-07-04T10:00:00Z"})"},
        {"a.json",
         "[\n{\"id\":1,\"text\":\"x ] } \\\" y\"},\n{\"text\":\"y\",\"date\":1751587200}\n]"},
        {"a.csv",
         "id,title,text,date,x\n1,\"a \"\"b\"\"\",\"c\nd\",2025-07-04,9\n2,e,f,4 July 2025,8\n"},
        {"a.tsv", "id\ttext\n1\tx\n2\ty\n"},
        {"a.txt",
         "Title: A call\nJuly 04, 2025Clash Report\nBy Jane Doe\n\nKYIV, July 4 (AP) - It ended.\n"
         "Middle East\nJuly 2025\nAmerica\nJuly 2025\nRead more\nLink"},
    };
    std::mt19937 random(20250704);
    const TemporaryDirectory directory;
    ReadOptions options;
    for (const Row& row : rows) {
        for (int round = 0; round < 200; ++round) {
            const std::string content = mutated(row.content, random);
            CAPTURE(row.name, content);
            options.max_record_bytes = round % 3 == 0 ? 64 : 64 << 20;
            const Records records = read_all({directory.write(row.name, content)}, options);
            for (const Article& a : records.articles) {
                REQUIRE_FALSE((a.text.empty() && a.title.empty()));
                REQUIRE_FALSE(a.id.empty());
                for (const std::string* text : {&a.id, &a.title, &a.text, &a.source, &a.extra})
                    REQUIRE((is_valid_utf8(*text) && text->find('\0') == std::string::npos));
            }
            for (const Reject& reject : records.rejects)
                REQUIRE_FALSE((reject.reason.empty() || reject.origin.file.empty()));
        }
    }
}

TEST_CASE("hostile shapes neither crash nor hang") {
    const auto repeated = [](std::string_view part, std::size_t size) {
        std::string text;
        while (text.size() < size) text += part;
        return text;
    };
    for (const std::string_view part :
         {"(", "\"", "[", "{\"a\":", "July ", "July 2025\n", "Middle East\nJuly 2025\n", "KYIV, ",
          "KYIV/", "a: b\n", "By Jane Doe\n", "\\u", ",", "\r", "\n", "Related\n", "A.B."}) {
        CAPTURE(part);
        const std::string content = repeated(part, 128 << 10);
        for (const char* name : {"a.txt", "a.jsonl", "a.json", "a.csv", "a.tsv"}) {
            const Records records = read_content(name, content);
            CHECK(records.articles.size() + records.rejects.size() <= content.size());
        }
    }
}
