// In which order hits come, by pages and as a stream.

#include "searcher/render.h"
#include "searcher/search.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/small_index.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>

using namespace sitrep;
using namespace sitrep::test;

TEST_CASE("sort orders and paging", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        INFO("columns: " << columns);
        SearchRequest request = request_of("source:\"clash report\" OR ceasefire");
        request.sort = Sort::newest;
        CHECK(ids_of(searcher.search(request)) == "gaza talks kyiv jets");
        request.sort = Sort::oldest;
        CHECK(ids_of(searcher.search(request)) == "jets kyiv talks gaza");

        for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest}) {
            SearchRequest all = request_of("*");
            all.sort = sort;
            const SearchResult whole = searcher.search(all);
            CHECK(whole.hits.size() == 25);
            std::string paged;
            for (std::size_t offset = 0; offset < 30; offset += 4) {
                SearchRequest page = all;
                page.offset = offset;
                page.limit = 4;
                const SearchResult result = searcher.search(page);
                CHECK(result.total == 25);
                for (std::size_t i = 0; i < result.hits.size(); ++i)
                    CHECK(result.hits[i].rank == offset + i + 1);
                if (!paged.empty() && !result.hits.empty()) paged += ' ';
                paged += ids_of(result);
            }
            CHECK(paged == ids_of(whole));
        }
    }
}

TEST_CASE("odd offsets and limits", "[search]") {
    for (const bool columns : {false, true}) {
        Searcher searcher(small_index());
        if (columns) searcher.load_columns();
        constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
        for (const Sort sort : {Sort::relevance, Sort::newest})
            for (const std::size_t offset : {std::size_t{25}, std::size_t{26}, std::size_t{1} << 32,
                                             (std::size_t{1} << 32) + 3, most - 3, most})
                for (const std::size_t limit : {std::size_t{0}, std::size_t{10}, most}) {
                    INFO("columns " << columns << " offset " << offset << " limit " << limit);
                    SearchRequest request = request_of("*");
                    request.sort = sort;
                    request.offset = offset;
                    request.limit = limit;
                    const SearchResult result = searcher.search(request);
                    CHECK(result.hits.empty());
                    CHECK(result.total == 25);
                    CHECK(searcher.stream(request, [](Hit&) { return true; }) == 0);
                }
        SearchRequest request = request_of("*");
        request.sort = Sort::newest;
        request.offset = 20;
        request.limit = most;
        CHECK(searcher.search(request).hits.size() == 5);
    }
}

TEST_CASE("a stream gives the hits of a search in the same order", "[search]") {
    Searcher searcher(small_index());
    for (const char* query : {"*", "strike", "region:ukraine", "drone -strike", "zeppelin"})
        for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest}) {
            SearchRequest request = request_of(query);
            request.sort = sort;
            const SearchResult whole = searcher.search(request);
            request.limit = 0;
            SearchResult streamed;
            const auto visited = searcher.stream(request, [&](Hit& hit) {
                streamed.hits.push_back(hit);
                return true;
            });
            CHECK(visited == whole.total);
            CHECK(ids_of(streamed) == ids_of(whole));
            request.offset = 1;
            request.limit = 2;
            streamed.hits.clear();
            searcher.stream(request, [&](Hit& hit) {
                streamed.hits.push_back(hit);
                return true;
            });
            CHECK(ids_of(streamed) == ids_of(searcher.search(request)));
        }
    std::size_t seen = 0;
    CHECK(searcher.stream(request_of("*"), [&](Hit&) { return ++seen < 3; }) == 3);
}

TEST_CASE("titles count more than bodies, and phrases are ranked", "[search]") {
    TemporaryDirectory directory;
    const std::string rest = " Nothing else of note was said in the whole of the long report.";
    write_index(directory.path(),
                {article("body", "Report", "First." + rest + "\n\nThe convoy left." + rest),
                 article("title", "The convoy", "First." + rest + "\n\nThe report left." + rest),
                 article("often", "Report", "First." + rest + "\n\nConvoy, convoy." + rest)});
    Searcher searcher(directory.path());
    const SearchResult result = searcher.search(request_of("convoy"));
    CHECK_THAT(ids_of(result), Catch::EndsWith("body"));
    CHECK(result.hits.at(0).score > result.hits.at(2).score);
    CHECK(searcher.search(request_of("date:..2030 OR convoy")).total == 3);
}
