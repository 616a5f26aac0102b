// The query language as tables: what a query is read as, what is said about it, what is refused.

#include "schema/error.h"
#include "searcher/parse.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace sitrep;

namespace {

// Invented places and people, so that no real name gets in between.
// id, name, type, belongs, country, valid, aliases, latitude, longitude, population
constexpr const char* names = "qazland\tQazland\tcountry\t\tQZ\t\tКазляндія|قازلند|Qazlandia\n"
                              "vespuccia\tVespuccia\tcountry\t\tVS\n"
                              "qazland-vs\tQazland\tdivision\tvespuccia\tVS\n"
                              "qazland-village\tQazland\tplace\tvespuccia\tVS\t\t\t\t\t900\n"
                              "brelkov-oblast\tBrelkov Oblast\tdivision\tqazland\tQZ\t\tBrelkov\n"
                              "brelkov\tBrelkov\tplace\tbrelkov-oblast\tQZ\t\tБрелків\t\t\t900000\n"
                              "zlatnik-trell\tZlatnik Trell\tplace\tvespuccia\tVS\t\t\t\t\t5000\n"
                              "qazland-forces\tQazland Armed Forces\tarmed-forces\t\tQZ\n"
                              "anna-zornak\tAnna Zornak\tperson\t\t\t\tZornak{s}|Зорнак{s}\n"
                              "bela-zornak\tBela Zornak\tperson\t\t\t\tZornak{s}\n"
                              "trellist-front\tTrellist Front\tarmed-group\n";

const Gazetteer& gazetteer() {
    static std::vector<std::string> problems;
    static const Gazetteer gazetteer(
        std::vector<std::pair<std::string, std::string>>{{"names.tsv", names}}, problems);
    return gazetteer;
}

const Day wednesday = day_from_civil(2025, 7, 9);

ParsedQuery parse(std::string_view text, const QueryLimits& limits = {}) {
    return parse_query(text, gazetteer(), wednesday, limits);
}

std::string all_warnings(const ParsedQuery& query) {
    std::string all;
    for (const QueryWarning& warning : query.warnings)
        all += fmt::format("{} | {}\n", warning.message, warning.hint);
    return all;
}

// The printed form must be read as the same tree, and be its own printed form.
void check_reparse(const ParsedQuery& query) {
    INFO("printed: " << query.parsed);
    const ParsedQuery again = parse(query.parsed);
    CHECK(again.root == query.root);
    CHECK(again.parsed == query.parsed);
}

void check_spans(const ParsedQuery& query) {
    for (const QueryWarning& warning : query.warnings) {
        CHECK(warning.span.begin <= warning.span.end);
        CHECK(warning.span.end <= query.text.size());
    }
}

struct Reading {
    const char* query;
    const char* parsed;
    const char* warning = ""; // part of what is said; empty: nothing is
};

void check_readings(std::initializer_list<Reading> readings) {
    for (const Reading& reading : readings) {
        INFO("query: " << reading.query);
        ParsedQuery query;
        REQUIRE_NOTHROW(query = parse(reading.query));
        CHECK(query.parsed == reading.parsed);
        if (*reading.warning == '\0')
            CHECK(all_warnings(query) == "");
        else
            CHECK_THAT(all_warnings(query), Catch::Contains(reading.warning));
        check_spans(query);
        check_reparse(query);
    }
}

struct Refusal {
    const char* query;
    const char* message;    // part of the message
    const char* about = ""; // the part of the query that it points at; empty: not compared
    const char* hint = "";  // part of the hint
};

void check_refusals(std::initializer_list<Refusal> refusals) {
    for (const Refusal& refusal : refusals) {
        INFO("query: " << refusal.query);
        try {
            const ParsedQuery query = parse(refusal.query);
            FAIL_CHECK("read as " << query.parsed);
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::query);
            CHECK_THAT(error.message, Catch::Contains(refusal.message));
            CHECK_THAT(error.hint, Catch::Contains(refusal.hint));
            CHECK(!error.hint.empty());
            const std::string query = refusal.query;
            REQUIRE(error.begin <= error.end);
            REQUIRE(error.end <= query.size());
            if (*refusal.about != '\0')
                CHECK(query.substr(error.begin, error.end - error.begin) == refusal.about);
        }
    }
}

// A tree in brackets, with what the printed form does not show.
std::string describe(const Node& node) {
    constexpr std::array<const char*, 12> kinds{"all",    "word",   "phrase",  "near",
                                                "prefix", "entity", "keyword", "date",
                                                "count",  "conj",   "disj",    "neg"};
    std::string text = kinds.at(static_cast<std::size_t>(node.kind));
    text += '(';
    if (node.field != FieldId::text) text += fmt::format("{}: ", field(node.field).name);
    std::vector<std::string> parts;
    for (const QueryWord& word : node.words) parts.push_back(word.form + (word.stop ? "-" : ""));
    for (const std::string& value : node.values) parts.push_back(value);
    for (const Node& child : node.children) parts.push_back(describe(child));
    if (node.kind == NodeKind::date)
        parts.push_back(format_day(node.days.from) + ".." + format_day(node.days.to));
    if (node.kind == NodeKind::count)
        parts.push_back(fmt::format("{}..{}", node.numbers.from, node.numbers.to));
    if (node.distance > 0) parts.push_back(fmt::format("~{}", node.distance));
    if (node.exact) parts.emplace_back("exact");
    if (node.required) parts.emplace_back("required");
    for (const std::string& part : parts) text += (&part == &parts.front() ? "" : " ") + part;
    return text + ')';
}

struct Tree {
    const char* query;
    const char* tree;
};

