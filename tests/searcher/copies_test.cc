// Copies of one report end in one group, in whatever order and batches they come.

#include "tests/searcher/fixture.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

std::string body(int report, int first = 0, int last = 14) {
    std::string text;
    for (int i = first; i < last; ++i) {
        const std::string n = std::to_string(report) + "x" + std::to_string(i);
        text += "Unit" + n + " moved from ridge" + n + " towards bridge" + n +
                " while residents of quarter" + n + " took shelter in cellars. ";
    }
    return text;
}

Article report(const std::string& id, const std::string& text,
               const std::string& date = "2025-07-04") {
    return article(id, "Headline of " + id, text, date, "Source " + id);
}

// Three reports: one with four copies of which one is cut, one with two, one alone.
std::vector<Article> corpus() {
    return {
        report("a1", body(1)),
        report("a2", "KYIV, July 4 (Agency) - " + body(1)),
        report("a3", body(1) + " Additional reporting by our own correspondent."),
        report("a4", body(1, 0, 10)),
        report("b1", body(2)),
        report("b2", body(2)),
        report("c1", body(3)),
        report("d1", "Two words."),
        report("d2", "Two words."),
    };
}

const Groups expected{{"a1", "a2", "a3", "a4"}, {"b1", "b2"}, {"c1"}, {"d1"}, {"d2"}};

SearchRequest request_of(const std::string& query) {
    SearchRequest request;
    request.query = query;
    return request;
}

} // namespace

TEST_CASE("copies are grouped the same in any order and any batches") {
    std::mt19937 random(11);
    for (int run = 0; run < 20; ++run) {
        std::vector<Article> articles = corpus();
        std::shuffle(articles.begin(), articles.end(), random);
        const TemporaryDirectory index;
        write_index(index.path(), articles, random() % (articles.size() + 1));
        Searcher searcher(index.path());
        CHECK(groups_of(searcher, FieldId::copies) == expected);
    }
}

TEST_CASE("an article that joins two groups makes them one, for counting and for searching") {
    // The halves share nothing; the whole contains both.
    const std::vector<Article> articles{report("first", body(1, 0, 12)),
                                        report("second", body(1, 12, 24)),
                                        report("whole", body(1, 0, 24))};
    const TemporaryDirectory index;
    write_index(index.path(), articles, 1);
    Searcher searcher(index.path());
    CHECK(groups_of(searcher, FieldId::copies) == Groups{{"first", "second", "whole"}});
    SearchRequest request;
    request.query = "*";
    for (const Hit& hit : searcher.search(request).hits) {
        CHECK(hit.copies.count == 3);
        SearchRequest group;
        group.query = "copies:" + hit.copies.id;
        CHECK(searcher.search(group).total == 3);
    }
    for (const std::string id : {"first", "second", "whole"}) { // by the id it had before, too
        SearchRequest group;
        group.query = "copies:" + group_id(id);
        const std::uint64_t found = searcher.search(group).total;
        CHECK((found == 3 || found == 0));
    }
}

TEST_CASE("what is alike but weeks apart is a form filled in anew; what is the same is a copy") {
    const std::vector<Article> articles{
        report("may", body(5) + " The tally stood at nineteen.", "2025-05-01"),
        report("june", body(5) + " The tally stood at twenty-two.", "2025-06-01"),
        report("again", body(5) + " The tally stood at nineteen.", "2025-07-01")};
    const TemporaryDirectory index;
    write_index(index.path(), articles);
    Searcher searcher(index.path());
    CHECK(groups_of(searcher, FieldId::copies) == Groups{{"may", "again"}, {"june"}});
}

TEST_CASE("of notices of a few lines only the same ones are copies from day to day") {
    const auto notice = [](const std::string& sum) {
        return "The bank entered the market to lend some " + sum +
               " to dealers, a spokesman said. Dealers said that the rate stood a little higher "
               "when the bank began its temporary operation, and that they had expected it to.";
    };
    const std::vector<Article> articles{
        report("monday", notice("two billions"), "2025-05-05T12:00"),
        report("monday2", notice("two bilions"), "2025-05-05T14:00"),
        report("tuesday", notice("one billion"), "2025-05-06T12:00"),
        report("friday", notice("two billions"), "2025-05-09T12:00"),
        report("long", body(5) + " The tally stood at nineteen.", "2025-05-05T12:00"),
        report("longer", body(5) + " The tally stands at twenty.", "2025-05-06T12:00")};
    const TemporaryDirectory index;
    write_index(index.path(), articles);
    Searcher searcher(index.path());
    CHECK(groups_of(searcher, FieldId::copies) ==
          Groups{{"monday", "monday2", "friday"}, {"tuesday"}, {"long", "longer"}});
}

