#include "searcher/suggest.h"

#include "searcher/search.h"
#include "tests/searcher/fixture.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

struct SuggestIndex {
    SuggestIndex() {
        std::vector<Article> articles{
            article("1", "Hezbollah fires rockets", "Hezbollah fired rockets at Haifa.",
                    "2025-01-01", "Tide Post"),
            article("2", "Hezbollah talks", "Hezbollah met the Lebanese Army in Beirut.",
                    "2025-01-02", "Lamp Wire"),
            article("3", "Kyiv shelled", "Shells hit Kyiv, the capital of Ukraine.", "2025-01-03",
                    "Tide Post"),
            article("4", "Drone strikes on Kyiv", "Drones struck Kyiv in Ukraine again.",
                    "2025-01-04", "Tide Post"),
        };
        write_index(directory.path() / "index", articles);
        searcher.emplace(directory.path() / "index");
    }
    TemporaryDirectory directory;
    std::optional<Searcher> searcher;

    std::string names(std::string_view typed) {
        const Suggestions found = searcher->suggest(typed, 3, 0);
        std::string all;
        for (const Suggestion& name : found.names)
            all += (all.empty() ? "" : " | ") + std::string(typed.substr(0, name.replaces.begin)) +
                   name.text + " " + std::to_string(name.count);
        return all;
    }
    std::string titles(std::string_view typed) {
        std::string all;
        for (const SuggestedTitle& title : searcher->suggest(typed, 0, 3).titles)
            all += (all.empty() ? "" : " | ") + title.title;
        return all;
    }
};

} // namespace

TEST_CASE("names are suggested by their beginnings, in any script, with their counts") {
    SuggestIndex index;
    struct Row {
        const char* typed;
        const char* expected; // begins so
    };
    const Row rows[] = {
        {"hez", "actor:hezbollah 2"},
        {"h", "actor:hezbollah 2"},
        {"drone hezb", "drone actor:hezbollah 2"},
        {"(drone OR -hezb", "(drone OR -actor:hezbollah 2"},
        {"حزب ال", "actor:hezbollah 2"},
        {"Киї", "region:kyiv 2"},
        {"region:ky", "region:kyiv 2"},
        {"actor:lebanese ar", "actor:"},
        {"region:\"ky", "region:kyiv 2"},
        {"mentions:hez", "mentions:hezbollah 2"},
        {"tide", "source:\"tide post\" 3"},
        {"talks tide po", "talks source:\"tide post\" 3"},
        {"source:la", "source:\"lamp wire\" 1"},
        {"actor:tide", ""},
        {"nosuchname", ""},
        {"", ""},
        {"   ", ""},
        {"\"", ""},
        {"actor:", ""},
        {"kyiv ", "region:kyiv 2"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.typed);
        if (*row.expected == '\0')
            CHECK(index.names(row.typed) == "");
        else
            CHECK_THAT(index.names(row.typed), Catch::StartsWith(row.expected));
    }
}

TEST_CASE("headlines are suggested by their words, the last of which may be unfinished") {
    SuggestIndex index;
    CHECK(index.titles("kyi") == "Drone strikes on Kyiv | Kyiv shelled");
    CHECK(index.titles("kyiv stri") == "Drone strikes on Kyiv");
    CHECK(index.titles("kyiv st") == "Drone strikes on Kyiv | Kyiv shelled");
    CHECK(index.titles("ky") == "");
    CHECK(index.titles("source:tide") == "");
    CHECK(index.titles("\"(kyiv *") == "Drone strikes on Kyiv | Kyiv shelled");
}

TEST_CASE("any bytes may be typed") {
    SuggestIndex index;
    for (const char* typed : {"\xff\xfe",
                              "a\x01"
                              "b",
                              "::::", "((((", "-", "*", "a:b:c", "\xe2\x80\x9c"})
        CHECK_NOTHROW(index.searcher->suggest(typed, 5, 5));
    CHECK_NOTHROW(index.searcher->suggest(std::string(100'000, 'a'), 5, 5));
    CHECK_NOTHROW(index.searcher->suggest(std::string(100'000, ' ') + "hez", 5, 5));
}
