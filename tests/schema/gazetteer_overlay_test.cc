// Rows of the user's own over the built-in gazetteer.

#include "schema/error.h"
#include "tests/schema/gazetteer_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("rows of the user's own add, extend, override and remove") {
    const Overlaid own("# comment\n"
                       "\n"
                       "testistan\tTestistan\tcountry\t\tQX\t\tRepublic of Testistan"
                       "|Testistani{d}|uk:Тестистан\t10.5\t-20.25\t1234\n"
                       "test-north\tTest North\tdivision\ttestistan\tQX\r\n"
                       "testville\tTestville\tplace\ttest-north;testistan\tQX\n"
                       "kyiv\tKyiv the Great\t\t\t\t\tKyjivopolis|-Kijów\n"
                       "ukraine\t\t\t\t\t\tUkrlandia\n");
    const Gazetteer& gazetteer = own.gazetteer;
    CHECK(own.problems.empty());
    CHECK(gazetteer.size() == Gazetteer::builtin().size() + 4);

    CHECK(regions(gazetteer, "testistan") == "testistan");
    CHECK(regions(gazetteer, "ТЕСТИСТАН") == "testistan");
    CHECK(regions(gazetteer, "QX") == "testistan");
    CHECK(actors(gazetteer, "Republic of Testistan") == "testistan");
    CHECK(actors(gazetteer, "Testistani") == "testistan");
    const auto country = gazetteer.find(EntityKind::region, "testistan");
    REQUIRE(country);
    CHECK(country->latitude == Approx(10.5));
    CHECK(country->longitude == Approx(-20.25));
    CHECK(country->population == 1234);
    const auto town = gazetteer.find(EntityKind::region, "testville");
    REQUIRE(town);
    CHECK(ids(gazetteer, gazetteer.ancestors(town->index)) == "test-north testistan");

    CHECK(regions(gazetteer, "Kyjivopolis") == "kyiv");
    CHECK(regions(gazetteer, "Kijów") == "");
    CHECK(regions(gazetteer, "Київ").starts_with("kyiv"));
    const auto kyiv = gazetteer.find(EntityKind::region, "kyiv");
    REQUIRE(kyiv);
    CHECK(kyiv->name == "Kyiv the Great");
    CHECK(kyiv->population > 2'000'000);
    CHECK(actors(gazetteer, "Ukrlandia") == "ukraine");
    CHECK(matches(gazetteer, "Kijów, Testville and Republic of Testistan; Kharkiv") ==
          "Testville: testville, Republic of Testistan: testistan, Kharkiv: kharkiv");
    CHECK(ids(gazetteer, gazetteer.complete(EntityKind::region, "testv", 5)) == "testville");
    CHECK(gazetteer.complete(EntityKind::region, "kijow", 5).empty());
    // The built-in one is as it was.
    CHECK(regions(Gazetteer::builtin(), "Kijów").starts_with("kyiv"));
}

TEST_CASE("names shared with untouched entities stay theirs") {
    const Overlaid own("kharkiv-park\tKharkiv\tplace\tukraine\tUA\n");
    const std::string all = regions(own.gazetteer, "Kharkiv");
    CHECK(has_word(all, "kharkiv"));
    CHECK(has_word(all, "kharkiv-oblast"));
    CHECK(has_word(all, "kharkiv-park"));
}

TEST_CASE("bad rows are named with file and line, the rest is used") {
    const Overlaid own(
        "Bad Id\tX\tplace\n"
        "ok-one\tOkayville\tplace\tukraine\tUA\n"
        "ok-two\tOkaytown\tvillage\n"
        "ok-three\tOkayburg\tplace\tnowhere-at-all\tUA\n"
        "unknown-thing\tUnknown\n"
        "ok-four\tFourville\tplace\tukraine\tUkraine\tsometime\tFour{q}|Vier\tx\ty\tz\n"
        "ok-five\t\xff\xfe\tplace\n"
        "ok-six\tSixville\tplace\t\t\t2022-13..\n"
        "ok-seven\tSevenville\tplace\t\t\t2022..2021\n"
        "ok-eight\tA\tplace\t\t\t\t\t1\t2\t3\textra\n");
    std::string all;
    for (const auto& problem : own.problems) all += problem + "\n";
    INFO(all);
    for (const char* place :
         {"own.tsv:1: ", "own.tsv:3: ", "own.tsv:4: ", "own.tsv:5: ", "own.tsv:6: ", "own.tsv:7: ",
          "own.tsv:8: ", "own.tsv:9: ", "own.tsv:10: "})
        CHECK(all.find(place) != std::string::npos);
    CHECK(all.find("own.tsv:2: ") == std::string::npos);
    CHECK(regions(own.gazetteer, "Okayville") == "ok-one");
    CHECK(regions(own.gazetteer, "Okayburg") == "ok-three");
    CHECK(regions(own.gazetteer, "Vier") == "ok-four");
    CHECK(regions(own.gazetteer, "Sixville") == "ok-six");
    CHECK(regions(own.gazetteer, "Okaytown") == "");
}

TEST_CASE("an unreadable file is an error, a readable one is laid over") {
    std::vector<std::string> problems;
    const std::vector<std::filesystem::path> missing{"/nonexistent/own.tsv"};
    CHECK_THROWS_AS(Gazetteer(missing, problems), Error);
    const auto path = std::filesystem::temp_directory_path() / "sitrep_gazetteer_test.tsv";
    std::ofstream(path) << "filetown\tFiletown\tplace\tukraine\tUA\nbad id\n";
    const Gazetteer gazetteer(std::vector<std::filesystem::path>{path}, problems);
    std::filesystem::remove(path);
    CHECK(regions(gazetteer, "Filetown") == "filetown");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].starts_with("sitrep_gazetteer_test.tsv:2: "));
}

