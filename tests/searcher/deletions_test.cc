// Filters on what every article of a shard has, after articles were taken out of it.
//
// Xapian 1.4.22 reads the list of such a term as the list of all documents, and loses its way in
// it where document ids have a gap: it takes some thousand documents to see it.

#include "tests/searcher/fixture.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::test;

namespace {

constexpr int articles_made = 4000;

void write_with_gaps(const std::filesystem::path& index, const std::string& text) {
    std::vector<Article> articles;
    for (int i = 0; i < articles_made; ++i)
        articles.push_back(
            article(fmt::format("a{}", i), "Report",
                    text.empty() ? fmt::format("Shells fell near ridge{}.", i) : text, "2025-07-04",
                    "Wire"));
    WriterOptions options;
    options.commit_documents = articles_made;
    IndexWriter writer(index, builtin_gazetteer(), options);
    for (Article& made : articles) writer.add(std::move(made));
    writer.finish();
    CHECK(writer.remove("a0"));
    CHECK(writer.remove("a1777"));
    writer.finish();
}

struct Case {
    const char* query;
    Sort sort;
    int expected; // fewer than there are
};

} // namespace

TEST_CASE("a filter on what all articles have finds them after some were taken out") {
    const TemporaryDirectory index;
    write_with_gaps(index.path(), "");
    const Case cases[] = {
        {"*", Sort::relevance, articles_made - 2},
        {"lang:en", Sort::relevance, articles_made - 2},
        {"lang:en source:wire", Sort::newest, articles_made - 2},
        {"shells lang:en", Sort::relevance, articles_made - 2},
        {"shells lang:en", Sort::oldest, articles_made - 2},
        {"shells OR ridge5", Sort::newest, articles_made - 2},
        {"\"shells fell\" lang:en", Sort::relevance, articles_made - 2},
        {"ridge33* lang:en", Sort::newest, 111},
        {"shel* date:2025", Sort::relevance, articles_made - 2},
        {"date:2025-07..2025-08", Sort::relevance, articles_made - 2},
        {"lang:en -ridge5", Sort::relevance, articles_made - 3},
        {"-lang:en", Sort::relevance, 0},
        {"shells NEAR/5 near", Sort::relevance, articles_made - 2},
    };
    for (const bool columns : {false, true}) {
        Searcher searcher(index.path());
        if (columns) searcher.load_columns();
        for (const Case& c : cases) {
            CAPTURE(columns, c.query);
            SearchRequest request;
            request.query = c.query;
            request.sort = c.sort;
            CHECK(searcher.search(request).total == static_cast<std::uint64_t>(c.expected));
            request.facets = {{FieldId::source, 10}, {FieldId::date, 10}};
            request.selections = {{FieldId::lang, {"en"}, {}}};
            request.collapse = Collapse::copies;
            const SearchResult counted = searcher.search(request);
            CHECK(counted.total == static_cast<std::uint64_t>(c.expected));
            REQUIRE(counted.facets.size() == 2);
            if (c.expected > 0)
                CHECK(counted.facets[0].values.at(0).count ==
                      static_cast<std::uint64_t>(c.expected));
        }
    }
}

TEST_CASE("copies of one report count after their first was taken out") {
    const TemporaryDirectory index;
    write_with_gaps(index.path(), "Unit seven moved from the ridge towards the bridge while "
                                  "residents of the quarter took shelter in their cellars.");
    for (const bool columns : {false, true}) {
        CAPTURE(columns);
        Searcher searcher(index.path());
        if (columns) searcher.load_columns();
        SearchRequest request;
        request.query = "ridge";
        request.collapse = Collapse::copies;
        request.facets = {{FieldId::date, 10}};
        const SearchResult result = searcher.search(request);
        CHECK(result.total == 1);
        CHECK(result.articles == articles_made - 2);
        CHECK(result.hits.at(0).copies.count == articles_made - 2);
    }
}