void check_trees(std::initializer_list<Tree> trees) {
    for (const Tree& tree : trees) {
        INFO("query: " << tree.query);
        CHECK(describe(parse(tree.query).root) == tree.tree);
    }
}

} // namespace

TEST_CASE("operators are read and printed with their precedence") {
    check_readings({
        {"", "*"},
        {"   ", "*"},
        {"*", "*"},
        {"*:*", "*"},
        {"kyiv", "kyiv"},
        {"kyiv odesa", "kyiv odesa"},
        {"kyiv AND odesa", "kyiv odesa"},
        {"kyiv && odesa", "kyiv odesa"},
        {"kyiv&&odesa", "kyiv odesa"},
        {"kyiv OR odesa", "kyiv OR odesa"},
        {"kyiv || odesa", "kyiv OR odesa"},
        {"kyiv||odesa", "kyiv OR odesa"},
        {"kyiv\todesa\n lviv", "kyiv odesa lviv"},
        {"kyiv\u00A0odesa\u3000lviv", "kyiv odesa lviv"},
        {"a1 OR b1 OR c1", "a1 OR b1 OR c1"},
        {"kyiv OR odesa lviv", "kyiv OR (odesa lviv)", "read as kyiv OR (odesa lviv)"},
        {"kyiv odesa OR lviv", "(kyiv odesa) OR lviv", "AND binds tighter than OR"},
        {"kyiv AND odesa OR lviv", "(kyiv odesa) OR lviv", "write parentheses"},
        {"kyiv -odesa OR lviv", "(kyiv -odesa) OR lviv", "AND binds tighter"},
        {"kyiv OR (odesa lviv)", "kyiv OR (odesa lviv)"},
        {"(kyiv OR odesa) lviv", "(kyiv OR odesa) lviv"},
        {"lviv (kyiv OR odesa)", "lviv (kyiv OR odesa)"},
        {"((kyiv))", "kyiv"},
        {"(kyiv odesa) lviv", "kyiv odesa lviv"},
        {"kyiv OR (odesa OR lviv)", "kyiv OR odesa OR lviv"},
        {"x1 (y1 (z1 OR (w1 (v1 OR u1))))", "x1 y1 (z1 OR (w1 (v1 OR u1)))"},
        {"(kyiv)odesa", "kyiv odesa"},
        {"\"kyiv\"odesa", "\"kyiv\" odesa"},
        {"kyiv(odesa)", "kyiv odesa"},
        {"kyiv -drone", "kyiv -drone"},
        {"kyiv !drone", "kyiv -drone"},
        {"kyiv NOT drone", "kyiv -drone"},
        {"kyiv AND NOT drone", "kyiv -drone"},
        {"kyiv -\"drone strike\"", "kyiv -\"drone strike\""},
        {"kyiv -(drone OR missile)", "kyiv -(drone OR missile)"},
        {"kyiv -(drone missile)", "kyiv -(drone missile)"},
        {"kyiv -region:brelkov", "kyiv -region:brelkov"},
        {"kyiv NOT NOT drone", "kyiv drone"},
        {"kyiv --drone", "kyiv drone"},
        {"kyiv -(-drone)", "kyiv drone"},
        {"kyiv -(-(-drone))", "kyiv -drone"},
        {"semi-final", "\"semi-final\""},
        {"-kyiv", "-kyiv", "only excludes"},
        {"-kyiv -odesa", "-kyiv -odesa", "everything but"},
        {"-(kyiv odesa)", "-(kyiv odesa)", "only excludes"},
        {"-(-kyiv -odesa)", "-(-kyiv -odesa)"},
        {"* -kyiv", "* -kyiv"},
        {"kyiv OR -odesa", "kyiv OR -odesa", "finds nearly everything"},
        {"+kyiv", "kyiv"},
        {"+the war", "+the war"},
        {"+(the) war", "+the war"},
        {"war -+the", "war -the"},
        {"war +title:the", "war +title:the"},
    });
}

TEST_CASE("operators are capitals; in small letters they are words") {
    check_readings({
        {"kyiv and odesa", "kyiv and odesa", "write AND for the operator"},
        {"kyiv or odesa", "kyiv or odesa", "write OR for the operator"},
        {"kyiv not odesa", "kyiv not odesa", "write NOT for the operator"},
        {"not odesa", "not odesa", "not in small letters"},
        {"kyiv And odesa", "kyiv And odesa", "And in small letters"},
        {"sink or", "sink or"},
        {"or kyiv", "or kyiv"},
        {"near kyiv", "near kyiv"},
        {"\"AND\" kyiv", "\"AND\" kyiv"},
        {"AND, kyiv", "and kyiv"},
        {"text:OR", "or"},
        {"title:NOT", "title:not"},
        {"ADJ kyiv", "ADJ kyiv", "ADJ is taken as a word"},
        {"kyiv | odesa", "kyiv odesa", "write OR for either"},
        {"kyiv & odesa", "kyiv odesa", "side by side"},
        {"kyiv|odesa", "\"kyiv|odesa\"", "| is taken as punctuation"},
    });
}

