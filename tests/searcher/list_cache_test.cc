#include "searcher/list_cache.h"

#include "tests/searcher/fixture.h"
#include "tests/searcher/random.h"

#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// Articles and scores to the last bit, in their order.
std::string answer(Searcher& searcher, const std::string& query, Sort sort) {
    SearchRequest request;
    request.query = query;
    request.sort = sort;
    request.snippets = false;
    request.limit = 30;
    request.facets = {{FieldId::region, 0}};
    const SearchResult result = searcher.search(request);
    std::string text = fmt::format("{}:", result.total);
    for (const Hit& hit : result.hits) text += fmt::format(" {}={:a}", hit.article.id, hit.score);
    for (const FacetValue& value : result.facets.at(0).values)
        text += fmt::format(" {}={}", value.id, value.count);
    return text;
}

Xapian::Database three_words() {
    Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
    for (std::size_t i = 1; i <= 100; ++i) {
        Xapian::Document document;
        for (const char* word : {"drone", "shell", "mine"})
            document.add_term(word, static_cast<Xapian::termcount>(i));
        database.add_document(document);
    }
    return database;
}

} // namespace

TEST_CASE("posting lists in memory change no answer, also after articles were taken out") {
    const TemporaryDirectory index;
    Dice dice(7);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < 200; ++i) articles.push_back(random_article(dice, i));
    write_index(index.path(), articles, 70);
    std::vector<std::string> queries{"*",
                                     "drone",
                                     "drone strike",
                                     "drone OR army -city",
                                     "lang:en region:ukraine",
                                     "army source:reuters"};
    for (int i = 0; i < 40; ++i) queries.push_back(random_query(dice));
    const auto ask_all = [&](Searcher& searcher) {
        std::vector<std::string> answers;
        for (const std::string& query : queries)
            for (const Sort sort : {Sort::relevance, Sort::newest})
                answers.push_back(answer(searcher, query, sort));
        return answers;
    };
    Searcher searcher(index.path());
    searcher.load_columns();
    const std::vector<std::string> without = ask_all(searcher);
    searcher.keep_lists(1 << 20, 1);
    for (int times = 0; times < 3; ++times) CHECK(ask_all(searcher) == without);
    {
        IndexWriter writer(index.path(), builtin_gazetteer(), {});
        for (std::size_t i = 3; i < 200; i += 11) writer.remove(fmt::format("a{}", i));
        writer.finish();
    }
    const std::vector<std::string> with = ask_all(searcher);
    searcher.keep_lists(0);
    CHECK(with == ask_all(searcher));
    CHECK(with != without);
}

TEST_CASE("a posting list is kept when it is asked for again, within a bound") {
    const Xapian::Database database = three_words();
    ListCache cache;
    const auto get = [&](const char* term) { return cache.get(database, "state", term, 100); };
    CHECK(get("drone") == nullptr);
    CHECK(get("drone") == nullptr); // nothing is to be kept yet
    cache.keep(4 * 100 * sizeof(Posting), 101);
    CHECK(get("drone") == nullptr);
    CHECK(get("drone") == nullptr); // too short
    cache.keep(4 * 100 * sizeof(Posting), 100);
    CHECK(get("drone") == nullptr);
    const auto list = get("drone");
    REQUIRE(list != nullptr);
    REQUIRE(list->size() == 100);
    CHECK(list->back().docid == 100);
    CHECK(list->back().wdf == 100);
    CHECK(get("drone") == list);
    CHECK(cache.get(database, "later", "drone", 100) == nullptr); // another state of the shard
    CHECK(cache.bytes() == 100 * sizeof(Posting));
    cache.keep(3 * 100 * sizeof(Posting), 100);
    CHECK(get("shell") == nullptr);
    CHECK(get("shell") == nullptr); // more than a quarter of all
}

TEST_CASE("the posting list that was not asked for longest goes first") {
    const Xapian::Database database = three_words();
    ListCache cache;
    cache.keep(4 * 100 * sizeof(Posting), 100);
    const auto get = [&](const std::string& state, const char* term) {
        return cache.get(database, state, term, 100);
    };
    const auto load = [&](const std::string& state, const char* term) {
        get(state, term);
        REQUIRE(get(state, term) != nullptr);
    };
    for (const char* term : {"drone", "shell", "mine"}) load("a", term);
    load("b", "drone");
    CHECK(cache.bytes() == 4 * 100 * sizeof(Posting));
    CHECK(get("a", "drone") != nullptr);
    load("b", "shell");
    CHECK(cache.bytes() == 4 * 100 * sizeof(Posting));
    CHECK(get("a", "drone") != nullptr);
    CHECK(get("a", "shell") == nullptr);
    cache.keep(0, 100);
    CHECK(cache.bytes() == 0);
}
