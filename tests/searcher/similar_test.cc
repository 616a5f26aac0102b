#include "searcher/search.h"
#include "searcher/why.h"
#include "tests/searcher/fixture.h"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

struct Articles {
    Articles() {
        std::vector<Article> all{
            article("dam1", "Kakhovka dam destroyed",
                    "The Kakhovka dam on the Dnipro was destroyed and water flooded Kherson.",
                    "2023-06-06", "Tide Post"),
            article("dam2", "Floods after dam breach",
                    "Thousands fled as water from the breached Kakhovka dam flooded villages near "
                    "Kherson; the Dnipro rose five metres.",
                    "2023-06-07", "Lamp Wire"),
            article("talks", "Talks in Muscat",
                    "Envoys of Iran and the United States met in Muscat.", "2023-06-07",
                    "Lamp Wire"),
            article("sudan", "Fighting in Khartoum", "The army fought in Khartoum, Sudan.",
                    "2023-06-06", "Tide Post"),
        };
        for (int i = 0; i < 20; ++i)
            all.push_back(article("filler" + std::to_string(i), "Report " + std::to_string(i),
                                  "Nothing of note was reported on day " + std::to_string(i) + ".",
                                  "2023-05-01", "Filler"));
        // Shares the words of dam1 as a copy does.
        Article copy = all.front();
        copy.id = "dam1-copy";
        copy.source = "Other";
        all.push_back(copy);
        write_index(directory.path() / "index", all);
        searcher.emplace(directory.path() / "index");
    }
    TemporaryDirectory directory;
    std::optional<Searcher> searcher;
};

// "+dam[dam] -talks", inner clauses in parentheses.
std::string printed(const std::vector<WhyClause>& clauses) {
    std::string out;
    for (const WhyClause& clause : clauses) {
        out += out.empty() ? "" : " ";
        out += clause.ignored ? "~" : clause.met ? "+" : "-";
        if (clause.clauses.empty()) {
            out += clause.text;
            std::string values;
            for (const auto* list : {&clause.shown, &clause.has})
                for (const std::string& value : *list)
                    values += (values.empty() ? "" : ",") + value;
            if (!values.empty()) out += "[" + values + "]";
        } else {
            out += "(" + printed(clause.clauses) + ")";
        }
    }
    return out;
}

} // namespace

TEST_CASE("similar articles share distinctive words, whom, where and when; copies are left out") {
    Articles articles;
    const auto hits = articles.searcher->similar("dam1", 10);
    REQUIRE(hits);
    REQUIRE(!hits->empty());
    CHECK(hits->front().article.id == "dam2");
    CHECK(hits->front().score > 0.2);
    CHECK(hits->front().score <= 1);
    const auto shares = [&](const std::string& what) {
        const auto& shared = hits->front().matched;
        return std::find(shared.begin(), shared.end(), what) != shared.end();
    };
    CHECK(shares("Kakhovka")); // a word, as the article itself writes it
    CHECK(std::any_of(
        hits->front().matched.begin(), hits->front().matched.end(),
        [](const std::string& shared) { return shared.starts_with("region:kherson"); }));
    CHECK_FALSE(shares("region:ukraine")); // Kherson says so
    for (const Hit& hit : *hits) {
        CHECK(hit.article.id != "dam1");
        CHECK(hit.article.id != "dam1-copy");
        CHECK(hit.article.id.find("filler") == std::string::npos);
    }
    CHECK(articles.searcher->similar("dam1", 0)->empty());
    CHECK_FALSE(articles.searcher->similar("none", 10));
}

TEST_CASE("short texts of the same words are similar to others once, and not to each other") {
    TemporaryDirectory directory;
    std::vector<Article> all;
    for (const char* id : {"a", "b", "c"})
        all.push_back(
            article(id, "Depot burns after drone strike in Kherson", "", "2023-06-06", id));
    all.push_back(article("other", "Fire at Kherson depot put out", "", "2023-06-07", "Tide Post"));
    for (int i = 0; i < 60; ++i)
        all.push_back(article("f" + std::to_string(i), "Nothing new on day " + std::to_string(i),
                              "", "2023-05-01", "Filler"));
    write_index(directory.path() / "index", all);
    Searcher searcher(directory.path() / "index");
    const auto of_one = searcher.similar("a", 10);
    REQUIRE(of_one->size() == 1);
    CHECK(of_one->front().article.id == "other");
    CHECK(searcher.similar("other", 10)->size() == 1);
}

TEST_CASE("each clause of a query says whether an article meets it, and by what") {
    Articles articles;
    struct Row {
        const char* query;
        bool found;
        const char* clauses;
    };
    const Row rows[] = {
        {"dam", true, "+dam[dam]"},
        {"dams flooding", true, "+(+dams[dam] +flooding[flooded])"},
        {"dam talks", false, "-(+dam[dam] -talks)"},
        {"dam OR talks", true, "+(+dam[dam] -talks)"},
        {"dam -kherson", false, "-(+dam[dam] -(+kherson[Kherson]))"},
        {"\"dam on the\"", true, "+\"dam on the\"[dam on the]"},
        {"the dam", true, "+(~the[The,the] +dam[dam])"},
        {"date:2023-06-07", false, "-date:2023-06-07[2023-06-06]"},
        {"source:\"tide post\"", true, "+source:\"tide post\"[tide post]"},
        {"source:filler dam", false, "-(-source:filler[tide post] +dam[dam])"},
        {"killed:5..", false, "-killed:5.."},
        {"*", true, "+*"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.query);
        SearchRequest request;
        request.query = row.query;
        const auto why = articles.searcher->why("dam1", request);
        REQUIRE(why);
        CHECK(why->found == row.found);
        CHECK(printed(why->clauses) == row.clauses);
    }
    SearchRequest filtered;
    filtered.query = "dam";
    filtered.selections = {{FieldId::source, {"Filler"}, {}}};
    const auto why = articles.searcher->why("dam1", filtered);
    CHECK_FALSE(why->found);
    CHECK(printed(why->clauses) == "+dam[dam] -source: filler[tide post]");
    CHECK(why->copies.count == 2);
    CHECK_FALSE(articles.searcher->why("none", filtered));
    filtered.query = "(";
    CHECK_THROWS(articles.searcher->why("dam1", filtered));
}