TEST_CASE("words are what the analyser makes of them") {
    check_readings({
        {"Erdoğan", "Erdoğan"},
        {"kyiv,", "kyiv"},
        {"(kyiv, odesa.)", "kyiv odesa"},
        {"#kyiv @odesa", "kyiv odesa"},
        {"$500 50%", "500 50"},
        {"5,000 3.5", "5,000 3.5"},
        {"12:30", "\"12:30\""},
        {"don't", "don't"},
        {"e-mail", "\"e-mail\""},
        {"anti-aircraft guns", "\"anti-aircraft\" guns"},
        {"foo@bar", "\"foo@bar\""},
        {"foo/bar", "\"foo/bar\""},
        {"T-72", "T-72"},
        {"T72", "T72"},
        {"T 72", "T-72"},
        {"T 72 tanks", "T-72 tanks"},
        {"tanks T 72", "tanks T-72"},
        {"T, 72", "T AND 72"},
        {"T AND 72", "T AND 72"},
        {"(T) 72", "T AND 72"},
        {"T -72", "T -72", ""},
        {"-T 72", "-T 72"},
        {"+T 72", "T AND 72"},
        {"T 72 OR F 16", "T-72 OR F-16"},
        {"Су 34М Т-72", "Су-34М Т-72"},
        {"title:(T 72)", "title:T-72"},
        {"title:T 72", "title:T 72"},
        {"U.S. US us", "U.S. US us"},
        {"T-72B3", "T-72B3"},
        {"中国军队", "\"中国军队\""},
        {"中", "中"},
        {"Харків обстріл", "Харків обстріл"},
        {"غزة صواريخ", "غزة صواريخ"},
        {"काठमांडू", "काठमांडू"},
        {"Αθήνα", "Αθήνα"},
        {"צה\"ל", "\"צה\\\"ל\""},
        {"kyiv - odesa", "kyiv odesa", "nothing to search in \"-\""},
        {"kyiv — odesa", "kyiv odesa", "nothing to search in \"—\""},
        {"kyiv !", "kyiv", "nothing to search in \"!\""},
        {"kyiv OR ...", "kyiv", "nothing to search in \"...\""},
        {"kyiv NOT ...", "kyiv", "nothing to search"},
        {"kyiv (...)", "kyiv", "nothing to search"},
        {"kyiv \"...\"", "kyiv", "nothing to search"},
        {"who killed him?", "who killed him", "? at the end of a word"},
        {"wow!!! kyiv", "wow kyiv"},
        {"~500 troops", "500 troops"},
        {"[kyiv]", "kyiv"},
        {"Ukraine:", "Ukraine"},
        {"Kyiv: three dead", "Kyiv three dead"},
        {"http://example.org/a?b=c&&d", "\"http://example.org/a?b=c&&d\"", "write url:"},
        {"(see https://example.org/x)", "see \"https://example.org/x\"", "write url:"},
    });
}

TEST_CASE("phrases take any quotes") {
    check_readings({
        {"\"drone strikes\"", "\"drone strikes\""},
        {"“drone strikes”", "\"drone strikes\""},
        {"„drone strikes“", "\"drone strikes\""},
        {"„drone strikes”", "\"drone strikes\""},
        {"„drone strikes\"", "\"drone strikes\""},
        {"«удар дронів»", "\"удар дронів\""},
        {"« frappe de drone »", "\"frappe de drone\""},
        {"»Drohnen Angriff«", "\"Drohnen Angriff\""},
        {"”drone strikes”", "\"drone strikes\""},
        {"\"he said “no” twice\"", "\"he said “no” twice\""},
        {"\"kyiv\"", "\"kyiv\""},
        {"\"a \\\"b\\\" c\"", "\"a \\\"b\\\" c\""},
        {"\"a \\\\ b\"", "\"a \\\\ b\""},
        {"\"a \\ b\"", "\"a \\\\ b\""},
        {"\"צה\"ל הודיע\"", "\"צה\\\"ל הודיע\""},
        {"\"drone strikes\"~5", "\"drone strikes\"~5"},
        {"“drone strikes”~5 kyiv", "\"drone strikes\"~5 kyiv"},
        {"title:\"drone strikes\"~99", "title:\"drone strikes\"~99"},
        {"\"kyiv\"~5", "\"kyiv\"", "means nothing after a single word"},
        {"\"drone*\"", "\"drone*\"", "* in quotes is taken as punctuation"},
        {"\"T-72\"", "\"T-72\""},
        {"\"one\"\"two\"", "\"one\" \"two\""},
        {"\"region:brelkov\"", "\"region:brelkov\""},
    });
}

TEST_CASE("NEAR takes single words, and one distance") {
    check_readings({
        {"kyiv NEAR odesa", "kyiv NEAR/10 odesa"},
        {"kyiv NEAR/5 odesa", "kyiv NEAR/5 odesa"},
        {"kyiv NEAR/5 odesa NEAR/5 lviv", "kyiv NEAR/5 odesa NEAR/5 lviv"},
        {"kyiv NEAR/5 odesa drone", "(kyiv NEAR/5 odesa) drone"},
        {"drone kyiv NEAR/5 odesa", "drone (kyiv NEAR/5 odesa)"},
        {"kyiv NEAR/5 odesa OR drone", "kyiv NEAR/5 odesa OR drone"},
        {"-kyiv NEAR/5 odesa drone", "-(kyiv NEAR/5 odesa) drone"},
        {"\"kyiv\" NEAR/5 odesa", "\"kyiv\" NEAR/5 odesa"},
        {"(kyiv) NEAR/5 (odesa)", "kyiv NEAR/5 odesa"},
        {"(kyiv NEAR/5 T) 72", "(kyiv NEAR/5 T) 72"},
        {"kyiv NEAR/5 T 72", "kyiv NEAR/5 T-72"},
        {"title:(kyiv NEAR/5 odesa)", "title:(kyiv NEAR/5 odesa)"},
        {"title:kyiv NEAR/5 title:odesa", "title:(kyiv NEAR/5 odesa)"},
        {"AND, NEAR/5 kyiv", "and NEAR/5 kyiv"},
    });
    check_refusals({
        {"kyiv NEAR/5 \"drone strike\"", "only between single words", "\"drone strike\""},
        {"kyiv NEAR/5 anti-aircraft", "only between single words", "anti-aircraft", "\"a b c\"~5"},
        {"kyiv NEAR/5 (odesa OR lviv)", "only between single words"},
        {"kyiv NEAR/5 drone*", "only between single words", "drone*"},
        {"kyiv NEAR/5 -odesa", "NEAR/5 has nothing after it"},
        {"region:brelkov NEAR/5 kyiv", "only between single words"},
        {"title:kyiv NEAR/5 odesa", "from one field into another"},
        {"kyiv NEAR/5 odesa NEAR/3 lviv", "the same distance", "NEAR/3", "NEAR/5"},
        {"kyiv NEAR/0 odesa", "from 1 to 99", "NEAR/0"},
        {"kyiv NEAR/100 odesa", "from 1 to 99"},
        {"kyiv NEAR/x odesa", "takes a number"},
        {"kyiv NEAR/ odesa", "takes a number"},
        {"kyiv NEAR/-5 odesa", "takes a number"},
        {"NEAR kyiv", "NEAR has nothing before it", "NEAR"},
        {"kyiv NEAR", "NEAR has nothing after it", "NEAR"},
        {"kyiv ADJ/5 odesa", "ADJ/5 is not an operator", "ADJ/5", "NEAR/5"},
        {"kyiv W/5 odesa", "W/5 is not an operator"},
    });
}

