// Who wrote what others copied: the origins of copies and stories.

#include "tests/searcher/fixture.h"

#include "searcher/groups.h"

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

struct Member {
    std::string_view report;
    double published;
    std::string_view source;
    std::vector<std::string_view> agencies;
};

std::string body(int report) {
    std::string text;
    for (int i = 0; i < 14; ++i) {
        const std::string n = std::to_string(report) + "x" + std::to_string(i);
        text += "Unit" + n + " moved from ridge" + n + " towards bridge" + n +
                " while residents of quarter" + n + " took shelter in cellars. ";
    }
    return text;
}

Article report(const std::string& id, int text, const std::string& date, const std::string& source,
               const std::vector<std::string>& agencies = {}) {
    Article article = test::article(id, "Headline of " + id, body(text), date, source);
    for (const std::string& agency : agencies) article.agencies.push_back({agency, {}});
    return article;
}

SearchRequest request_of(const std::string& query) {
    SearchRequest request;
    request.query = query;
    return request;
}

} // namespace

TEST_CASE("origins are the agencies credited, or who was first where none is") {
    struct Row {
        std::string what;
        std::vector<Member> members;
        std::uint64_t reports;
        std::uint64_t sources;
        std::uint64_t origins;
    };
    const std::vector<Row> rows{
        {"one article", {{"r", 1, "a", {}}}, 1, 1, 1},
        {"one article of two agencies", {{"r", 1, "a", {"ap", "afp"}}}, 1, 1, 2},
        {"copies, none credited", {{"r", 1, "a", {}}, {"r", 2, "b", {}}}, 1, 2, 1},
        {"copies, one credited", {{"r", 1, "a", {}}, {"r", 2, "b", {"ap"}}}, 1, 2, 1},
        {"copies, credited alike", {{"r", 1, "a", {"ap"}}, {"r", 2, "b", {"ap"}}}, 1, 2, 1},
        {"two reports of one agency", {{"r", 1, "a", {"ap"}}, {"s", 1, "b", {"ap"}}}, 2, 2, 1},
        {"two reports of two publishers", {{"r", 1, "a", {}}, {"s", 1, "b", {}}}, 2, 2, 2},
        {"two reports of one publisher", {{"r", 1, "a", {}}, {"s", 1, "a", {}}}, 2, 1, 1},
        {"who copied is no origin",
         {{"r", 1, "a", {}}, {"r", 2, "b", {}}, {"s", 1, "a", {}}},
         2,
         2,
         1},
        {"the first counts", {{"r", 3, "a", {}}, {"r", 2, "b", {}}, {"s", 1, "a", {}}}, 2, 2, 2},
        {"an undated copy is not first",
         {{"r", 0, "b", {}}, {"r", 2, "a", {}}, {"s", 1, "a", {}}},
         2,
         2,
         1},
        {"of equally early ones the first by name",
         {{"r", 2, "b", {}}, {"r", 2, "a", {}}, {"s", 1, "a", {}}},
         2,
         2,
         1},
        {"no sources", {{"r", 1, "", {}}, {"s", 1, "", {}}}, 2, 1, 1},
        {"articles without copies", {{"", 1, "a", {}}, {"", 1, "b", {"ap"}}}, 2, 2, 2},
    };
    std::mt19937 random(3);
    for (const Row& row : rows)
        for (int run = 0; run < 6; ++run) {
            std::vector<Member> members = row.members;
            std::shuffle(members.begin(), members.end(), random);
            GroupCounter counter;
            for (const Member& m : members)
                counter.add(m.report, m.published, m.source, m.agencies);
            INFO(row.what);
            CHECK(counter.size().articles == members.size());
            CHECK(counter.size().reports == row.reports);
            CHECK(counter.size().sources == row.sources);
            CHECK(counter.size().origins == row.origins);
        }
}

TEST_CASE("origins are counted alike over slots, over columns and as of a moment") {
    const TemporaryDirectory index;
    write_index(
        index.path(),
        {report("a1", 1, "2025-07-04", "Paper One", {"reuters"}),
         report("a2", 1, "2025-07-04", "Paper Two"), report("a3", 1, "2025-07-05", "Paper Two"),
         report("b1", 2, "2025-07-04", "Paper One"), report("b2", 2, "2025-07-05", "Paper Two"),
         report("c1", 3, "2025-07-04", "Paper One", {"ap", "afp"})},
        2);
    Searcher slots(index.path());
    Searcher columns(index.path());
    columns.load_columns();
    for (Searcher* searcher : {&slots, &columns})
        for (const bool past : {false, true}) {
            SearchRequest request;
            request.query = "*";
            request.limit = 10;
            if (past) request.as_of = "2100";
            const SearchResult result = searcher->search(request);
            CHECK(result.hits.size() == 6);
            for (const Hit& hit : result.hits) {
                INFO(hit.article.id << past);
                const bool alone = hit.article.id == "c1";
                CHECK(hit.copies.sources == (alone ? 1 : 2));
                CHECK(hit.copies.origins == (alone ? 2 : 1));
            }
        }
    CHECK(slots.search(request_of("agency:Reuters")).total == 1);
    CHECK(slots.search(request_of("agency:рейтер")).total == 1);
    CHECK(slots.search(request_of("agency:\"agence france-presse\"")).total == 1);
}
