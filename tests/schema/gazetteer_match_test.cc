// Which names stand in a text, and under which capitals.

#include "tests/schema/gazetteer_fixture.h"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

namespace {

struct Row {
    std::string_view text;
    std::string_view expect;
};

// All matches in a text with the likeliest meaning of each.
const Row texts[] = {
    {"", ""},
    {"Nothing of that kind here", ""},
    {"Shelling in South Sudan went on", "South Sudan: south-sudan"},
    {"South Sudan and Sudan", "South Sudan: south-sudan, Sudan: sudan"},
    {"Ukraine's border", "Ukraine: ukraine"},
    {"Ukraine\u2019s border", "Ukraine: ukraine"},
    {"a Ukraine-Moldova border", "Ukraine: ukraine, Moldova: moldova"},
    {"KYIV (Reuters) - Drones", "KYIV: kyiv"},
    {"Kyiv, Ukraine", "Kyiv: kyiv, Ukraine: ukraine"},
    {"In Kharkiv region", "Kharkiv region: kharkiv-oblast"},
    {"у місті Харків", "Харків: kharkiv"},
    {"乌克兰的战争", "乌克兰: ukraine"},
    {"حلب ودمشق", "حلب: aleppo"},
    {"in Deir ez-Zor today", "Deir ez-Zor: deir-ez-zor"},
    {"Ciudad Juárez", "Ciudad Juárez: ciudad-juarez"},
    {"New.\n\nYork", "York: york"}, // no name crosses a paragraph break
    // Places that are also words, unless they stand there as names.
    {"most of the south can end a long deal", ""},
    {"of mobile homes and reading", ""},
    {"at Reading", "Reading: reading"},
};

} // namespace

TEST_CASE("the longest name in a text wins") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    for (const Row& row : texts) {
        INFO(row.text);
        std::string found = matches(gazetteer, row.text);
        CHECK(found == row.expect);
    }
    CHECK(matches(gazetteer, "New York City is big").starts_with("New York City: new-york"));
}

TEST_CASE("a case-sensitive name needs its capitals in texts but not in queries") {
    const Overlaid own("testland\tTestland\tcountry\t\tQX\t\tZQ{ca}|Zork{c}|Union of Zeds{c}\n"
                       "zq-town\tZq\tplace\ttestland\tQX\n");
    const Gazetteer& gazetteer = own.gazetteer;
    CHECK(matches(gazetteer, "the ZQ army") == "ZQ: testland");
    CHECK(matches(gazetteer, "the Z.Q. army") == "Z.Q.: testland");
    CHECK(matches(gazetteer, "the zq army") == "zq: zq-town");
    CHECK(matches(gazetteer, "told Zork so") == "Zork: testland");
    CHECK(matches(gazetteer, "TOLD ZORK SO") == "ZORK: testland");
    CHECK(matches(gazetteer, "told zork so") == "");
    CHECK(matches(gazetteer, "the Union of Zeds") == "Union of Zeds: testland");
    CHECK(matches(gazetteer, "the union of zeds") == "");
    CHECK(has_word(regions(gazetteer, "zq"), "testland"));
    CHECK(regions(gazetteer, "union of zeds") == "testland");
}

TEST_CASE("a name in capitals beside the same in small letters leaves both") {
    const Overlaid own("zorkas\tZorkas\tarmed-group\t\tQX\t\tZORKAS{c}|Zorkas fighters\n"
                       "vilun\tVILUN\tarmed-group\t\tQX\t\tVilun{c}\n");
    for (const char* name : {"Zorkas", "ZORKAS"})
        CHECK(matches(own.gazetteer, name) == std::string(name) + ": zorkas");
    CHECK(matches(own.gazetteer, "two zorkas") == "");
    for (const char* name : {"Vilun", "VILUN"})
        CHECK(matches(own.gazetteer, name) == std::string(name) + ": vilun");
    CHECK(matches(Gazetteer::builtin(), "against Hamas") == "Hamas: hamas");
}

TEST_CASE("US in capitals is the country, us is not") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    CHECK(matches(gazetteer, "he told us so") == "");
    const Overlaid own("test-us\tTest\tcountry\t\tQX\t\tUS{ca}\n");
    CHECK(matches(own.gazetteer, "he told us so") == "");
    for (const char* text : {"the US army", "the U.S. army"}) {
        Tokens tokens;
        tokens.analyse(text);
        std::vector<GazetteerMatch> found;
        own.gazetteer.match(tokens, found);
        REQUIRE(found.size() == 1);
        CHECK(tokens.form(tokens[found[0].first]) == "us");
    }
}

TEST_CASE("the flags of an alias reach the match") {
    const Overlaid own("testland\tTestland\tcountry\t\tQX\t\tZorkish{d}|Zorkania{h}|Zobel{x}"
                       "|Zastle{m}\n");
    Tokens tokens;
    tokens.analyse("Testland Zorkish Zorkania Zobel Zastle");
    std::vector<GazetteerMatch> found;
    own.gazetteer.match(tokens, found);
    REQUIRE(found.size() == 5);
    const std::uint8_t flags[] = {0, alias_demonym, alias_historic, alias_needs_context,
                                  alias_metonym};
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const AliasTarget& target : found[i].targets)
            CHECK((target.flags & ~alias_by_hand) == flags[i]);
}

TEST_CASE("garbage and long texts do no harm") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    std::mt19937 random(1);
    Tokens tokens;
    std::vector<GazetteerMatch> found;
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (int i = 0; i < 200; ++i) text.push_back(static_cast<char>(random() & 0xffU));
        tokens.analyse(text);
        found.clear();
        gazetteer.match(tokens, found);
        for (const GazetteerMatch& match : found) CHECK(match.last <= tokens.size());
        gazetteer.resolve(EntityKind::region, text);
        gazetteer.complete(EntityKind::region, text.substr(0, 3), 10);
        const Overlaid own(text);
        CHECK(own.gazetteer.size() >= gazetteer.size());
    }
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += i % 3 == 0 ? "South " : "New York ";
    tokens.analyse(text);
    found.clear();
    gazetteer.match(tokens, found);
    CHECK(found.size() > 10'000);
    CHECK(gazetteer.resolve(EntityKind::region, std::string(1'000'000, 'a')).empty());
}