TEST_CASE("a trailing * stands for all words that start alike") {
    check_readings({
        {"drone*", "drone*"},
        {"Харк*", "Харк*"},
        {"title:drone*", "title:drone*"},
        {"Su-3*", "Su-3*"},
        {"T72*", "T72*"},
        {"kyi* OR ode*", "kyi* OR ode*"},
        {"-drone* kyiv", "-drone* kyiv"},
        {"中国*", "\"中国\"", "* is not needed"},
    });
    check_refusals({
        {"ky*", "at least 3 letters", "ky*"},
        {"Ки*", "at least 3 letters"},
        {"*kyiv", "cannot start with *", "*kyiv", "word*"},
        {"**", "cannot start with *"},
        {".*", "cannot start with *"},
        {"k*iv", "only at the end", "k*iv"},
        {"kyi**", "only at the end"},
        {"f***", "only at the end", "", "quotes"},
        {"ky?v", "? is not supported", "ky?v"},
        {"?yiv", "? is not supported"},
        {"anti-air*", "several words", "anti-air*"},
        {"\"drone strike\"*", "a phrase cannot end in *", "*"},
        {"(kyiv odesa)*", "cannot follow parentheses"},
        {"title:*", "no value of a field"},
    });
}

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

TEST_CASE("fields are found by name and alias in any case") {
    check_readings({
        {"title:ceasefire", "title:ceasefire"},
        {"intitle:ceasefire", "title:ceasefire"},
        {"TITLE:ceasefire", "title:ceasefire"},
        {"text:ceasefire", "ceasefire"},
        {"body:ceasefire", "ceasefire"},
        {"title:(ceasefire talks)", "title:ceasefire title:talks"},
        {"title:(ceasefire OR \"peace talks\")", "title:ceasefire OR title:\"peace talks\""},
        {"title:(ceasefire -talks)", "title:ceasefire -title:talks"},
        {"title:ceasefire talks", "title:ceasefire talks"},
        {"title:semi-final", "title:\"semi-final\""},
        {"title:12:30", "title:\"12:30\""},
        {"title: ceasefire", "title:ceasefire", "in spite of the space"},
        {"Title: \"peace talks\"", "title:\"peace talks\"", "in spite of the space"},
        {"war: what next", "war what next", "because of the space"},
        {"source:\"Clash  Report\"", "source:\"Clash  Report\""},
        {"source:reuters", "source:reuters"},
        {"publisher:reuters", "source:reuters"},
        {"source:(reuters OR \"clash report\")", "source:reuters OR source:\"clash report\""},
        {"lang:UK", "lang:UK"},
        {"by:\"Jane Doe\"", "author:\"Jane Doe\""},
        {"event:\"drone attack\" weapon:patriot", "event:\"drone attack\" weapon:patriot"},
        {"conflict:\"qazland-vespuccia war\"", "conflict:\"qazland-vespuccia war\""},
        {"section:world story:s1 copies:c-1", "section:world story:s1 copies:c-1"},
        {"source:\"star*\"", "source:\"star*\""},
        {"source:\"AND\"", "source:\"AND\""},
        {"id:https://example.org/a1", "id:https://example.org/a1"},
        {"id:\"https://example.org/a1\"", "id:https://example.org/a1"},
        {"id:a:b", "id:a:b"},
        {"id:-x", "id:\"-x\""},
        {"url:http://example.org/a_(b)?x&&y", "url:\"http://example.org/a_(b)?x&&y\""},
        {"(url:http://example.org/a)", "url:http://example.org/a"},
    });
    check_refusals({
        {"foo:bar", "no field foo:", "foo:", "\"foo:bar\""},
        {"regoin:brelkov", "no field regoin:", "regoin:", "did you mean region:"},
        {"foo:\"bar\"", "no field foo:"},
        {"foo:(bar)", "no field foo:"},
        {"область:х", "no field область:"},
        {"title:", "title: has no value", "title:"},
        {"(title:)", "title: has no value"},
        {"title: AND kyiv", "title: has no value"},
        {"source:\"\"", "source: has no value"},
        {"title:(kyiv region:brelkov)", "parentheses of another field", "region:"},
        {"title:-kyiv", "- stands after title:", "-kyiv", "-title:kyiv"},
        {"title:+the", "+ stands after title:"},
        {"title:=kyiv", "title:= is not supported"},
        {"source:=x", "compared whole anyway"},
        {"source:-x", "- stands after source:"},
        {"source:clash*", "* is not supported yet in source:", "clash*"},
        {"url:http*", "* is not supported yet in url:"},
        {"source:\"clash report\"~5", "for phrases in the text"},
    });
}

