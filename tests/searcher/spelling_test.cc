// A better spelling, where little is found.

#include "searcher/spelling.h"

#include "tests/searcher/fixture.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

std::vector<Article> corpus() {
    return {
        article("a1", "Ceasefire holds in Lebanon",
                "The ceasefire between Israel and Hezbollah held."),
        article("a2", "Ceasefire talks", "Negotiators spoke of a ceasefire and of hostages."),
        article("a3", "Припинення вогню", "Безпілотники атакували енергетику.", {}, {}, "uk"),
        article("a4", "Cease-fire", "Artillery shelled the crossing at Kupiansk."),
    };
}

struct Row {
    const char* query;
    const char* suggestion;
};

} // namespace

TEST_CASE("a word that the index does not have is put right where one is near") {
    TemporaryDirectory directory;
    write_index(directory.path() / "index", corpus());
    Searcher searcher(directory.path() / "index");
    const Row rows[] = {
        {"ceasfire", "ceasefire"},
        {"Ceasfire", "ceasefire"},
        {"hezbolah ceasfire", "hezbollah ceasefire"},
        {"\"ceasfire talks\"", "\"ceasefire talks\""},
        {"title:ceasfire", "title:ceasefire"},
        {"artilery -ceasefire", "artillery -ceasefire"},
        {"Безпілтники", "безпілотники"},
        {"kupainsk", "kupiansk"},    // two letters swapped
        {"negotiator zzyzx", ""},    // an inflection is known; nothing is near the other
        {"cef", ""},                 // too short to tell
        {"ceasefire -hostagez", ""}, // what is left out may be spelled as one likes
        {"region:atlantis", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.query);
        SearchRequest request;
        request.query = row.query;
        CHECK(searcher.search(request).suggestion == row.suggestion);
    }
}

TEST_CASE("nothing is suggested where enough is found, or no hits are wanted") {
    TemporaryDirectory directory;
    write_index(directory.path() / "index", corpus());
    Searcher searcher(directory.path() / "index");
    SearchRequest request;
    request.query = "ceasfire OR the OR of OR at";
    CHECK(searcher.search(request).total == 3);
    CHECK(searcher.search(request).suggestion.empty());
    request.query = "ceasfire";
    request.limit = 0;
    CHECK(searcher.search(request).suggestion.empty());
}

TEST_CASE("letters are off by what must be changed, put in, left out or swapped") {
    CHECK(letters_off("kyiv", "kyiv", 2) == 0);
    CHECK(letters_off("kyiv", "kiyv", 2) == 1);
    CHECK(letters_off("kyiv", "kiev", 2) == 2);
    CHECK(letters_off("kyiv", "kyivs", 2) == 1);
    CHECK(letters_off("київ", "киів", 2) == 1); // letters, not bytes
    CHECK(letters_off("kyiv", "kharkiv", 2) == 3);
    CHECK(letters_off("", "abc", 2) == 3);
    CHECK(letters_off(std::string(500, 'a'), std::string(500, 'a') + "b", 2) == 0); // cut
}
