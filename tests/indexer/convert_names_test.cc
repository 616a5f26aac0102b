#include "indexer/convert_names.h"

#include "schema/error.h"
#include "schema/gazetteer.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

using namespace sitrep;

namespace {

struct Converted {
    std::string rows;     // without the comment that names the columns
    std::string problems; // without the file's name
    std::size_t bad = 0;
};

Converted convert(const std::string& lines) {
    const std::filesystem::path path = std::filesystem::temp_directory_path() /
                                       ("sitrep-convert-" + std::to_string(getpid()) + ".jsonl");
    std::ofstream(path, std::ios::binary) << lines;
    std::ostringstream out;
    std::ostringstream problems;
    Converted converted;
    converted.bad = convert_names(path.string(), out, problems);
    std::filesystem::remove(path);
    converted.rows = out.str().substr(out.str().find('\n') + 1);
    converted.problems = problems.str();
    if (converted.problems.starts_with(path.string()))
        converted.problems.erase(0, path.string().size());
    return converted;
}

// The problems of laying rows over the gazetteer.
std::vector<std::string> problems_of(const std::string& rows) {
    std::vector<std::string> problems;
    const std::vector<std::pair<std::string, std::string>> texts{{"names.tsv", rows}};
    const Gazetteer gazetteer(texts, problems);
    return problems;
}

struct Case {
    const char* line;
    const char* row;
};

const Case cases[] = {
    // Names in capitals are set in title case; roles are types; a force belongs to its state's.
    {R"({"name":"THE ZARGUN BRIGADE OF DOOM","aliases":["ZBD","ZARGUNIS","DOOM BRIGADE"],
"codes":[{"code":"AFGREB"}]})",
     "the-zargun-brigade-of-doom\tThe Zargun Brigade of Doom\tarmed-group\t\tAF\t\t"
     "ZBD{cx}|Zargunis{x}|Doom Brigade\n"},
    // Offices have dates, and their holders are persons; days of no calendar are none.
    {R"({"name":"XAVER QUUX","codes":[{"code":"AFGGOV","when":"011222-140929"},
{"code":"AFGMIL","when":">20150101"},{"code":"AFGGOV","when":"019922-140929"}]})",
     "xaver-quux\tXaver Quux\tperson\tgovernment-of-afghanistan@2001-12-22..2014-09-29;"
     "armed-forces-of-afghanistan@2015-01-01..\tAF\t\t\n"},
    // One country's name may begin another's.
    {R"({"name":"QUUX OF TWO STATES","codes":[{"code":"NGAGOV"},{"code":"NERGOV"}]})",
     "quux-of-two-states\tQuux of Two States\tgovernment\t"
     "government-of-nigeria;government-of-niger\tNE\t\t\n"},
    // What the gazetteer has is left to it.
    {R"({"name":"HEZBOLLAH","codes":[{"code":"LBNREB"}]})", ""},
    {R"({"name":"UKRAINE"})", ""},
    // What the format gives a meaning to is no part of a name.
    {R"({"name":"-Quux:\t{x}|#\r\n","aliases":["-Hezbollah the Other","a|b{c}"]})",
     "quux-x\tQuux   x  #\torganisation\t\t\t\tHezbollah the Other|a b c\n"},
};

} // namespace

TEST_CASE("a list of actors becomes rows of the gazetteer") {
    for (const Case& c : cases) {
        std::string line = c.line;
        std::erase(line, '\n');
        CAPTURE(line);
        const Converted converted = convert(line + "\n");
        CHECK(converted.rows == c.row);
        CHECK(converted.problems.empty());
        CHECK(problems_of(converted.rows).empty());
    }
}

TEST_CASE("names that are longer than an id are cut at a word, and those of no use left out") {
    std::string name = "Quux";
    for (int i = 0; i < 12; ++i) name += " abcdefgh";
    const Converted converted =
        convert(R"({"name":")" + name + R"(","aliases":[")" + std::string(1000, 'x') + R"("]})");
    CHECK(converted.rows == "quux-abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh-"
                            "abcdefgh\t" +
                                name + "\torganisation\t\t\t\t\n");
    CHECK(problems_of(converted.rows).empty());
    CHECK(convert(R"({"name":")" + std::string(1000, 'x') + R"("})").bad == 1);
}

TEST_CASE("a line that is no actor is named, and the rest goes on") {
    const Converted converted = convert("[1]\n\n{\"name\":7}\n{\"name\":\"...\"}\nnull\n\xFF\n"
                                        "{\"name\":\"Quux\",\"codes\":7}\n"
                                        "{\"name\":\"Quux\",\"codes\":[7]}\n"
                                        "{\"name\":\"Quux\",\"aliases\":[7]}\n{\"name\":\"Quux\"}\n"
                                        "{\"name\":\"QUUX\"}");
    CHECK(converted.rows == "quux\tQuux\torganisation\t\t\t\t\n");
    CHECK(converted.bad == 8);
    CHECK(converted.problems.find(":1: no actor (") == 0);
    CHECK(converted.problems.find(":4: the name has no letters") != std::string::npos);
}

TEST_CASE("an over-long line is named, and a file that is not there is an error that names it") {
    const Converted converted =
        convert("{\"name\":\"" + std::string(2'000'000, 'x') + "\"}\n{\"name\":\"Quux\"}\n");
    CHECK(converted.problems == ":1: the line is longer than 1000000 bytes\n");
    CHECK(converted.rows == "quux\tQuux\torganisation\t\t\t\t\n");
    std::ostringstream unused;
    try {
        convert_names("/nowhere/names.jsonl", unused, unused);
        FAIL("it is read");
    } catch (const Error& error) {
        CHECK(error.message == "/nowhere/names.jsonl: cannot open it: No such file or directory");
    }
}
