// Saved searches by name: search:name in a query.

#include "schema/error.h"
#include "searcher/parse.h"
#include "tests/searcher/fixture.h"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

using namespace sitrep;

namespace {

// Name -> query, as somebody saved them.
const std::map<std::string, std::string, std::less<>> saved{
    {"drones", "drone OR shahed"},
    {"my east", "region:kharkiv -sumy"},
    {"both", "search:drones search:\"my east\""},
    {"deep", "search:both \"front line\""},
    {"empty", ""},
    {"everything", "*"},
    {"marks", "... !!!"},
    {"broken", "(drone"},
    {"odd", "actor:nobodyknowsthisname"},
    {"itself", "drone search:itself"},
    {"one", "search:two"},
    {"two", "drone OR search:one"},
    {"not", "-drone"},
};

std::optional<std::string> look_up(std::string_view name) {
    if (name.starts_with("chain")) { // chain1 names chain2 and so on
        const int n = std::stoi(std::string(name.substr(5)));
        return "search:chain" + std::to_string(n + 1);
    }
    if (name.starts_with("twice")) {
        const int n = std::stoi(std::string(name.substr(5)));
        const std::string next = "search:twice" + std::to_string(n + 1);
        return n == 9 ? "a b" : next + " OR (" + next + " x)";
    }
    const auto found = saved.find(name);
    if (found == saved.end()) return std::nullopt;
    return found->second;
}

ParsedQuery parse(std::string_view text) {
    return parse_query(text, Gazetteer::builtin(), day_from_civil(2025, 7, 9), {}, look_up);
}

} // namespace

TEST_CASE("search:name stands for what was saved", "[parse]") {
    struct Row {
        const char* query;
        const char* parsed;
    };
    for (const auto& [text, parsed] : std::vector<Row>{
             {"search:drones", "drone OR shahed"},
             {"search:\"drones\"", "drone OR shahed"},
             {"SEARCH:drones", "drone OR shahed"},
             {"kyiv search:drones", "kyiv (drone OR shahed)"},
             {"kyiv OR search:drones", "kyiv OR drone OR shahed"},
             {"-search:drones", "-(drone OR shahed)"},
             {"-search:not", "drone"},
             {"(search:\"my east\") tank", "region:kharkiv -sumy tank"},
             {"search:both", "(drone OR shahed) region:kharkiv -sumy"},
             {"search:deep", "(drone OR shahed) region:kharkiv -sumy \"front line\""},
             {"search:drones search:drones", "(drone OR shahed) (drone OR shahed)"},
             {"search:empty", "*"},
             {"search:everything tank", "* tank"},
             {"search: drones", "search drones"}, // a word, as before
         }) {
        INFO(text);
        const ParsedQuery query = parse(text);
        CHECK(query.parsed == parsed);
        CHECK(parse_query(query.parsed, Gazetteer::builtin(), day_from_civil(2025, 7, 9)).root ==
              query.root);
    }
}

TEST_CASE("what a saved search was read as is told, at the place that names it", "[parse]") {
    const std::string text = "tank search:both";
    const ParsedQuery query = parse(text);
    REQUIRE(query.saved.size() == 3);
    CHECK(query.saved[0].name == "both");
    CHECK(query.saved[0].parsed == "(drone OR shahed) region:kharkiv -sumy");
    CHECK(query.saved[1].name == "drones");
    CHECK(query.saved[1].parsed == "drone OR shahed");
    CHECK(query.saved[2].name == "my east");
    for (const SavedSearchUse& use : query.saved)
        CHECK(text.substr(use.span.begin, use.span.end - use.span.begin) == "search:both");
    REQUIRE(query.root.children.size() == 4);
    for (std::size_t i = 1; i < 4; ++i) {
        const QuerySpan span = query.root.children[i].span;
        CHECK(text.substr(span.begin, span.end - span.begin) == "search:both");
    }
    REQUIRE(query.expansions.size() == 1);
    CHECK(query.expansions[0].span.begin == 5);

    const ParsedQuery warned = parse("tank search:odd");
    REQUIRE(warned.warnings.size() == 1);
    CHECK(warned.warnings[0].message.starts_with("in the saved search \"odd\": no actor"));
    CHECK(warned.warnings[0].span.begin == 5);
    CHECK(warned.warnings[0].span.end == 15);
}

TEST_CASE("saved searches that cannot be honoured are refused", "[parse]") {
    struct Row {
        const char* query;
        const char* message;
        const char* place;
    };
    for (const auto& [text, message, place] : std::vector<Row>{
             {"tank search:none", "there is no saved search \"none\"", "search:none"},
             {"search:broken", "in the saved search \"broken\": a parenthesis is not closed",
              "search:broken"},
             {"search:itself",
              "in the saved search \"itself\": the saved search \"itself\" names "
              "itself: itself > itself",
              "search:itself"},
             {"x search:one",
              "in the saved search \"one\": the saved search \"one\" names itself: "
              "one > two > one",
              "search:one"},
             {"title:(search:drones)", "search: stands in the parentheses of a field", "search:"},
             {"search:(a b)", "search: takes the name of one saved search", "search:"},
             {"search:\"drones\"~2", "~2 is for phrases in the text", "\"drones\"~2"},
             {"search:drones NEAR/3 tank", "NEAR stands only between single words",
              "search:drones"},
             {"search:marks", "there is no word or number to search for", "search:marks"},
         }) {
        INFO(text);
        try {
            const ParsedQuery query = parse(text);
            FAIL_CHECK("read as " << query.parsed);
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::query);
            CHECK(error.message == message);
            CHECK(std::string_view(text).substr(error.begin, error.end - error.begin) == place);
        }
    }
}

TEST_CASE("saved searches are bounded together", "[parse]") {
    for (const char* text : {"search:chain1", "search:twice1"}) {
        INFO(text);
        try {
            parse(text);
            FAIL_CHECK("was read");
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::limit);
        }
    }
    CHECK(parse("search:twice7").saved.size() == 7);
}
