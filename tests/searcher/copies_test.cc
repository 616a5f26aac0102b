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

// A number in letters: of words with digits a text is a form.
std::string letters(int number) {
    std::string text;
    for (const char digit : std::to_string(number)) text += static_cast<char>(digit - '0' + 'a');
    return text;
}

std::string body(int report, int first = 0, int last = 14) {
    std::string text;
    for (int i = first; i < last; ++i) {
        const std::string n = letters(report) + "x" + letters(i);
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

TEST_CASE("notices of a few lines and tables are copies for some hours, under one head") {
    const auto notice = [](const std::string& sum, const std::string& head = {}) {
        return head + "The bank entered the market to lend some " + sum +
               " to dealers, a spokesman said. Dealers said that the rate stood a little higher "
               "when the bank began its temporary operation, and that they had expected it to.";
    };
    const auto table = [](const std::string& head, int last) {
        std::string text = head + "\n";
        for (int row = 0; row < 40; ++row)
            text += "Delivery in month " + std::to_string(row) + " offered at " +
                    std::to_string(500 + row) + " to " + std::to_string(row < 39 ? row : last) +
                    " a tonne free on board\n";
        return text;
    };
    struct {
        const char* what;
        Article first;
        Article second;
        bool are_copies;
    } const rows[] = {
        {"the same notice days after", report("a", notice("a billion"), "2025-05-05T12:00"),
         report("b", notice("a billion"), "2025-05-09T12:00"), true},
        {"a mended notice", report("a", notice("two bilions"), "2025-05-05T12:00"),
         report("b", notice("two billions"), "2025-05-05T14:00"), true},
        {"an altered notice the day after", report("a", notice("two billions"), "2025-05-05T12:00"),
         report("b", notice("one billion"), "2025-05-06T12:00"), false},
        {"the same notice from another place",
         report("a", notice("a billion", "JOLIET, May 5 - "), "2025-05-05T12:00"),
         report("b", notice("a billion", "ST JOSEPH, May 5 - "), "2025-05-05T12:20"), false},
        {"the same notice with a dateline and without",
         report("a", notice("a billion", "JOLIET, May 5 - "), "2025-05-05T12:00"),
         report("b", notice("a billion"), "2025-05-05T12:20"), true},
        {"a table mended", report("a", table("RATES 11:00", 7), "2025-05-05T11:01"),
         report("b", table("RATES 11:00", 8), "2025-05-05T11:05"), true},
        {"a table of another hour", report("a", table("RATES 11:00", 7), "2025-05-05T11:01"),
         report("b", table("RATES 11:30", 7), "2025-05-05T11:31"), false},
        {"a table the day after", report("a", table("RATES", 7), "2025-05-05T11:01"),
         report("b", table("RATES", 8), "2025-05-06T11:01"), false},
        {"a long report altered the day after",
         report("a", body(5) + " The tally stood at nineteen.", "2025-05-05T12:00"),
         report("b", body(5) + " The tally stands at twenty.", "2025-05-06T12:00"), true},
        {"a long report from another place",
         report("a", "KYIV, May 5 - " + body(5), "2025-05-05T12:00"),
         report("b", "LVIV, May 5 - " + body(5), "2025-05-05T12:00"), true},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        const TemporaryDirectory index;
        write_index(index.path(), {row.first, row.second});
        Searcher searcher(index.path());
        CHECK(groups_of(searcher, FieldId::copies) ==
              (row.are_copies ? Groups{{"a", "b"}} : Groups{{"a"}, {"b"}}));
    }
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
