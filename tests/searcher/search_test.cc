// Searches while the index changes, over shards, and where there is nothing to search.

#include "schema/document.h"
#include "schema/error.h"
#include "schema/layout.h"
#include "searcher/render.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/small_index.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("hits carry what the article is about", "[search]") {
    Searcher searcher(small_index());
    SearchRequest request = request_of("id:kyiv drone tank date:2025 region:ukraine killed:2");
    request.explain = true;
    const Hit hit = searcher.search(request).hits.at(0);
    CHECK(hit.title == "Drone strikes hit the capital");
    CHECK(marked(hit.highlighted_title) == "[Drone] strikes hit the capital");
    CHECK(marked(hit.snippet) == "Waves of [drones] struck overnight. Officials said that two "
                                 "people died. A T-72 [tank] burned by the river.");
    REQUIRE(!hit.regions.empty());
    CHECK(hit.regions[0]->id == "kyiv");
    CHECK(hit.regions[0]->path.back() == "kyiv");
    CHECK(std::count(hit.regions[0]->path.begin(), hit.regions[0]->path.end(), "ukraine") == 1);
    const auto& why = hit.matched;
    for (const char* clause :
         {"drone", "tank", "date:2025", "region:ukraine", "id:kyiv", "killed:2"})
        CHECK(std::count(why.begin(), why.end(), clause) == 1);
    CHECK(searcher.search(request_of("id:anon")).hits.at(0).title == "An article without a title.");
    request.snippets = false;
    CHECK(searcher.search(request).hits.at(0).snippet.empty());
}

TEST_CASE("many shards answer as one", "[search]") {
    TemporaryDirectory one;
    TemporaryDirectory many;
    std::vector<Article> articles = small_corpus();
    for (std::size_t i = 0; i < articles.size(); ++i) // no two on the same moment
        if (articles[i].date.precision() >= Precision::day)
            articles[i].date.second_of_day = static_cast<std::int32_t>(i * 60);
    write_index(one.path(), articles);
    write_index(many.path(), articles, 3);
    REQUIRE(read_layout(many.path()).shards.size() > 3);
    IndexWriter(one.path(), builtin_gazetteer(), {}).compact();
    REQUIRE(read_layout(one.path()).shards.size() == 1);
    for (const bool columns : {false, true}) {
        Searcher a(one.path());
        Searcher b(many.path());
        if (columns) {
            a.load_columns();
            b.load_columns();
        }
        for (const char* query :
             {"drone", "strike", "\"drone strikes\"", "str*", "region:ukraine", "convoy OR drone",
              "drone NEAR/3 strike", "-drone", "the", "T-72 OR ceasefire", "killed:2..", "дрони",
              "con* OR str* OR dro*", "*"})
            for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest}) {
                INFO("query: " << query);
                SearchRequest request = request_of(query);
                request.sort = sort;
                request.selections = {{FieldId::lang, {}, {"de"}}};
                for (const Field& f : fields)
                    if (f.facet) request.facets.push_back({f.id, 0});
                const SearchResult x = a.search(request);
                const SearchResult y = b.search(request);
                CHECK(x.total == y.total);
                REQUIRE(x.hits.size() == y.hits.size());
                std::map<std::string, const Hit*> by_id;
                for (const Hit& hit : y.hits) by_id[hit.article.id] = &hit;
                for (std::size_t i = 0; i < x.hits.size(); ++i) {
                    // The order of equals may differ.
                    CHECK(x.hits[i].score == Approx(y.hits[i].score));
                    if (sort != Sort::relevance)
                        CHECK(x.hits[i].article.date == y.hits[i].article.date);
                    const Hit* same = by_id[x.hits[i].article.id];
                    REQUIRE(same);
                    CHECK(x.hits[i].score == Approx(same->score));
                    CHECK(x.hits[i].snippet == same->snippet);
                    CHECK(x.hits[i].highlighted_title == same->highlighted_title);
                }
                for (std::size_t i = 0; i < x.facets.size(); ++i)
                    CHECK(facet_text(x.facets[i]) == facet_text(y.facets[i]));
            }
    }
}

TEST_CASE("a searcher sees what a writer changes meanwhile", "[search]") {
    TemporaryDirectory directory;
    write_index(directory.path(), small_corpus(), 5);
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        SearchRequest request = request_of("*");
        request.facets = {{FieldId::source, 0}};
        const std::uint64_t documents = searcher.documents();
        std::uint64_t revision = searcher.revision();
        CHECK(searcher.search(request).total == documents);
        for (int round = 0; round < 4; ++round) {
            IndexWriter writer(directory.path(), builtin_gazetteer(), {});
            const std::string text = fmt::format("A zeppelin, number {} {}", round, columns);
            writer.add(article("kyiv", "Changed", text, "2025-07-05", "Clash Report"));
            writer.flush();
            CHECK(searcher.search(request).total == documents);
            CHECK(ids_of(searcher.search(request_of("zeppelin"))) == "kyiv");
            CHECK(searcher.article("kyiv")->text == text);
            CHECK(searcher.revision() > revision);
            revision = searcher.revision();
            if (round == 1) writer.compact();
            CHECK(searcher.search(request).total == documents);
        }
        IndexWriter writer(directory.path(), builtin_gazetteer(), {});
        const std::string gone = columns ? "talks" : "told";
        CHECK(writer.remove(gone));
        CHECK(!writer.remove("nobody"));
        writer.flush();
        CHECK(searcher.search(request).total == documents - 1);
        CHECK(!searcher.article(gone));
        CHECK(searcher.search(request_of("id:" + gone)).total == 0);
    }
}

