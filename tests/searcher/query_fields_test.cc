// Fields in queries: which articles of a small index they find.

#include "schema/error.h"
#include "searcher/render.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/small_index.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("places and actors", "[search]") {
    check_rows({
        {"region:ukraine", "kyiv kyiv-uk frappes voiska"},
        {"region:Україна", "kyiv kyiv-uk frappes voiska"},
        {"region:UA", "kyiv kyiv-uk frappes voiska"},
        {"place:ukraine", "kyiv kyiv-uk frappes voiska"},
        {"region:kyiv", "kyiv kyiv-uk"},
        {"region:київ", "kyiv kyiv-uk"},
        {"region:Kiev", "kyiv kyiv-uk"},
        {"region:=ukraine", "frappes voiska"},
        {"region:europe", "kyiv kyiv-uk frappes voiska talks wounded"},
        {"region:(kyiv OR khartoum)", "kyiv kyiv-uk khartoum"},
        {"region:ukraine -region:kyiv", "frappes voiska"},
        {"region:\"middle east\"", "gaza hamas-ar wounded"},
        {"region:khartoum", "khartoum"},
        {"region:sudan drone", ""},
        {"actor:russia", "kyiv kyiv-uk voiska wounded"},
        {"who:russia", "kyiv kyiv-uk voiska wounded"},
        {"actor:росія", "kyiv kyiv-uk voiska wounded"},
        {"actor:hamas", "gaza hamas-ar"},
        {"actor:حماس", "gaza hamas-ar"},
        {"actor:=hamas", "gaza hamas-ar"},
        {"actor:hamas actor:israel", "gaza"},
        {"actor:(russia OR hamas)", "kyiv kyiv-uk voiska gaza hamas-ar wounded"},
        {"actor:RSF", "khartoum"},
        {"mentions:kyiv", "kyiv kyiv-uk"},
        {"mentions:hamas", "gaza hamas-ar"},
        {"-actor:russia region:ukraine", "frappes"},
        {"region:ukraine OR region:sudan", "kyiv kyiv-uk frappes voiska khartoum"},
    });
}

TEST_CASE("a name that nobody knows is searched in the text", "[search]") {
    Searcher searcher(small_index());
    for (const char* query :
         {"region:\"brelkov valley\"", "actor:\"Brelkov Valley\"", "mentions:\"brelkov valley\""}) {
        INFO(query);
        const SearchResult result = searcher.search(request_of(query));
        CHECK(ids_of(result) == "year");
        CHECK_THAT(warnings_of(result), Catch::Contains("searched in the text as a phrase"));
        CHECK(marked(result.hits.at(0).snippet) == "[Brelkov Valley] was quiet then.");
    }
}

TEST_CASE("keywords are compared whole", "[search]") {
    check_rows({
        {"source:\"clash report\"", "kyiv gaza jets"},
        {"source:\"Clash  Report\"", "kyiv gaza jets"},
        {"publisher:\"CLASH REPORT\"", "kyiv gaza jets"},
        {"source:clash", ""},
        {"source:reuters", "talks told"},
        {"source:(reuters OR almanac)", "talks told year tobe"},
        {"source:\"le monde\"", "frappes"},
        {"source:hurriyet", "konustu"},
        {"source:Hürriyet", "konustu"},
        {"source:新华社", "jiefu jidi"},
        {"source:الجزيرة", "hamas-ar"},
        {"lang:uk", "kyiv-uk"},
        {"language:ZH", "jiefu jidi"},
        {"event:\"air strike\"", "kyiv gaza"},
        {"event:\"drone attack\"", "kyiv kyiv-uk frappes strike"},
        {"event:\"ataque con drones\"", "kyiv kyiv-uk frappes strike"},
        {"type:shelling", "khartoum kyiv-uk strike"},
        {"type:обстріл", "khartoum kyiv-uk strike"},
        {"weapon:t-72", "kyiv kyiv-uk"},
        {"weapon:tank", "kyiv kyiv-uk"},
        {"weapon:(T72 OR F-16)", "kyiv kyiv-uk jets"},
        {"war:\"russia-ukraine war\"", "kyiv kyiv-uk frappes voiska"},
        {"author:\"jane doe\"", "kyiv jets"},
        {"by:\"Ivan Petrenko\"", "kyiv"},
        {"section:war", "kyiv"},
        {"section:\"middle east\"", "gaza"},
        {"id:kyiv", "kyiv"},
        {"id:KYIV", ""},
        {"id:(kyiv OR gaza)", "kyiv gaza"},
        {"url:\"https://example.org/Kyiv?a=1&b=2\"", "kyiv"},
        {"url:https://example.org/Kyiv?a=1&b=2", "kyiv"},
        {"url:\"https://example.org/kyiv?a=1&b=2\"", ""},
    });
}

