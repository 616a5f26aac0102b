#include "searcher/result_cache.h"

#include "searcher/render.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/random.h"

#include <atomic>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::test;

namespace {

SearchRequest request_of(std::string query) {
    SearchRequest request;
    request.query = std::move(query);
    request.facets = {{FieldId::region, 5}, {FieldId::date, 0}};
    return request;
}

// All of an answer but the time that it took.
std::string answer(Searcher& searcher, const SearchRequest& request) {
    SearchResult result = searcher.search(request);
    result.took_ms = 0;
    return render_json(result, {});
}

SearchResult result_of_bytes(std::size_t bytes) {
    SearchResult result;
    result.hits.emplace_back().article.text.assign(bytes, 'x');
    return result;
}

// Kept from the second time on.
void add_twice(ResultCache& cache, const std::string& query, const SearchResult& result) {
    for (int i = 0; i < 2; ++i) cache.add("state", request_of(query), result);
}

} // namespace

TEST_CASE("answers in memory are those of the index, also after it changes") {
    const TemporaryDirectory index;
    Dice dice(11);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < 90; ++i) articles.push_back(random_article(dice, i));
    write_index(index.path(), articles, 40);
    std::vector<std::string> queries{"*", "drone", "date:P7D", "lang:en region:ukraine"};
    for (int i = 0; i < 20; ++i) queries.push_back(random_query(dice));
    const auto ask_all = [&](Searcher& searcher) {
        std::string text;
        for (const std::string& query : queries) text += answer(searcher, request_of(query)) + '\n';
        return text;
    };
    Searcher keeping(index.path());
    keeping.load_columns();
    keeping.keep_results(4 << 20);
    for (int commit = 0; commit < 3; ++commit) {
        Searcher plain(index.path());
        const std::string expected = ask_all(plain);
        for (int time = 0; time < 3; ++time) CHECK(ask_all(keeping) == expected);
        const auto id = static_cast<std::size_t>(commit);
        articles = {random_article(dice, 1000 + id), random_article(dice, id)};
        write_index(index.path(), articles, 40);
    }
}

TEST_CASE("an answer is kept when it is asked for again, and told from those of other requests") {
    ResultCache cache;
    cache.keep(1 << 20);
    const SearchRequest request = request_of("drone");
    SearchResult result;
    result.total = 42;
    cache.add("state", request, result);
    CHECK(cache.find("state", request) == nullptr);
    cache.add("state", request, result);
    REQUIRE(cache.find("state", request) != nullptr);
    CHECK(cache.find("state", request)->total == 42);
    CHECK(cache.find("another state", request) == nullptr);
    CHECK(cache.find("state", request_of("drones")) == nullptr);
}