TEST_CASE("dates and numbers are ranges") {
    check_readings({
        {"date:2025", "date:2025"},
        {"date:2025-07", "date:2025-07"},
        {"date:2025-07-04", "date:2025-07-04"},
        {"published:2025", "date:2025"},
        {"date:today", "date:today"},
        {"date:yesterday", "date:yesterday"},
        {"date:P7D", "date:P7D"},
        {"date:2025-06..2025-07", "date:2025-06..2025-07"},
        {"date:\"2025-06..2025-07\"", "date:2025-06..2025-07"},
        {"date:2025-07-04..", "date:2025-07-04.."},
        {"date:..2025-07", "date:..2025-07"},
        {"date:>=2025-07", "date:>=2025-07"},
        {"date:>2025-07", "date:>2025-07"},
        {"date:<=2025-07", "date:<=2025-07"},
        {"date:<2025-07", "date:<2025-07"},
        {"date:=2025-07", "date:=2025-07"},
        {"date:\"4 July 2025\"", "date:\"4 July 2025\""},
        {"date:\"4 July 2025\"..today", "date:\"4 July 2025\"..today"},
        {"date:2025-07-01..\"4 July 2025\"", "date:2025-07-01..\"4 July 2025\""},
        {"date:\"1 July 2025\"..\"4 July 2025\"", "date:\"1 July 2025\"..\"4 July 2025\""},
        {"date:>=\"4 July 2025\"", "date:>=\"4 July 2025\""},
        {"date:(2025-06 OR 2025-08..)", "date:2025-06 OR date:2025-08.."},
        {"date: 2025", "date:2025", "in spite of the space"},
        {"happened:2025-07-03 indexed:P1D updated:today",
         "happened:2025-07-03 indexed:P1D updated:today"},
        {"killed:5", "killed:5"},
        {"killed:5..", "killed:5.."},
        {"killed:..5", "killed:..5"},
        {"killed:5..10", "killed:5..10"},
        {"dead:>5", "killed:>5"},
        {"injured:>=5", "injured:>=5"},
        {"killed:<5 version:2..", "killed:<5 version:2.."},
        {"killed:\"5\"", "killed:5"},
        {"killed:(<5 OR >10)", "killed:<5 OR killed:>10"},
        {"date:2025-07-01 .. kyiv", "date:2025-07-01 kyiv", "a range without spaces"},
    });
    check_refusals({
        {"date:2025-08..2025-07", "ends before it begins", "2025-08..2025-07",
         "date:2025-07..2025-08"},
        {"killed:10..5", "ends before it begins", "10..5", "killed:5..10"},
        {"date:..", "has no value"},
        {"killed:..", "has no value"},
        {"date:\"\"", "has no value"},
        {"date:soon", "is no date", "soon", "P7D"},
        {"date:2025-13", "is no date"},
        {"date:2025-02-30", "is no date"},
        {"date:2025..soon", "\"soon\" is no date"},
        {"date:2025*", "is no date"},
        {"date:>=2025..2026", "do not go together"},
        {"date:>9999", "nothing lies in the range"},
        {"date:<1000", "nothing lies in the range"},
        {"killed:<0", "nothing lies in the range"},
        {"killed:>4294967295", "nothing lies in the range"},
        {"killed:4294967296", "too large a number"},
        {"killed:-5", "no whole number"},
        {"killed:many", "no whole number"},
        {"killed:1.5", "no whole number"},
        {"date:\"2025\"~5", "for phrases in the text"},
    });
}

