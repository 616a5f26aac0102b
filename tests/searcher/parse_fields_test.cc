// Fields in the query language: dates, numbers, names, and filters of the same values.

#include "schema/error.h"
#include "tests/searcher/parse_cases.h"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <string_view>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

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

TEST_CASE("a filter is a value taken literally") {
    std::vector<QueryExpansion> expansions;
    std::vector<QueryWarning> warnings;
    const auto filter = [&](FieldId field, std::string_view value) {
        expansions.clear();
        warnings.clear();
        return parse_filter(field, value, invented_gazetteer(), wednesday, expansions, warnings);
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