TEST_CASE("whatever an answer depends on is in its key") {
    const std::vector<std::function<void(SearchRequest&)>> changes{
        [](SearchRequest&) {},
        [](SearchRequest& r) { r.query = "shell"; },
        [](SearchRequest& r) {
            r.selections = {{FieldId::region, {"a"}, {}}};
        },
        [](SearchRequest& r) {
            r.selections = {{FieldId::actor, {"a"}, {}}};
        },
        [](SearchRequest& r) {
            r.selections = {{FieldId::region, {}, {"a"}}};
        },
        [](SearchRequest& r) {
            r.selections = {{FieldId::region, {"a", "b"}, {}}};
        },
        [](SearchRequest& r) {
            r.selections = {{FieldId::region, {"a1,b"}, {}}};
        },
        [](SearchRequest& r) { r.from = "2025"; },
        [](SearchRequest& r) { r.from = ""; },
        [](SearchRequest& r) { r.to = "2025"; },
        [](SearchRequest& r) { r.sort = Sort::newest; },
        [](SearchRequest& r) { r.offset = 1; },
        [](SearchRequest& r) { r.limit = 11; },
        [](SearchRequest& r) { r.seen = {1}; },
        [](SearchRequest& r) { r.facets[0].size = 6; },
        [](SearchRequest& r) { r.facets.pop_back(); },
        [](SearchRequest& r) { r.collapse = Collapse::copies; },
        [](SearchRequest& r) { r.as_of = "2025-07-04T00:00:00Z"; },
        [](SearchRequest& r) { r.all_versions = true; },
        [](SearchRequest& r) { r.snippets = false; },
        [](SearchRequest& r) { r.explain = true; },
        [](SearchRequest& r) { r.limits.terms = 7; },
        [](SearchRequest& r) { r.limits.seconds = 0.5; },
        [](SearchRequest& r) { r.today = 20'000; },
    };
    std::set<std::string> keys;
    for (const auto& change : changes) {
        SearchRequest request = request_of("drone");
        change(request);
        CHECK(keys.insert(ResultCache::key_of(request)).second);
    }
}

TEST_CASE("what may be answered otherwise the next time is not kept") {
    ResultCache cache;
    cache.keep(1 << 20);
    SearchResult lacking;
    lacking.missing_shards = {"somewhere"};
    SearchResult inexact;
    inexact.exact = false;
    SearchResult naming;
    naming.query.saved.emplace_back();
    for (const SearchResult* result : {&lacking, &inexact, &naming})
        add_twice(cache, "drone", *result);
    CHECK(cache.find("state", request_of("drone")) == nullptr);
    CHECK(cache.bytes() == 0);
}

TEST_CASE("answers stay within their bound, the last asked for the longest") {
    ResultCache cache;
    add_twice(cache, "before it is asked to", result_of_bytes(10));
    CHECK(cache.bytes() == 0);
    cache.keep(100'000);
    add_twice(cache, "too large", result_of_bytes(30'000));
    CHECK(cache.bytes() == 0);
    for (int i = 0; i < 20; ++i) {
        add_twice(cache, fmt::format("query {}", i), result_of_bytes(10'000));
        CHECK(cache.bytes() <= 100'000);
        CHECK(cache.find("state", request_of("query 0")) != nullptr);
    }
    CHECK(cache.find("state", request_of("query 19")) != nullptr);
    CHECK(cache.find("state", request_of("query 1")) == nullptr);
    cache.keep(0);
    CHECK(cache.bytes() == 0);
    CHECK(cache.find("state", request_of("query 19")) == nullptr);
}

TEST_CASE("an answer's size is also that of its query's tree, not of its text alone") {
    SearchResult result;
    result.query.root.children.resize(500);
    for (Node& child : result.query.root.children) child.values = {"ukraine", "kharkiv"};
    result.query.expansions.resize(500);
    ResultCache cache;
    cache.keep(64 << 20);
    add_twice(cache, "drone", result);
    CHECK(cache.bytes() > 500 * (sizeof(Node) + 2 * sizeof(std::string) + sizeof(QueryExpansion)));
}

TEST_CASE("searchers on several threads share what they keep while articles come in") {
    const TemporaryDirectory index;
    Dice dice(5);
    const auto write = [&](std::size_t from) {
        std::vector<Article> articles;
        for (std::size_t i = from; i < from + 20; ++i) articles.push_back(random_article(dice, i));
        write_index(index.path(), articles, 20);
    };
    write(0);
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    const auto ask = [&] {
        Searcher searcher(index.path());
        searcher.load_columns();
        searcher.keep_lists(1 << 16, 1);
        searcher.keep_results(1 << 18);
        while (!stop)
            for (const char* query : {"*", "drone", "* -zzyzx", "drone OR army"}) {
                const SearchResult result = searcher.search(request_of(query));
                if (query[0] == '*' && result.total != result.documents) ++wrong;
                if (!result.hits.empty() && result.hits.front().rank != 1) ++wrong;
            }
    };
    std::thread one(ask);
    std::thread other(ask);
    for (std::size_t commit = 1; commit < 6; ++commit) write(commit * 20);
    stop = true;
    one.join();
    other.join();
    CHECK(wrong == 0);
    Searcher last(index.path());
    CHECK(last.search(request_of("*")).total == 120);
}
