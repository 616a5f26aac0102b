// What the index said before: as_of, versions:all, word diffs.
#include "indexer/index_writer.h"
#include "schema/error.h"
#include "schema/layout.h"
#include "searcher/diff.h"
#include "tests/searcher/fixture.h"
#include "searcher/render.h"
#include "searcher/search.h"
#include "searcher/versions.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::test;

namespace {

std::int64_t committed(const std::filesystem::path& index) {
    return read_layout(index).committed;
}

void add(const std::filesystem::path& index, const std::vector<Article>& articles) {
    write_index(index, articles);
}

std::string found(Searcher& searcher, const std::string& query,
                  std::optional<std::int64_t> as_of = {}) {
    SearchRequest request;
    request.query = query;
    request.limit = 100;
    if (as_of) request.as_of = format_moment(*as_of);
    const SearchResult result = searcher.search(request);
    std::vector<std::string> ids;
    for (const Hit& hit : result.hits)
        ids.push_back(fmt::format("{}v{}{}", hit.article.id, hit.article.version,
                                  hit.article.gone == Gone::no ? "" : "!"));
    std::sort(ids.begin(), ids.end());
    CHECK(result.total == ids.size());
    std::string joined;
    for (const std::string& id : ids) joined += (joined.empty() ? "" : " ") + id;
    return joined;
}

} // namespace