TEST_CASE("a stream goes on while the index changes under it", "[search]") {
    TemporaryDirectory directory;
    std::vector<Article> articles;
    for (int i = 0; i < 300; ++i)
        articles.push_back(article(fmt::format("a{:03}", i), "Convoy",
                                   std::string(2000, 'x') + " convoy", "2025-07-01"));
    write_index(directory.path(), articles, 100);
    Searcher searcher(directory.path());
    IndexWriter writer(directory.path(), builtin_gazetteer(), {});
    SearchRequest request = request_of("convoy");
    request.limit = 0;
    std::set<std::string> seen;
    int visits = 0;
    REQUIRE_NOTHROW(searcher.stream(request, [&](Hit& hit) {
        CHECK(seen.insert(hit.article.id).second);
        if (++visits % 20 == 0 && visits < 160) {
            writer.remove(fmt::format("a{:03}", 299 - visits / 2));
            if (visits == 100)
                writer.compact();
            else
                writer.flush();
        }
        return true;
    }));
    CHECK(seen.size() >= 290);
    CHECK(searcher.search(request_of("convoy")).total == 293);
}

TEST_CASE("an index that cannot be searched is explained", "[search]") {
    TemporaryDirectory directory;
    const auto refused = [](const std::filesystem::path& path) {
        try {
            Searcher searcher(path);
            return std::string("opened");
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::index);
            CHECK(!error.hint.empty());
            return error.message;
        }
    };
    CHECK_THAT(refused(directory.path() / "nowhere"), Catch::Contains("there is no index"));
    CHECK_THAT(refused(directory.path()), Catch::Contains("there is no index"));
    CHECK_THAT(refused(""), Catch::Contains("there is no index"));

    const auto foreign = directory.path() / "foreign";
    Xapian::WritableDatabase(foreign.string(), Xapian::DB_CREATE).commit();
    CHECK_THAT(refused(foreign), Catch::Contains("not a Sitrep index"));

    const auto unstamped = directory.path() / "unstamped";
    std::filesystem::create_directory(unstamped);
    Xapian::WritableDatabase((unstamped / "main-0001").string(), Xapian::DB_CREATE).commit();
    std::ofstream(unstamped / "XAPIANDB") << "auto main-0001\n";
    CHECK_THAT(refused(unstamped), Catch::Contains("schema"));

    const auto other = directory.path() / "other";
    write_index(other, {article("a", "A", "b")});
    {
        std::ifstream in(other / "XAPIANDB");
        std::string text((std::istreambuf_iterator<char>(in)), {});
        text.replace(text.find("schema "), 8, "schema 9");
        std::ofstream(other / "XAPIANDB") << text;
    }
    CHECK_THAT(refused(other), Catch::Contains("schema 9"));

    const auto garbled = directory.path() / "garbled";
    std::filesystem::create_directory(garbled);
    std::ofstream(garbled / "XAPIANDB") << "what is this\n";
    CHECK_THAT(refused(garbled), Catch::Contains("cannot read the line"));
    std::ofstream(garbled / "XAPIANDB") << "";
    CHECK_THAT(refused(garbled), Catch::Contains("no shard"));
    std::ofstream(garbled / "XAPIANDB") << "auto main-0007\n";
    CHECK_THAT(refused(garbled), Catch::Contains("garbled"));
}

TEST_CASE("an empty index answers", "[search]") {
    TemporaryDirectory directory;
    write_index(directory.path(), {});
    for (const bool columns : {false, true}) {
        Searcher searcher(directory.path());
        if (columns) searcher.load_columns();
        for (const char* query : {"*", "", "drone", "-drone", "date:2025..", "killed:1..", "dro*",
                                  "\"a b\"", "a NEAR/3 b", "region:ukraine"}) {
            SearchRequest request = request_of(query);
            request.facets = {{FieldId::region, 10}, {FieldId::date, 10}};
            request.selections = {{FieldId::lang, {"en"}, {}}};
            const SearchResult result = searcher.search(request);
            CHECK(result.total == 0);
            CHECK(result.facets.size() == 2);
        }
        CHECK(!searcher.article("kyiv"));
        CHECK(searcher.documents() == 0);
    }
}