TEST_CASE("names stand for entities") {
    check_readings({
        {"region:brelkov", "region:brelkov"},
        {"place:brelkov", "region:brelkov"},
        {"region:БРЕЛКІВ", "region:БРЕЛКІВ"},
        {"region:\"Brelkov Oblast\"", "region:\"Brelkov Oblast\""},
        {"region:\"zlatnik trell\"", "region:\"zlatnik trell\""},
        {"region:zlatnik-trell", "region:zlatnik-trell"},
        {"region:(brelkov OR vespuccia)", "region:brelkov OR region:vespuccia"},
        {"region:=brelkov", "region:=brelkov"},
        {"region:=\"zlatnik trell\"", "region:=\"zlatnik trell\""},
        {"region:(=brelkov vespuccia)", "region:=brelkov region:vespuccia"},
        {"region:qazland", "region:qazland", "may be Qazland (country, QZ) or Qazland (division"},
        {"region:Qazlandia", "region:Qazlandia"},
        {"region:قازلند", "region:قازلند"},
        {"region:@qazland", "region:@qazland"},
        {"region:@qazland-vs", "region:@qazland-vs"},
        {"region:=@qazland", "region:=@qazland"},
        {"actor:Зорнак", "actor:Зорнак"},
        {"who:zornak", "actor:zornak", "write actor:@anna-zornak or actor:@bela-zornak"},
        {"actor:=zornak", "actor:=zornak", "actor:=@anna-zornak"},
        {"actor:\"trellist front\"", "actor:\"trellist front\""},
        {"mentions:brelkov", "mentions:brelkov"},
        {"mentions:\"anna zornak\"", "mentions:\"anna zornak\""},
        {"region: brelkov", "region:brelkov", "in spite of the space"},
        {"region:xyzzyland", "\"xyzzyland\"", "no region is known by the name \"xyzzyland\""},
        {"region:\"xyzzy land\"", "\"xyzzy land\"", "searched in the text as a phrase"},
        {"-region:xyzzyland kyiv", "-\"xyzzyland\" kyiv", "no region is known"},
        {"mentions:xyzzyland", "\"xyzzyland\"", "no region or actor is known"},
        {"region:zlatni", "\"zlatni\"", "did you mean region:\"Zlatnik Trell\" ?"},
        {"region:zlatnikk", "\"zlatnikk\"", "no region"},
        {"region:zlatnik trell", "\"zlatnik\" trell", "did you mean region:\"zlatnik trell\" ?"},
        {"region:brelkov oblast", "region:brelkov oblast", "ends at the space"},
        {"actor:brelkov", "actor:=brelkov OR \"brelkov\"", "did you mean region:brelkov ?"},
        {"actor:=brelkov", "actor:=brelkov", "only what is filed under it is searched"},
        {"actor:GOVERNMENT", "actor:=GOVERNMENT OR \"GOVERNMENT\"",
         "say whose: actor:\"GOVERNMENT of COUNTRY\""},
        {"actor:\"the rebels\"", "actor:=\"the rebels\" OR \"the rebels\"", "say whose:"},
        {"region:\"trellist front\"", "\"trellist front\"",
         "did you mean actor:\"trellist front\""},
        {"region:brelkov,xyzzy", "\"brelkov,xyzzy\"", "write region:(a OR b)"},
        {"kyiv region:...", "kyiv", "nothing to search in"},
    });
    check_refusals({
        {"region:@nowhere", "no region with the id \"nowhere\"", "@nowhere"},
        {"region:@", "region: has no value"},
        {"region:\"\"", "region: has no value"},
        {"region:=", "region: has no value"},
        {"region:brel*", "* is not supported yet in region:"},
        {"region:*", "* is not supported yet in region:"},
        {"region:-brelkov", "- stands after region:", "-brelkov", "-region:brelkov"},
        {"mentions:=brelkov", "mentions: has no exact form"},
        {"region:\"brelkov\"~5", "for phrases in the text"},
    });
}

TEST_CASE("the tree says what the printed form does not show") {
    check_trees({
        {"", "all()"},
        {"Kyiv", "word(kyiv)"},
        {"the war", "conj(word(the-) word(war))"},
        {"+the war", "conj(word(the- required) word(war))"},
        {"\"the war\"", "phrase(the war)"},
        {"T 72", "word(t72)"},
        {"T-72", "word(t72)"},
        {"\"T-72\"", "phrase(t 72)"},
        {"T-72B3", "word(t72b3)"},
        {"US", "word(u.s)"},
        {"us", "word(us-)"},
        {"Łódź", "word(lodz)"},
        {"anti-aircraft", "phrase(anti aircraft)"},
        {"中国", "phrase(中 国)"},
        {"\"a1 b1\"~5", "phrase(a 1 b 1 ~5)"},
        {"the NEAR/5 war", "near(the war ~5)"},
        {"Drone*", "prefix(drone)"},
        {"Su-3*", "prefix(su3)"},
        {"who*", "prefix(who)"},
        {"kyiv -drone", "conj(word(kyiv) neg(word(drone)))"},
        {"kyiv OR -drone", "disj(word(kyiv) neg(word(drone)))"},
        {"title:Kyiv", "word(title: kyiv)"},
        {"source:\"Clash  Report\"", "keyword(source: clash report)"},
        {"lang:UK", "keyword(lang: uk)"},
        {"id:ABC", "keyword(id: ABC)"},
        {"url:HTTP://X.org/A", "keyword(url: HTTP://X.org/A)"},
        {"region:brelkow-x", "phrase(brelkow x)"},
        {"region:vespuccia", "entity(region: vespuccia)"},
        {"actor:=\"anna zornak\"", "entity(actor: anna-zornak exact)"},
        {"region:@qazland-vs", "entity(region: qazland-vs)"},
        {"region:qazland", "entity(region: qazland qazland-vs)"},
        {"date:2025-07-04", "date(date: 2025-07-04..2025-07-04)"},
        {"date:2025-07", "date(date: 2025-07-01..2025-07-31)"},
        {"date:2025-06..2025-07", "date(date: 2025-06-01..2025-07-31)"},
        {"date:2025-07..", "date(date: 2025-07-01..9999-12-31)"},
        {"date:..2025-07", "date(date: 1000-01-01..2025-07-31)"},
        {"date:>=2025-07", "date(date: 2025-07-01..9999-12-31)"},
        {"date:>2025-07", "date(date: 2025-08-01..9999-12-31)"},
        {"date:<=2025-07", "date(date: 1000-01-01..2025-07-31)"},
        {"date:<2025-07", "date(date: 1000-01-01..2025-06-30)"},
        {"date:today", "date(date: 2025-07-09..2025-07-09)"},
        {"date:P7D", "date(date: 2025-07-03..2025-07-09)"},
        {"killed:5..10", "count(killed: 5..10)"},
        {"killed:>5", "count(killed: 6..4294967295)"},
        {"killed:<5", "count(killed: 0..4)"},
        {"version:2", "count(version: 2..2)"},
    });
}

TEST_CASE("a town and its own district are one, a village of a country's name is not meant") {
    const ParsedQuery query = parse("region:brelkov");
    CHECK(query.warnings.empty());
    std::vector<std::string> ids = query.root.values;
    std::sort(ids.begin(), ids.end());
    CHECK(ids == std::vector<std::string>{"brelkov", "brelkov-oblast"});
    REQUIRE(query.expansions.size() == 1);
    CHECK(query.expansions[0].text == "region:brelkov");
    CHECK(query.expansions[0].field == FieldId::region);
    CHECK(query.expansions[0].ids == query.root.values);
}

