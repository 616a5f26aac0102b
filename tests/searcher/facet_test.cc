// What is counted, and how selections change it.

#include "schema/document.h"
#include "searcher/render.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/small_index.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("facets are counted exactly, from columns and from slots", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        INFO("columns: " << columns);
        SearchRequest request = request_of("region:ukraine");
        for (const Field& f : fields)
            if (f.facet) request.facets.push_back({f.id, 0});
        const SearchResult result = searcher.search(request);
        CHECK(result.total == 4);
        std::map<FieldId, const FacetResult*> facets;
        for (const FacetResult& facet : result.facets) facets[facet.field] = &facet;
        CHECK(count_of(*facets[FieldId::region], "ukraine") == 4);
        CHECK(count_of(*facets[FieldId::region], "kyiv") == 2);
        CHECK(count_of(*facets[FieldId::region], "europe") == 4);
        CHECK(count_of(*facets[FieldId::actor], "russia") == 3);
        CHECK(count_of(*facets[FieldId::lang], "en") == 1);
        CHECK(count_of(*facets[FieldId::date], "2025") == 4);
        CHECK(count_of(*facets[FieldId::date], "2025-07") == 2);
        CHECK(count_of(*facets[FieldId::date], "2025-06-15") == 1);
        CHECK(count_of(*facets[FieldId::event], "air strike") == 1);
        CHECK(facets[FieldId::lang]->values.size() == 4);
        CHECK(facets[FieldId::lang]->distinct == 4);
        for (const FacetValue& value : facets[FieldId::region]->values) {
            if (value.id == "ukraine") {
                CHECK(value.name == "Ukraine");
                CHECK(!value.parent.empty());
            }
            CHECK(!value.selected);
        }
        for (const FacetValue& value : facets[FieldId::date]->values)
            if (value.id == "2025-06-15") CHECK(value.parent == "2025-06");

        request = request_of("*");
        request.facets = {{FieldId::source, 2}};
        const FacetResult sources = searcher.search(request).facets.at(0);
        CHECK(facet_text(sources) == "local news=6  clash report=3 ");
        CHECK(sources.distinct == 14);
        CHECK(sources.values[1].name == "Clash Report");
    }
}

TEST_CASE("a facet ignores its own selection, and only that", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        INFO("columns: " << columns);
        SearchRequest request = request_of("*");
        request.selections = {{FieldId::lang, {"uk"}, {}}, {FieldId::region, {"Kiev"}, {}}};
        request.facets = {{FieldId::lang, 0}, {FieldId::region, 0}, {FieldId::source, 0}};
        SearchResult result = searcher.search(request);
        CHECK(ids_of(result) == "kyiv-uk");
        CHECK(result.total == 1);
        CHECK(facet_text(result.facets[0]) == "en=1  uk=1+ ");
        CHECK(count_of(result.facets[1], "ukraine") == 1);
        CHECK(facet_text(result.facets[2]) == "українська правда=1 ");

        // What is excluded may be chosen instead, too.
        request.selections = {{FieldId::lang, {}, {"en"}},
                              {FieldId::region, {"ukraine"}, {"kyiv"}}};
        result = searcher.search(request);
        CHECK(sorted_ids(ids_of(result)) == "frappes voiska");
        CHECK(result.total == 2);
        CHECK(facet_text(result.facets[0]) == "fr=1  ru=1 ");
        CHECK(count_of(result.facets[1], "kyiv") == 1);
        for (const FacetValue& value : result.facets[1].values) {
            CHECK(value.selected == (value.id == "ukraine"));
            CHECK(value.excluded == (value.id == "kyiv"));
        }

        // Given in two pieces a selection means the same.
        request.selections = {{FieldId::region, {"kyiv"}, {}},
                              {FieldId::region, {"khartoum"}, {}},
                              {FieldId::lang, {"en"}, {}},
                              {FieldId::lang, {}, {"uk"}}};
        result = searcher.search(request);
        CHECK(sorted_ids(ids_of(result)) == "khartoum kyiv");
        CHECK(result.total == 2);
        CHECK(facet_text(result.facets[0]) == "en=2+  uk=1- ");

        // Days, months and years of one field together.
        request.selections = {{FieldId::date, {"2024", "2025-05", "2025-07-02"}, {}}};
        request.facets = {{FieldId::date, 0}};
        result = searcher.search(request);
        CHECK(sorted_ids(ids_of(result)) == sorted_ids("told leap near jidi konustu jets talks"));
        CHECK(count_of(result.facets[0], "2025-07") == 6);

        // Fields that are no facets select as well.
        request.selections = {{FieldId::mentions, {"kyiv"}, {}}, {FieldId::id, {}, {"kyiv"}}};
        CHECK(ids_of(searcher.search(request)) == "kyiv-uk");
        request.selections = {{FieldId::source, {"nobody"}, {}}};
        CHECK(searcher.search(request).total == 0);
        request.selections = {{FieldId::region, {}, {}}};
        CHECK(searcher.search(request).total == 25);
    }
}

TEST_CASE("a place that only the articles know can be selected", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        INFO("columns: " << columns);
        SearchRequest request = request_of("*");
        request.facets = {{FieldId::region, 0}, {FieldId::actor, 0}};
        SearchResult result = searcher.search(request);
        CHECK(count_of(result.facets[0], "brelkov valley") == 1);
        CHECK(count_of(result.facets[1], "trellist front") == 1);
        request.selections = {{FieldId::region, {"brelkov valley"}, {}},
                              {FieldId::actor, {"Trellist Front"}, {}}};
        result = searcher.search(request);
        CHECK(ids_of(result) == "valley");
        CHECK(warnings_of(result).empty());
        CHECK(count_of(result.facets[0], "brelkov valley") == 1);
        request.selections = {{FieldId::region, {}, {"brelkov valley"}}};
        CHECK(searcher.search(request).total == 24);
    }
}

TEST_CASE("date facets show days and months only while they are few", "[search]") {
    TemporaryDirectory directory;
    std::vector<Article> articles;
    for (int i = 0; i < 130; ++i)
        articles.push_back(article(fmt::format("d{}", i), "Day", i < 70 ? "early" : "late",
                                   format_day(day_from_civil(2024, 1, 1) + i)));
    for (int i = 0; i < 130; ++i)
        articles.push_back(article(fmt::format("m{}", i), "Month", "long",
                                   fmt::format("{:04}-{:02}", 1950 + i / 12, 1 + i % 12)));
    write_index(directory.path(), articles);
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        const auto sizes = [&](const char* query, std::size_t size) {
            SearchRequest request = request_of(query);
            request.facets = {{FieldId::date, size}};
            std::map<std::size_t, int> counts;
            std::string before;
            const SearchResult result = searcher.search(request);
            for (const FacetValue& value : result.facets.at(0).values) {
                ++counts[value.id.size()];
                CHECK(before < value.id);
                before = value.id;
            }
            return fmt::format("{} {} {}", counts[4], counts[7], counts[10]);
        };
        CHECK(sizes("late", 10) == "1 3 60");
        CHECK(sizes("early", 10) == "1 3 0");
        CHECK(sizes("early", 0) == "1 3 70");
        CHECK(sizes("long", 10) == "11 0 0");
        CHECK(sizes("long", 0) == "11 130 0");
    }
}