TEST_CASE("as_of shows the index as it stood, versions:all whatever was ever said") {
    const TemporaryDirectory directory;
    const auto index = directory.path() / "db";
    add(index, {article("a", "Blast", "Two people died in Kharkiv.", "2025-07-01"),
                article("b", "Talks", "Talks went on about Kharkiv.", "2025-07-01")});
    const std::int64_t first = committed(index);
    add(index, {article("a", "Blast", "Seven people died in Kharkiv.", "2025-07-01")});
    const std::int64_t second = committed(index);
    {
        IndexWriter writer(index, builtin_gazetteer(), {});
        CHECK(writer.retract("b", "There were no talks."));
        writer.finish();
    }
    const std::int64_t third = committed(index);
    Searcher searcher(index);
    struct {
        std::string query;
        std::optional<std::int64_t> as_of;
        std::string found;
    } const rows[] = {
        {"kharkiv", {}, "av2"},
        {"kharkiv", first - 1, ""},
        {"kharkiv", first, "av1 bv1"},
        {"kharkiv", second - 1, "av1 bv1"},
        {"kharkiv", second, "av2 bv1"},
        {"kharkiv", third, "av2"},
        {"kharkiv", third + 86'400'000'000, "av2"},
        {"two", first, "av1"},
        {"two", second, ""},
        {"\"two people\"", first, "av1"},
        {"two NEAR/2 died", first, "av1"},
        {"two NEAR/2 died", second, ""},
        {"sev*", first, ""},
        {"sev*", second, "av2"},
        {"region:kharkiv -talks", second, "av2"},
        {"*", first, "av1 bv1"},
        {"versions:all kharkiv", {}, "av1 av2 bv1"},
        {"kharkiv versions:all", {}, "av1 av2 bv1"},
        {"two AND versions:all", {}, "av1"},
        {"versions:all", {}, "av1 av2 bv1 bv1!"},
        {"title:talks versions:all", {}, "bv1 bv1!"},
        {"versions:current kharkiv", {}, "av2"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.query, row.as_of);
        CHECK(found(searcher, row.query, row.as_of) == row.found);
    }
}

TEST_CASE("versions: stands at an end of the query, and says all or current") {
    const TemporaryDirectory directory;
    const auto index = directory.path() / "db";
    add(index, {article("a", "Blast", "Two people died.")});
    Searcher searcher(index);
    SearchRequest request;
    for (const char* query : {"two versions:all died", "(versions:all two) died", "-versions:all",
                              "two OR versions:all", "versions:old two", "versions:2 two",
                              "versions:all two versions:all"}) {
        CAPTURE(query);
        request.query = query;
        CHECK_THROWS_AS(searcher.search(request), Error);
    }
    request.query = "two OR died versions:all";
    const std::string parsed = searcher.search(request).query.parsed;
    request.query = parsed;
    CHECK(searcher.search(request).query.parsed == parsed);
    request.as_of = "2025";
    CHECK_THROWS_AS(searcher.search(request), Error); // both at once
    request.query = "two";
    request.as_of = "some day";
    CHECK_THROWS_AS(searcher.search(request), Error);
}

TEST_CASE("moments are read as they are written") {
    struct {
        std::string text;
        std::string moment;
    } const rows[] = {
        {"2025-07-04T12:30:00Z", "2025-07-04T12:30:00.000000Z"},
        {"2025-07-04T12:30:00.25Z", "2025-07-04T12:30:00.250000Z"},
        {"2025-07-04T12:30", "2025-07-04T12:30:00.000000Z"},
        {"2025-07-04 12:30:05+02:00", "2025-07-04T10:30:05.000000Z"},
        {"2025-07-04T23:30:00-0100", "2025-07-05T00:30:00.000000Z"},
        {"2025-07-04", "2025-07-04T00:00:00.000000Z"},
        {"2025-07", "2025-07-01T00:00:00.000000Z"},
        {"2025", "2025-01-01T00:00:00.000000Z"},
        {"1751632200000001", "2025-07-04T12:30:00.000001Z"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(format_moment(parse_moment(row.text)) == row.moment);
        CHECK(parse_moment(row.moment) == parse_moment(row.text));
    }
    for (const char* bad : {"", "T", "2025-13-01T00:00:00Z", "2025-07-04T25:00:00Z",
                            "2025-07-04T12:30:00Zx", "99999999999999999999"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(parse_moment(bad), Error);
    }
}

namespace {

// Articles of few words, so that scores tie and differ; of several sources, some copies.
class Corpus {
  public:
    std::vector<Article> some(std::size_t count) {
        std::vector<Article> list;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string id = fmt::format("n{}", random_() % 60);
            std::string text;
            for (std::size_t w = 3 + random_() % 12; w > 0; --w) text += word() + " ";
            if (random_() % 4 == 0)
                text = "Officials said on Friday that shelling of the market square had killed "
                       "nobody but broken every window in the street " +
                       word();
            list.push_back(article(
                id, word() + " " + word(), text, fmt::format("2025-07-{:02}", 1 + random_() % 9),
                fmt::format("Source {}", random_() % 4), random_() % 5 == 0 ? "fr" : "en"));
        }
        return list;
    }
    std::size_t number(std::size_t below) { return random_() % below; }

  private:
    std::string word() {
        constexpr std::array<const char*, 12> words{"drone",  "drones", "strike", "Kharkiv",
                                                    "Odesa",  "Gaza",   "talks",  "talk",
                                                    "shells", "army",   "Russia", "Ukraine"};
        return words[random_() % words.size()];
    }
    std::mt19937 random_{7};
};

std::string answer(Searcher& searcher, SearchRequest request) {
    request.facets = {{FieldId::region, 0}, {FieldId::source, 0}, {FieldId::date, 0}};
    SearchResult result = searcher.search(request);
    result.took_ms = 0;
    result.revision = 0;
    RenderOptions options;
    options.explain = true;
    return render_json(result, options);
}

} // namespace

TEST_CASE("what as_of answers stays the same whatever comes later") {
    const TemporaryDirectory directory;
    const auto index = directory.path() / "db";
    Corpus corpus;
    for (int i = 0; i < 4; ++i) add(index, corpus.some(20));
    std::vector<SearchRequest> requests;
    for (const char* query : {"drone", "drone OR talks", "\"drone strike\" OR kharkiv",
                              "dro* russia", "*", "region:ukraine", "drone NEAR/3 strike OR army",
                              "date:P400D", "-gaza", "title:drone OR killed"})
        for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest})
            for (const Collapse collapse : {Collapse::none, Collapse::copies}) {
                SearchRequest request;
                request.query = query;
                request.sort = sort;
                request.collapse = collapse;
                request.limit = 30;
                request.as_of = format_moment(committed(index));
                if (sort == Sort::oldest)
                    request.selections = {{FieldId::source, {"Source 1", "Source 2"}, {}}};
                requests.push_back(request);
            }
    std::vector<std::string> before;
    std::uint64_t totals = 0;
    {
        Searcher searcher(index);
        for (const SearchRequest& request : requests) {
            before.push_back(answer(searcher, request));
            totals += searcher.search(request).total;
        }
    }
    REQUIRE(totals > 500); // there is something to compare
    Article bridge = article("bridge", "Кирилиця",
                             "Dronefish dronebirds drones Kharkiv. Officials said on Friday that "
                             "shelling of the market square had killed nobody but broken every "
                             "window in the street drone",
                             "2025-07-03", "Source 9", "uk");
    for (int i = 0; i < 5; ++i) add(index, corpus.some(30));
    add(index, {bridge});
    {
        IndexWriter writer(index, builtin_gazetteer(), {});
        for (int i = 0; i < 30; ++i) {
            if (i % 2 == 0)
                writer.remove(fmt::format("n{}", corpus.number(60)));
            else
                writer.retract(fmt::format("n{}", corpus.number(60)), "wrong");
        }
        writer.finish();
    }
    const auto compare = [&] {
        Searcher searcher(index);
        for (std::size_t i = 0; i < requests.size(); ++i) {
            CAPTURE(requests[i].query, static_cast<int>(requests[i].sort));
            REQUIRE(answer(searcher, requests[i]) == before[i]);
        }
    };
    compare();
    {
        IndexWriter writer(index, builtin_gazetteer(), {});
        writer.compact();
    }
    compare();
    add(index, corpus.some(50));
    compare();
}