TEST_CASE("different spellings of one name are equal, different names are not") {
    CHECK(parse("region:vespuccia").root == parse("place:VESPUCCIA").root);
    CHECK(parse("T 72").root == parse("T-72").root);
    CHECK(parse("date:2025-07").root == parse("date:2025-07-01..2025-07-31").root);
    CHECK_FALSE(parse("region:vespuccia").root == parse("region:=vespuccia").root);
    CHECK_FALSE(parse("kyiv").root == parse("\"kyiv\"").root);
    CHECK_FALSE(parse("kyiv").root == parse("title:kyiv").root);
    CHECK_FALSE(parse("kyiv odesa").root == parse("kyiv OR odesa").root);
}

TEST_CASE("spans point into the query") {
    const std::string text = "(kyiv) title:\"peace talks\" -region:brelkov";
    const ParsedQuery query = parse(text);
    const auto part = [&](const Node& node) {
        return text.substr(node.span.begin, node.span.end - node.span.begin);
    };
    REQUIRE(query.root.children.size() == 3);
    CHECK(part(query.root) == text);
    CHECK(part(query.root.children[0]) == "(kyiv)");
    CHECK(part(query.root.children[1]) == "title:\"peace talks\"");
    CHECK(part(query.root.children[2]) == "-region:brelkov");
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

TEST_CASE("hostile queries take no longer than their size") {
    QueryLimits wide;
    wide.bytes = 1 << 20;
    wide.terms = 1 << 20;
    const auto took = [&](std::string_view part) {
        const std::string text = repeated(part, (1 << 18) / part.size());
        const auto start = std::chrono::steady_clock::now();
        try {
            parse(text, wide);
        } catch (const Error&) {
        }
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    for (const char* part :
         {"a ", "T 72 ", "T ", "(T) 72 ", "-", "a-", "/a ", "\"a\" ", "a:b ", "a OR ", "a NEAR/5 ",
          "中", "a&&", "U.S. ", "a\"", "date:2025 ", "or ", "(a)"}) {
        INFO(part);
        CHECK(took(part) < 10.0);
    }
}

TEST_CASE("a filter is a value taken literally") {
    std::vector<QueryExpansion> expansions;
    std::vector<QueryWarning> warnings;
    const auto filter = [&](FieldId field, std::string_view value) {
        expansions.clear();
        warnings.clear();
        return parse_filter(field, value, gazetteer(), wednesday, expansions, warnings);
    };
    struct Filter {
        FieldId field;
        const char* value;
        const char* tree;
        const char* printed;
    };
    for (const Filter& row : std::initializer_list<Filter>{
             {FieldId::region, "vespuccia", "entity(region: vespuccia)", "region:vespuccia"},
             {FieldId::region, "qazland", "entity(region: qazland)", "region:@qazland"},
             {FieldId::region, "Zlatnik Trell", "entity(region: zlatnik-trell)",
              "region:\"Zlatnik Trell\""},
             {FieldId::region, "xyzzyland", "phrase(xyzzyland)", "\"xyzzyland\""},
             {FieldId::actor, "anna-zornak", "entity(actor: anna-zornak)", "actor:anna-zornak"},
             {FieldId::source, "Clash Report", "keyword(source: clash report)",
              "source:\"Clash Report\""},
             {FieldId::source, "a OR b*", "keyword(source: a or b*)", "source:\"a OR b*\""},
             {FieldId::source, "say \"no\"", "keyword(source: say \"no\")",
              "source:\"say \\\"no\\\"\""},
             {FieldId::date, "2025-07", "date(date: 2025-07-01..2025-07-31)", "date:2025-07"},
             {FieldId::date, "4 July 2025..", "date(date: 2025-07-04..9999-12-31)",
              "date:\"4 July 2025\".."},
             {FieldId::killed, ">=5", "count(killed: 5..4294967295)", "killed:>=5"},
             {FieldId::title, "peace -talks", "phrase(title: peace talks)",
              "title:\"peace -talks\""},
             {FieldId::id, "Ünï/1", "keyword(id: Ünï/1)", "id:Ünï/1"},
         }) {
        INFO(row.value);
        const Node node = filter(row.field, row.value);
        CHECK(describe(node) == row.tree);
        CHECK(to_string(node) == row.printed);
        CHECK(parse(to_string(node)).root == node);
    }
    CHECK(filter(FieldId::region, "qazland").values.size() == 1);
    CHECK(expansions.size() == 1);
    CHECK(warnings.empty());
    filter(FieldId::region, "xyzzyland");
    CHECK(warnings.size() == 1);
    CHECK_THROWS_AS(filter(FieldId::date, "soon"), Error);
    CHECK_THROWS_AS(filter(FieldId::source, " "), Error);
    CHECK_THROWS_AS(filter(FieldId::region, "..."), Error);
    CHECK_THROWS_AS(filter(FieldId::source, "\xff"), Error);
}

TEST_CASE("trees that no query text stands behind are printed all the same") {
    Node days;
    days.kind = NodeKind::date;
    days.field = FieldId::date;
    days.days = {day_from_civil(2025, 7, 1), last_day};
    CHECK(to_string(days) == "date:2025-07-01..");
    days.days = {first_day, last_day};
    CHECK(parse(to_string(days)).root == days);
    Node region;
    region.kind = NodeKind::entity;
    region.field = FieldId::region;
    region.values = {"qazland"};
    CHECK(to_string(region) == "region:@qazland");
    CHECK(parse(to_string(region)).root == region);
    Node both;
    both.kind = NodeKind::conj;
    both.children = {parse("kyiv OR odesa").root, region, days};
    CHECK(parse(to_string(both)).root == both);
}

namespace {

// Random queries: mostly sensible ones of a small grammar.
class Writer {
  public:
    explicit Writer(unsigned seed) : random_(seed) {}

    std::string query(int depth) {
        switch (below(depth > 0 ? 9 : 4)) {
        case 4: return query(depth - 1) + " " + query(depth - 1);
        case 5: return query(depth - 1) + " OR " + query(depth - 1);
        case 6: return "(" + query(depth - 1) + ")";
        case 7: return "-(" + query(depth - 1) + ") " + query(depth - 1);
        case 8: return query(depth - 1) + " AND " + query(depth - 1);
        default: return leaf();
        }
    }

    std::string bytes(std::size_t size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i)
            text += static_cast<char>(below(3) == 0 ? below(256) : 32 + below(96));
        return text;
    }

    std::string pieces(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += pick({"(",       ")",       "\"",     " ",       " ",    "AND ",    " OR ",
                          "NOT ",    "-",       "+",      "!",       "*",    "~5",      "^2",
                          "..",      ":",       "=",      "@",       ">=",   "kyiv",    "T 72",
                          "region:", "date:",   "title:", "killed:", "id:",  "source:", "brelkov",
                          "2025-07", "NEAR/5 ", "„",      "“",       "«",    "»",       "\\",
                          "/",       "|",       "&&",     "||",      "中国", "צה\"ל",   "U.S. ",
                          "the ",    "?",       "://"});
        return text;
    }

  private:
    int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
    std::string pick(std::initializer_list<const char*> choices) {
        return choices.begin()[below(static_cast<int>(choices.size()))];
    }
    std::string word() {
        return pick({"kyiv",
                     "Odesa",
                     "the",
                     "AND,",
                     "T",
                     "72",
                     "T-72B3",
                     "F",
                     "16",
                     "Су",
                     "34",
                     "US",
                     "U.S.",
                     "anti-aircraft",
                     "don't",
                     "中国",
                     "обстріл",
                     "غزة",
                     "5,000",
                     "12:30",
                     "or",
                     "W/5,",
                     "NEAR,",
                     "x?",
                     "http://a.org/b?c=d",
                     "צה\"ל",
                     "#a",
                     "i.e.",
                     "S:t,"});
    }
    std::string leaf() {
        switch (below(14)) {
        case 0: return "\"" + word() + " kyiv " + pick({"b", "\\\"", "\\\\", "«c»"}) + "\"";
        case 1: return "\"drone strike\"~" + std::to_string(1 + below(99));
        case 2:
            return "title:" + pick({"kyiv", "\"a b\"", "(T 72)", "(a OR -b)", "US", "OR", "x:y"});
        case 3: return pick({"kyiv NEAR/5 T 72", "a NEAR b", "US NEAR/3 \"us\"", "+the", "-the"});
        case 4: return pick({"drone*", "Su-3*", "обст*", "title:kyi*"});
        case 5:
            return "region:" +
                   pick({"qazland", "=brelkov", "@qazland-vs", "xyzzy", "\"brelkov oblast\"",
                         "(brelkov OR vespuccia)", "brelkov oblast"});
        case 6: return "actor:" + pick({"zornak", "=\"anna zornak\"", "nobody-at-all", "Зорнак"});
        case 7:
            return "date:" + pick({"2025", "P7D", "2025-06..today", "..2025", "\"4 July 2025\"..",
                                   ">2025-01", "(2024 OR 2025)"});
        case 8: return "killed:" + pick({"5", "5..", "..7", ">=3", "<9", "(1 OR 3)"});
        case 9: return "source:" + pick({"reuters", "\"a \\\"b\\\" c\"", "\"x*\"", "a/b", "(x y)"});
        case 10: return "id:" + pick({"a:b", "http://x.org/a_(b)", "\"(\"", "-1"});
        default: return word();
        }
    }

    std::mt19937 random_;
};

// Refused with an error of ours at a place in the query, or read and printed as the same tree.
// Says whether it was read.
bool survives(const std::string& text) {
    ParsedQuery query;
    try {
        query = parse(text);
    } catch (const Error& error) {
        const bool expected = error.kind == ErrorKind::query || error.kind == ErrorKind::limit;
        if (!expected || error.begin > error.end || error.end > text.size())
            FAIL_CHECK("bad error: " << error.message);
        return false;
    }
    const ParsedQuery again = parse(query.parsed);
    if (!(again.root == query.root) || again.parsed != query.parsed) {
        INFO("printed: " << query.parsed << "\nagain:   " << again.parsed);
        FAIL_CHECK("the printed form is read differently");
    }
    return true;
}

} // namespace

TEST_CASE("the printed form of random queries is read as the same tree") {
    Writer writer(20250709);
    int read = 0;
    for (int i = 0; i < 2000; ++i) {
        const std::string text = writer.query(5);
        INFO("query: " << text);
        read += survives(text) ? 1 : 0;
    }
    CHECK(read > 1900);
}

TEST_CASE("random bytes and pieces of syntax are read or refused") {
    Writer writer(4711);
    for (std::size_t i = 0; i < 2000; ++i) {
        const std::string bytes = writer.bytes(i % 60);
        const std::string pieces = writer.pieces(i % 14);
        INFO("bytes: " << bytes << "\npieces: " << pieces);
        survives(bytes);
        survives(pieces);
    }
}