TEST_CASE("dates", "[search]") {
    check_rows({
        {"date:2025-07-01", "kyiv kyiv-uk jiefu"},
        {"published:2025-07-01", "kyiv kyiv-uk jiefu"},
        {"date:2025-07", "kyiv kyiv-uk talks gaza hamas-ar jiefu"},
        {"date:2025-07-03", "gaza hamas-ar"},
        {"date:2024", "told leap near"},
        {"date:2024-02-29", "leap"},
        {"date:2024-02-29..2024-03-01", "leap near"},
        {"date:2025-06-20..2025-07-01", "angriff ataque voiska kyiv kyiv-uk jiefu"},
        {"date:2025-06", "frappes angriff ataque voiska valley"},
        {"date:2025-06-01..2025-06-30", "frappes angriff ataque voiska valley"},
        {"date:2025-06-22..", "voiska kyiv kyiv-uk talks gaza hamas-ar jiefu"},
        {"date:..2023", "khartoum year tobe"},
        {"date:..2019", "year tobe"},
        {"date:<2019", "tobe"},
        {"date:<=2019", "year tobe"},
        {"date:>2025-07-02", "gaza hamas-ar"},
        {"date:>=2025-07-02", "talks gaza hamas-ar"},
        {"date:2019", "year"},
        {"date:2019-05", ""},
        {"date:2018..2020", "year"},
        {"date:1000..1999", ""},
        {"date:2024-12-31", "told"},
        {"-date:1000..", "undated"},
        {"date:2025-07-01 lang:en", "kyiv"},
        {"date:\"1 July 2025\"", "kyiv kyiv-uk jiefu"},
        {"date:2025-07-02 OR date:2024-12-31", "talks told"},
        {"happened:2025-06-30", "kyiv kyiv-uk"},
        {"happened:2025-07-01", "kyiv kyiv-uk"},
        {"when:2025-07-02", ""},
        {"happened:2023", "khartoum"},
        {"happened:2023-04-01..2025", "khartoum kyiv kyiv-uk"},
        {"updated:2025", ""},
    });
}

TEST_CASE("counts", "[search]") {
    check_rows({
        {"killed:2", "kyiv"},
        {"killed:5..", "gaza khartoum"},
        {"killed:6", "gaza"}, // five to seven
        {"killed:8..", "khartoum"},
        {"killed:..5", "kyiv gaza"},
        {"killed:3..4", ""},
        {"killed:>7", "khartoum"},
        {"killed:>=7", "gaza khartoum"},
        {"killed:<5", "kyiv"},
        {"killed:0..", "kyiv gaza khartoum"},
        {"dead:2..30", "kyiv gaza khartoum"},
        {"injured:15", "gaza"},
        {"wounded:..100", "gaza khartoum"},
        {"-killed:0.. strike", "strike"},
        {"version:1 convoy", "leap undated"},
        {"version:2..", ""},
        {"killed:4294967295", ""},
    });
}

TEST_CASE("from and to", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        SearchRequest request = request_of("strike");
        request.from = "2025-05";
        request.facets = {{FieldId::date, 0}};
        CHECK(sorted_ids(ids_of(searcher.search(request))) == "gaza kyiv");
        request.to = "2025-06-30";
        CHECK(searcher.search(request).total == 0);
        request.from.reset();
        CHECK(sorted_ids(ids_of(searcher.search(request))) == "strike");
        request.from = "2026";
        CHECK_THROWS_AS(searcher.search(request), Error);
        request.from = "soon";
        CHECK_THROWS_AS(searcher.search(request), Error);
    }
}

TEST_CASE("a name that holds the separator of values is one value", "[search]") {
    TemporaryDirectory directory;
    write_index(directory.path(), {article("a", "A", "b", "2025",
                                           "One\x1f"
                                           "Two")});
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        SearchRequest request = request_of("source:\"one two\"");
        request.facets = {{FieldId::source, 0}};
        const SearchResult result = searcher.search(request);
        CHECK(result.total == 1);
        CHECK(facet_text(result.facets.at(0)) == "one two=1 ");
    }
}