TEST_CASE("as of now, an index answers as it does now") {
    const TemporaryDirectory directory;
    const auto index = directory.path() / "db";
    Corpus corpus;
    for (int i = 0; i < 5; ++i) add(index, corpus.some(25));
    const bool columns = GENERATE(false, true);
    Searcher searcher(index);
    if (columns) searcher.load_columns();
    for (const char* query : {"drone", "drone OR talks", "\"drone strike\"", "dro*", "*",
                              "region:ukraine", "army -gaza", "drone NEAR/3 strike"})
        for (const Collapse collapse : {Collapse::none, Collapse::copies, Collapse::story}) {
            CAPTURE(query, static_cast<int>(collapse), columns);
            SearchRequest request;
            request.query = query;
            request.collapse = collapse;
            request.limit = 100;
            request.facets = {{FieldId::region, 0}, {FieldId::source, 0}, {FieldId::date, 0}};
            request.selections = {{FieldId::source, {"Source 0", "Source 1", "Source 3"}, {}}};
            const SearchResult now = searcher.search(request);
            request.as_of = "2100";
            const SearchResult then = searcher.search(request);
            CHECK(then.total == now.total);
            CHECK(then.articles == now.articles);
            CHECK(then.documents == now.documents);
            REQUIRE(then.facets.size() == now.facets.size());
            for (std::size_t f = 0; f < now.facets.size(); ++f) {
                REQUIRE(then.facets[f].values.size() == now.facets[f].values.size());
                for (std::size_t v = 0; v < now.facets[f].values.size(); ++v) {
                    CHECK(then.facets[f].values[v].id == now.facets[f].values[v].id);
                    CHECK(then.facets[f].values[v].count == now.facets[f].values[v].count);
                }
            }
            REQUIRE(then.hits.size() == now.hits.size());
            const bool estimated = std::string(query).find_first_of("*\"") != std::string::npos ||
                                   std::string(query).find("NEAR") != std::string::npos;
            for (std::size_t i = 0; i < now.hits.size() && !estimated; ++i)
                CHECK(then.hits[i].score == Approx(now.hits[i].score));
            for (const Hit& hit : now.hits) {
                const auto same =
                    std::find_if(then.hits.begin(), then.hits.end(), [&](const Hit& other) {
                        return other.article.id == hit.article.id;
                    });
                if (same == then.hits.end()) continue; // another copy of the same report
                CHECK(same->copies.count == hit.copies.count);
                CHECK(same->copies.sources == hit.copies.sources);
                CHECK(same->copies.origins == hit.copies.origins);
                CHECK(same->story.reports == hit.story.reports);
                CHECK(same->story.sources == hit.story.sources);
                CHECK(same->story.origins == hit.story.origins);
            }
        }
}

