// The page of a story, and what an answer says of itself so that it can be cited.

#include "tests/server/server_fixture.h"

#include "server/url.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

namespace {

bool has(const std::string& page, const std::string& text) {
    return page.find(text) != page.npos;
}

Article report(const char* id, const char* title, const std::string& text, const char* date,
               const char* source) {
    Article article = make_article(id, title, text, date, source);
    article.lang = "en";
    return article;
}

// A story of three reports from two sources, of which one is an agency's.
std::vector<Article> hospital() {
    const std::string text =
        " A Russian missile hit the Okhmatdyt children's hospital in Kyiv while doctors were "
        "operating. Rescuers searched the rubble of the toxicology ward of the hospital.";
    return {
        report("k1", "Missile strike on Okhmatdyt hospital in Kyiv",
               "Two people were killed." + text, "2024-07-08", "Tide Post"),
        report("k2", "Okhmatdyt hospital in Kyiv hit by Russian missile",
               "KYIV, July 9 (Reuters) - At least five people were killed." + text +
                   " Doctors said so.",
               "2024-07-09", "Lamp <b>Wire</b>"),
        report("k3", "Rescuers leave Okhmatdyt hospital in Kyiv after missile strike",
               "Four people were killed and twelve wounded." + text +
                   " The search has ended there.",
               "2024-07-10", "Tide Post"),
    };
}

} // namespace

TEST_CASE("the page of a story shows its reports in time and the tolls that they gave") {
    TestServer server(hospital());
    const auto hits =
        server.get("/api/v1/search?q=okhmatdyt&collapse=none&sort=oldest").json()["hits"];
    REQUIRE(hits.size() == 3);
    for (const auto& hit : hits) {
        CHECK(hit["story"]["id"] == hits[0]["story"]["id"]);
        CHECK(hit["story"]["articles"] == 3);
        CHECK(hit["story"]["sources"] == 2);
        CHECK(hit["story"]["origins"] == 2);
    }
    CHECK(hits[1]["agencies"].dump() == R"(["reuters"])");
    const std::string id = hits[0]["story"]["id"];
    const auto answer = server.get("/story?id=" + id);
    CHECK(answer.status == 200);
    for (const char* expected : {"2 sources, 2 origins", "2024-07-08 to 2024-07-10", "up from 2",
                                 "down from 5", "lowest 2, highest 5", "<svg", "credits reuters",
                                 "Lamp &lt;b&gt;Wire&lt;/b&gt;", "Injured"}) {
        INFO(expected);
        CHECK(has(answer.body, expected));
    }
    CHECK(!has(answer.body, "<b>Wire"));
    CHECK(has(server.get("/article?id=k1").body, "/story?id=" + id));
    CHECK(has(server.get("/search?q=okhmatdyt&collapse=none").body, "/story?id=" + id));
}

TEST_CASE("the id of a story that is no more says where it went, or that it is gone") {
    TestServer server(hospital());
    const std::string id =
        server.get("/api/v1/search?q=okhmatdyt").json()["hits"][0]["story"]["id"];
    CHECK(server.get("/story?id=0123456789abcdef").status == 404);
    CHECK(server.get("/story?id=%3Cb%3E").status == 400);
    CHECK(server.get("/story").status == 400);
    {
        const std::shared_ptr<const Gazetteer> gazetteer(&Gazetteer::builtin(), [](const auto*) {});
        IndexWriter writer(server.index(), gazetteer, {});
        for (const char* gone : {"k1", "k2", "k3"}) CHECK(writer.remove(gone));
        writer.finish();
    }
    const auto answer = server.get("/story?id=" + id);
    CHECK(answer.status == 410);
    CHECK(has(answer.body, "versions:all"));
}

TEST_CASE("every answer but a page says what it is of, so that it can be had again") {
    TestServer server(hospital());
    const auto json = server.get("/api/v1/search?q=okhmatdyt").json();
    const std::string committed = json["index"]["committed"];
    const std::string revision = json["index"]["revision"].dump();
    for (const char* format : {"jsonl", "csv"}) {
        auto headers =
            server.get("/api/v1/search?q=title:Okhmatdyt&format=" + std::string(format)).headers;
        const auto value = [&](const char* name) { return headers.find(name)->second; };
        REQUIRE(headers.contains("Sitrep-Query"));
        CHECK(value("Sitrep-Query") == "title:Okhmatdyt");
        CHECK(value("Sitrep-Total") == "3");
        CHECK(value("Sitrep-Counts") == "articles");
        CHECK(value("Sitrep-Revision") == revision);
        CHECK(value("Sitrep-Committed") == committed);
        CHECK(!headers.contains("Sitrep-As-Of"));
    }
    const std::string past = "&as_of=" + encode_component(committed);
    auto headers =
        server.get("/api/v1/search?q=%22%D0%BA%D0%B8%D1%97%D0%B2%0d%0aX%22&format=jsonl" + past)
            .headers;
    CHECK(headers.find("Sitrep-As-Of")->second == committed);
    CHECK(headers.find("Sitrep-Query")->second.starts_with("\"київ")); // decoded by the client
    CHECK(!headers.contains("X"));
    CHECK(
        has(server.get("/feed.atom?q=okhmatdyt" + past).body,
            "revision=\"" + revision + "\" committed=\"" + committed + "\" as_of=\"" + committed));
    const auto feed = server.get("/feed.json?q=okhmatdyt").json()["_sitrep"];
    CHECK(feed["query"] == "okhmatdyt");
    CHECK(feed["committed"] == committed);
    CHECK(feed["counts"] == "reports");
}