TEST_CASE("demonyms resolve only where nothing else has the name") {
    const Overlaid own("testland\tTestland\tcountry\t\tQX\t\tZorkish{d}|Zorkan{d}\n"
                       "zorkan\tZorkan\tplace\ttestland\tQX\n");
    CHECK(regions(own.gazetteer, "zorkish") == "testland");
    CHECK(regions(own.gazetteer, "zorkan") == "zorkan");
}

TEST_CASE("actors act for others, transitively and in their time") {
    const Overlaid own(
        "testland\tTestland\tcountry\t\tQX\n"
        "otherland\tOtherland\tcountry\t\tQY\n"
        "test-army\tTest Army\tarmed-forces\ttestland\tQX\n"
        "general-a\tGeneral Aaa\tperson\ttest-army@2019..2022-02\tQX\t\tAaa{s}\n"
        "general-b\tGeneral Bbb\tperson\ttest-army\tQX\t2022-03-01..\n"
        "defector\tDefector Ccc\tperson\ttestland@..2020-06-15;otherland@2020-06-16..\n"
        "loop-a\tLoop A\torganisation\tloop-b\n"
        "loop-b\tLoop B\torganisation\tloop-a\n");
    const Gazetteer& gazetteer = own.gazetteer;
    CHECK(own.problems.empty());
    const auto principals = [&](std::string_view id, Day day) {
        return ids(gazetteer,
                   gazetteer.principals(gazetteer.find(EntityKind::actor, id)->index, day));
    };
    constexpr Day day_2018_12_31 = 17896, day_2019_01_01 = 17897, day_2022_02_28 = 19051,
                  day_2022_03_01 = 19052, day_2020_06_15 = 18428;
    CHECK(principals("test-army", 0) == "testland");
    CHECK(principals("general-a", day_2018_12_31) == "");
    CHECK(principals("general-a", day_2019_01_01) == "test-army testland");
    CHECK(principals("general-a", day_2022_02_28) == "test-army testland");
    CHECK(principals("general-a", day_2022_03_01) == "");
    CHECK(principals("general-b", day_2022_02_28) == ""); // not yet in office
    CHECK(principals("general-b", day_2022_03_01) == "test-army testland");
    CHECK(principals("defector", day_2020_06_15) == "testland");
    CHECK(principals("defector", day_2020_06_15 + 1) == "otherland");
    CHECK(principals("loop-a", 0) == "loop-b");
    const auto army = gazetteer.find(EntityKind::actor, "test-army");
    REQUIRE(gazetteer.affiliations(army->index).size() == 1);
    CHECK(gazetteer.affiliations(army->index)[0].from == std::numeric_limits<Day>::min());
    CHECK(gazetteer.affiliations(army->index)[0].to == std::numeric_limits<Day>::max());
    const auto general = gazetteer.find(EntityKind::actor, "general-b");
    CHECK(general->valid_from == day_2022_03_01);
    CHECK(actors(gazetteer, "aaa") == "general-a");
}

TEST_CASE("regions may lie in several others, in a circle even") {
    const Overlaid own("r-a\tRaaa\tplace\tr-b;r-c\n"
                       "r-b\tRbbb\tdivision\tr-d\n"
                       "r-c\tRccc\tdivision\tr-d;r-a\n"
                       "r-d\tRddd\tworld-region\tr-a\n");
    const auto region = own.gazetteer.find(EntityKind::region, "r-a");
    REQUIRE(region);
    CHECK(ids(own.gazetteer, own.gazetteer.ancestors(region->index)) == "r-b r-c r-d");
}

TEST_CASE("aliases are given as they were written") {
    const Overlaid own("tt\tTést Town\tplace\t\t\t\tuk:Тест-Таун|TT{c}\n");
    const auto town = own.gazetteer.find(EntityKind::region, "tt");
    REQUIRE(town);
    const auto aliases = own.gazetteer.aliases(town->index);
    CHECK(aliases == std::vector<std::string_view>{"Tést Town", "Тест-Таун", "TT"});
}

TEST_CASE("two owners of one name are reported unless it is marked as ambiguous") {
    const auto before = Gazetteer::builtin().conflicts();
    const Overlaid own("g-a\tGroup Zed\tarmed-group\t\t\t\tZeds|Zedists{x}|Zedish{d}\n"
                       "g-b\tGang Zed\tarmed-group\t\t\t\tZeds|Zedists{x}|Zedish{d}\n"
                       "r-a\tZeds\tplace\n");
    const auto after = own.gazetteer.conflicts();
    REQUIRE(after.size() == before.size() + 1);
    CHECK(std::count_if(after.begin(), after.end(), [](const std::string& line) {
              return line.find("\"zeds\"") != std::string::npos;
          }) == 1);
}

TEST_CASE("garbage in a file is reported, never fatal") {
    std::mt19937 random(2);
    const std::string_view letters = "ab-\t\t\t|;:@{}dcx..2022-01\n\n#place person";
    for (int round = 0; round < 200; ++round) {
        std::string text;
        for (int i = 0; i < 400; ++i) text.push_back(letters[random() % letters.size()]);
        const Overlaid own(text);
        for (EntityIndex i = static_cast<EntityIndex>(Gazetteer::builtin().size());
             i < own.gazetteer.size(); ++i)
            CHECK_FALSE(own.gazetteer.entity(i).id.empty());
    }
}
