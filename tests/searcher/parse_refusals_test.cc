// What is refused of the query language, and its limits.

#include "schema/error.h"
#include "tests/searcher/parse_cases.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("what other engines understand is refused with advice") {
    check_refusals({
        {"/dro.*/", "regular expressions", "/dro.*/"},
        {"/drone strike/ kyiv", "regular expressions", "/drone strike/"},
        {"/(kyiv|odesa)/", "regular expressions"},
        {"title:/dro.*/i", "regular expressions"},
        {"kyiv~", "fuzzy", "kyiv~", "remove ~"},
        {"kyiv~2", "fuzzy"},
        {"~kyiv", "fuzzy"},
        {"kyiv^2", "weights", "kyiv^2", "remove ^"},
        {"kyiv^0.5", "weights"},
        {"\"drone strike\"^2", "weights", "^"},
        {"(kyiv odesa)^2", "cannot follow parentheses", "^2"},
        {"(kyiv odesa)~5", "cannot follow parentheses"},
        {"\"drone strike\"~", "takes a number"},
        {"\"drone strike\"~500", "from 1 to 99"},
        {"search:mine", "saved searches are not available here", "search:mine"},
        {"search:\"my own\"", "saved searches are not available here"},
        {"after:2025-07-01", "no field after:", "after:", "date:>"},
        {"site:example.org", "no field site:", "", "source:"},
        {"date:[2025-01 TO 2025-02]", "brackets", "", "a..b"},
    });
    check_readings({
        {"kyiv / odesa", "kyiv odesa", "nothing to search"},
        {"/etc/passwd", "\"etc/passwd\""},
        {"search: kyiv", "search kyiv"},
    });
}

TEST_CASE("what makes no sense is refused at its place") {
    check_refusals({
        {"\"kyiv", "a quote is not closed", "\"kyiv"},
        {"kyiv \"", "a quote is not closed", "\""},
        {"„kyiv", "a quote is not closed"},
        {"«kyiv", "a quote is not closed"},
        {"\"kyiv\\\"", "a quote is not closed"},
        {"\"kyiv”", "a quote is not closed"},
        {"(kyiv", "not closed", "("},
        {"((kyiv)", "not closed", "("},
        {"kyiv)", "closed that was not opened", ")"},
        {")", "closed that was not opened", ")"},
        {"()", "nothing in the parentheses"},
        {"kyiv ( ) odesa", "nothing in the parentheses"},
        {"title:()", "nothing in the parentheses"},
        {"kyiv AND", "AND has nothing after it", "AND"},
        {"AND kyiv", "AND has nothing before it", "AND"},
        {"kyiv OR", "OR has nothing after it", "OR"},
        {"OR kyiv", "OR has nothing before it", "OR"},
        {"kyiv OR OR odesa", "OR has nothing before it"},
        {"kyiv AND OR odesa", "OR has nothing before it"},
        {"kyiv || ", "|| has nothing after it", "||"},
        {"NOT", "NOT has nothing after it", "NOT"},
        {"kyiv AND NOT", "NOT has nothing after it"},
        {"(kyiv OR) odesa", "OR has nothing after it"},
        {"- kyiv OR", "OR has nothing after it"},
        {"!!!", "no word or number"},
        {"...", "no word or number"},
        {"🔥", "no word or number"},
        {"\"\"", "no word or number"},
        {"-(...)", "no word or number"},
        {"\xff", "not valid UTF-8"},
        {"kyiv \xc3", "not valid UTF-8"},
    });
    CHECK_THROWS_WITH(parse(std::string_view("kyiv\0odesa", 10)), Catch::Contains("NUL"));
}

namespace {

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

void check_limit(std::string_view text, const QueryLimits& limits, std::string_view name) {
    try {
        parse(text, limits);
        FAIL_CHECK("no limit was reached: " << name);
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::limit);
        CHECK_THAT(error.message, Catch::Contains(std::string(name)));
    }
}

} // namespace

TEST_CASE("every limit is kept, and named when it is reached") {
    QueryLimits limits;
    limits.bytes = 100;
    CHECK_NOTHROW(parse(repeated("a", 100), limits));
    check_limit(repeated("a", 101), limits, "limit bytes = 100");
    check_limit("title:(" + repeated("ab ", 20) + ")", limits, "limit bytes = 100");

    limits = {};
    limits.terms = 10;
    CHECK_NOTHROW(parse(repeated("a ", 10), limits));
    check_limit(repeated("a ", 11), limits, "limit terms = 10");
    check_limit("\"" + repeated("a ", 11) + "\"", limits, "limit terms = 10");

    limits = {};
    limits.depth = 5;
    CHECK_NOTHROW(parse(repeated("(", 5) + "a" + repeated(")", 5), limits));
    check_limit(repeated("(", 6) + "a" + repeated(")", 6), limits, "limit depth = 5");
    check_limit(repeated("(a OR (b ", 3) + "c" + repeated("))", 3), limits, "limit depth = 5");
    check_limit(repeated("(", 8000), {}, "limit depth = 50");
    CHECK_NOTHROW(parse(repeated("-", 8000) + "a", {}));

    limits = {};
    limits.prefix_letters = 5;
    CHECK_NOTHROW(parse("drone*", limits));
    CHECK_THROWS_WITH(parse("dron*", limits), Catch::Contains("at least 5 letters"));
}

// What took the square of its size would take minutes here.
TEST_CASE("hostile queries take no longer than their size") {
    QueryLimits wide;
    wide.bytes = 1 << 21;
    wide.terms = 1 << 21;
    for (const char* part :
         {"a ", "T 72 ", "T ", "(T) 72 ", "-", "a-", "/a ", "\"a\" ", "a:b ", "a OR ", "a NEAR/5 ",
          "中", "a&&", "U.S. ", "a.", "a\"", "date:2025 ", "or ", "(a)"}) {
        INFO(part);
        const std::string text = repeated(part, (1 << 18) / std::string_view(part).size());
        try {
            const ParsedQuery query = parse(text, wide);
            CHECK(query.text.size() == text.size());
        } catch (const Error& error) {
            CHECK((error.kind == ErrorKind::query || error.kind == ErrorKind::limit));
        }
    }
}
