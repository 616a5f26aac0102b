#include "server/compose.h"

#include "tests/server/server_fixture.h"

#include "searcher/parse.h"
#include "server/url.h"

#include <catch2/catch.hpp>

using namespace sitrep;

namespace {

std::string composed(const std::string& form) {
    return compose_query(Parameters(form, advanced_parameters));
}

} // namespace

TEST_CASE("what is filled in becomes a query") {
    struct Row {
        const char* form;
        const char* query;
    };
    const Row rows[] = {
        {"", ""},
        {"all=++", ""},
        {"all=drone+kyiv", "drone kyiv"},
        {"phrase=air+defence", "\"air defence\""},
        {"any=shelling+artillery", "(shelling OR artillery)"},
        {"any=shelling", "shelling"},
        {"all=drone&none=football+cup", "drone -football -cup"},
        {"title=peace+talks", "title:peace title:talks"},
        {"region=ukraine", "region:ukraine"},
        {"region=ukraine,+middle+east", "region:(ukraine OR \"middle east\")"},
        {"region=,+,", ""},
        {"from=2025-07", "date:2025-07.."},
        {"to=2025-07", "date:..2025-07"},
        {"from=2025-07&to=2025-08", "date:2025-07..2025-08"},
        {"killed=5", "killed:5.."},
        {"happened=2025-07-03", "happened:2025-07-03"},
        // What would be an operator is a word like any other.
        {"all=this+OR+that", "this \"OR\" that"},
        {"all=region:ukraine", "\"region:ukraine\""},
        {"all=-minus+(paren", "\"-minus\" \"(paren\""},
        {"phrase=say+%22no%22+\\", "\"say \\\"no\\\" \\\\\""},
        {"all=дрон+غزة", "дрон غزة"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.form);
        CHECK(composed(row.form) == row.query);
    }
}

TEST_CASE("whatever is filled in, the query can be read, dates and numbers aside") {
    const char* texts[] = {"a\"b", "((", "OR", "NOT", "-",   "*",       "a*",   "/re/", "x:y", "~5",
                           "\\",   "\"", "..", ">5",  "a,b", "“curly”", "\x01", "T-72", "U.S."};
    for (const ParameterInfo& info : advanced_parameters) {
        const bool is_number = info.name == "from" || info.name == "to" ||
                               info.name == "happened" || info.name == "killed";
        if (is_number) continue;
        for (const char* text : texts) {
            CAPTURE(info.name, text);
            const std::string query =
                composed(std::string(info.name) + "=" + encode_component(text));
            CHECK_NOTHROW(parse_query(query, Gazetteer::builtin(), 20000));
        }
    }
}

TEST_CASE("the advanced form leads to the articles of its query") {
    const auto& server = test::shared_server();
    const auto page = server.get("/advanced?all=drone&region=ukraine");
    CHECK(page.status == 200);
    CHECK(page.body.find("<code>drone region:ukraine</code>") != std::string::npos);
    CHECK(page.body.find(">15 articles</a>") != std::string::npos);
    CHECK(page.body.find("value=\"ukraine\"") != std::string::npos);
    const auto wrong = server.get("/advanced?from=nonsense");
    CHECK(wrong.status == 200);
    CHECK(wrong.body.find("class=\"problem\"") != std::string::npos);
    CHECK(server.get("/advanced?nonsense=1").status == 400);
    const auto go = server.get("/advanced?all=drone&go=search");
    CHECK(go.status == 303);
    const auto there = go.headers.find("Location");
    REQUIRE(there != go.headers.end());
    CHECK(there->second == "/search?q=drone");
}

TEST_CASE("every field is in the help, with an example that can be searched for") {
    const auto& server = test::shared_server();
    const std::string page = server.get("/help").body;
    for (const Field& each : fields) {
        CAPTURE(each.name);
        CHECK(page.find("<code>" + std::string(each.name) + "</code>") != std::string::npos);
    }
    std::size_t examples = 0;
    for (std::size_t at = page.find("href=\"/search?"); at != page.npos;
         at = page.find("href=\"/search?", at + 1)) {
        std::string href = page.substr(at + 6, page.find('"', at + 6) - at - 6);
        CAPTURE(href);
        CHECK(server.get(href).status == 200);
        ++examples;
    }
    CHECK(examples > fields.size());
}