TEST_CASE("an index that is written meanwhile is seen whole, each version once") {
    const TemporaryDirectory directory;
    const auto index = directory.path() / "db";
    std::vector<Article> first;
    for (int i = 0; i < 50; ++i)
        first.push_back(article(fmt::format("n{}", i), "Title", fmt::format("drone {}", i)));
    add(index, first);
    const std::int64_t moment = committed(index);
    std::thread writer([&] {
        for (int round = 1; round < 8; ++round) {
            std::vector<Article> changed;
            for (int i = 0; i < 50; i += round)
                changed.push_back(article(fmt::format("n{}", i), "Title",
                                          fmt::format("drone {} round {}", i, round)));
            add(index, changed);
        }
    });
    Searcher searcher(index);
    SearchRequest request;
    request.query = "drone";
    request.limit = 0;
    bool whole = true;
    for (int i = 0; i < 60; ++i) {
        request.as_of = format_moment(moment);
        whole = whole && searcher.search(request).total == 50;
        request.as_of = "2100";
        whole = whole && searcher.search(request).total == 50;
    }
    writer.join();
    CHECK(whole);
}

TEST_CASE("the versions of an article tell from when until when each counted") {
    const TemporaryDirectory directory;
    const auto index = directory.path() / "db";
    add(index, {article("a", "Blast", "Two people died in the blast."), article("b", "B", "b")});
    add(index, {article("a", "Blast", "Seven people died in the blast.")});
    {
        IndexWriter writer(index, builtin_gazetteer(), {});
        CHECK(writer.retract("a", "Wrong."));
        writer.finish();
    }
    add(index, {article("a", "Blast", "Nobody died in the blast.")});
    Searcher searcher(index);
    const std::vector<Article> versions = searcher.versions("a");
    REQUIRE(versions.size() == 4);
    const std::vector<std::string> states{"superseded", "superseded", "retracted", "current"};
    for (std::size_t i = 0; i < versions.size(); ++i) {
        CHECK(state_of(versions[i]) == states[i]);
        CHECK(versions[i].superseded == (i + 1 < versions.size() ? versions[i + 1].committed : 0));
    }
    CHECK(versions[0].indexed == versions[3].indexed);
    CHECK(searcher.versions("none").empty());
    const std::string text = render_versions_text(versions, {});
    CHECK(text.find("[-Two -]{+Seven +}") != std::string::npos);
    CHECK(text.find("Reason: Wrong.") != std::string::npos);
    CHECK(render_versions_json(versions).find(
              R"({"change":"removed","text":"Seven people "},{"change":"added","text":"Nobody "})") !=
          std::string::npos);
}

TEST_CASE("a word diff gives both texts back and no more changes than needed") {
    struct {
        std::string before, after, diff;
    } const rows[] = {
        {"", "", ""},
        {"same", "same", "same"},
        {"", "new", "{new}"},
        {"old", "", "[old]"},
        {"two died", "seven died", "[two ]{seven }died"},
        {"two died", "two died, one hurt", "two [died]{died, one hurt}"},
        {"a b c d", "a c d", "a [b ]c d"},
        {"a c d", "a b c d", "a {b }c d"},
        {"Київ сьогодні", "Київ вчора", "Київ [сьогодні]{вчора}"},
    };
    for (const auto& row : rows) {
        std::string diff;
        for (const DiffRun& run : word_diff(row.before, row.after))
            diff += run.change == Change::same      ? run.text
                    : run.change == Change::removed ? "[" + run.text + "]"
                                                    : "{" + run.text + "}";
        CHECK(diff == row.diff);
    }
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        const auto text = [&] {
            std::string words;
            for (std::size_t i = random() % 30; i > 0; --i)
                words += std::string(1, static_cast<char>('a' + random() % 4)) + " ";
            return words;
        };
        const std::string before = text();
        const std::string after = text();
        for (const std::size_t most : {std::size_t{1000}, std::size_t{5}, std::size_t{0}}) {
            std::string a, b;
            for (const DiffRun& run : word_diff(before, after, most)) {
                if (run.change != Change::added) a += run.text;
                if (run.change != Change::removed) b += run.text;
            }
            REQUIRE(a == before);
            REQUIRE(b == after);
        }
    }
}