TEST_CASE("an update stays in its group") {
    const TemporaryDirectory index;
    write_index(index.path(), {report("a1", body(1)), report("a2", body(1))});
    write_index(index.path(), {report("a2", body(1) + " Corrects the name of the bridge.")});
    Searcher searcher(index.path());
    CHECK(groups_of(searcher, FieldId::copies) == Groups{{"a1", "a2"}});
}

TEST_CASE("a version that says something else leaves the group that it founded, under its id") {
    const TemporaryDirectory index;
    write_index(index.path(), {report("a1", body(1))});
    write_index(index.path(), {report("a2", body(1)), report("a3", body(1))});
    write_index(index.path(), {report("a1", body(7))});
    Searcher slots(index.path());
    Searcher columns(index.path());
    columns.load_columns();
    for (Searcher* searcher : {&slots, &columns}) {
        CHECK(groups_of(*searcher, FieldId::copies) == Groups{{"a1"}, {"a2", "a3"}});
        CHECK(searcher->search(request_of("copies:" + group_id("a1"))).total == 2);
        for (const Hit& hit : searcher->search(request_of("*")).hits)
            CHECK(searcher->search(request_of("copies:" + hit.copies.id)).total ==
                  (hit.article.id == "a1" ? 1 : 2));
    }
    // What copies the new version joins it; what it says again brings it back.
    write_index(index.path(), {report("d1", body(7))});
    CHECK(groups_of(slots, FieldId::copies) == Groups{{"a1", "d1"}, {"a2", "a3"}});
    write_index(index.path(), {report("a1", body(1))});
    CHECK(groups_of(slots, FieldId::copies) == Groups{{"d1"}, {"a1", "a2", "a3"}});
    CHECK(groups_of(columns, FieldId::copies) == Groups{{"d1"}, {"a1", "a2", "a3"}});
}

TEST_CASE("a founder that is deleted and comes back as something else is in no group") {
    const TemporaryDirectory index;
    write_index(index.path(), {report("a1", body(1)), report("a2", body(1))});
    {
        IndexWriter writer(index.path(), builtin_gazetteer(), {});
        CHECK(writer.remove("a1"));
        writer.flush();
    }
    write_index(index.path(), {report("a1", body(7))});
    Searcher searcher(index.path());
    CHECK(groups_of(searcher, FieldId::copies) == Groups{{"a1"}, {"a2"}});
    CHECK(ids_of(searcher.search(request_of("copies:" + group_id("a1")))) == "a2");
}

TEST_CASE("of the copies of a report one is a hit, and all count as one") {
    const TemporaryDirectory index;
    write_index(index.path(), corpus(), 4);
    Searcher slots(index.path());
    Searcher columns(index.path());
    columns.load_columns();
    for (Searcher* searcher : {&slots, &columns}) {
        SearchRequest request;
        request.query = "*";
        request.collapse = Collapse::copies;
        request.facets = {{FieldId::source, 0}, {FieldId::date, 0}};
        const SearchResult result = searcher->search(request);
        CHECK(result.total == 5);
        CHECK(result.articles == 9);
        CHECK(result.hits.size() == 5);
        REQUIRE(result.facets.size() == 2);
        CHECK(result.facets[0].values.size() == 9); // each source published one of the copies
        for (const FacetValue& value : result.facets[0].values) CHECK(value.count == 1);
        for (const FacetValue& value : result.facets[1].values) CHECK(value.count == 5);
        request.selections = {{FieldId::source, {"Source a2"}, {}}};
        CHECK(ids_of(searcher->search(request)) == "a2");
        CHECK(searcher->search(request).hits.front().copies.sources == 4);
    }
}

TEST_CASE("groups that became one are one hit") {
    const TemporaryDirectory index;
    write_index(index.path(),
                {report("first", body(1, 0, 12)), report("second", body(1, 12, 24)),
                 report("whole", body(1, 0, 24)), report("other", body(2))},
                1);
    Searcher slots(index.path());
    Searcher columns(index.path());
    columns.load_columns();
    for (Searcher* searcher : {&slots, &columns})
        for (const std::string query : {"*", "took shelter", "\"took shelter in cellars\""}) {
            SearchRequest request;
            request.query = query;
            request.collapse = Collapse::copies;
            const SearchResult result = searcher->search(request);
            CHECK(result.total == 2);
            CHECK(result.hits.size() == 2);
            request.offset = 1;
            CHECK(searcher->search(request).hits.size() == 1);
            request.sort = Sort::newest;
            CHECK(searcher->search(request).hits.size() == 1);
        }
}
