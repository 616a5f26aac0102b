#include "schema/document.h"
#include "searcher/monitor.h"
#include "searcher/parse.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/monitor_comparison.h"
#include "tests/searcher/random.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace sitrep;
using namespace sitrep::test;

namespace {

const Day today_here = day_from_civil(2025, 7, 9);

Node parsed(std::string_view query) {
    return parse_query(query, Gazetteer::builtin(), today_here).root;
}

ArticleTerms terms_of(const Article& article) {
    ArticleTokens tokens;
    tokens.analyse(article);
    return ArticleTerms(DocumentBuilder(Gazetteer::builtin()).build(article, tokens));
}

// A report with a bit of everything.
Article report() {
    Article a = article("a1", "Drone strikes hit Kharkiv",
                        "Three T-72 tanks burned. The armies fell back from the front line.\n\n"
                        "Hezbollah said nothing.",
                        "2025-07-04", "Clash Report");
    Mention kharkiv;
    kharkiv.entity = "kharkiv";
    kharkiv.about = true;
    Mention hezbollah;
    hezbollah.entity = "hezbollah";
    hezbollah.is_actor = true;
    hezbollah.about = true;
    a.mentions = {kharkiv, hezbollah};
    a.events = {{"drone attack", {}}};
    a.killed = Casualties{3, 5, "", {}};
    const Day day = day_from_civil(2025, 7, 3);
    a.happened = {{{day, day}, Precision::day, false, {}}};
    return a;
}

struct Case {
    const char* query;
    bool matches;
};

// clang-format off
constexpr Case cases[] = {
    {"*", true},
    {"drone", true},
    {"drones", true},
    {"strike kharkiv", true},
    {"strike odesa", false},
    {"the", true},
    {"a", false},           // alone it is required
    {"a drone", true},      // beside a word it is not
    {"+a drone", false},
    {"odesa OR tank", true},
    {"odesa OR sumy", false},
    {"drone -odesa", true},
    {"drone -tank", false},
    {"-odesa", true},
    {"-tank", false},
    {"-(tank odesa)", true},
    {"odesa OR -sumy", true},
    {"\"drone strikes\"", true},
    {"\"drone strike\"", false},
    {"\"strikes drone\"", false},
    {"\"strikes kharkiv\"~1", true},
    {"\"line hezbollah\"~90", false},   // a paragraph between
    {"\"kharkiv three\"", false},       // title and text
    {"drones NEAR/2 kharkiv", false},
    {"drones NEAR/3 kharkiv", true},
    {"kharkiv NEAR/3 drones", true},
    {"army NEAR/2 the", true},
    {"strike NEAR/5 strike", false},    // needs two
    {"kha*", true},
    {"kho*", false},
    {"T-72", true},
    {"t72", true},
    {"\"t 72\"", true},
    {"title:strikes", true},
    {"title:tanks", false},
    {"title:\"hit kharkiv\"", true},
    {"title:(drone NEAR/2 hit)", true},
    {"title:(drone NEAR/2 burned)", false},
    {"title:kha*", true},
    {"title:tan*", false},
    {"region:kharkiv", true},
    {"region:ukraine", true},
    {"region:=ukraine", false},
    {"region:=kharkiv", true},
    {"region:sudan", false},
    {"actor:hezbollah", true},
    {"actor:=hezbollah", true},
    {"mentions:hezbollah", true},
    {"actor:hamas OR actor:hezbollah", true},
    {"event:\"drone attack\"", true},
    {"event:shelling", false},
    {"source:\"clash report\"", true},
    {"source:reuters", false},
    {"lang:en -source:reuters", true},
    {"date:2025-07-04", true},
    {"date:2025-07", true},
    {"date:2025-07-01..2025-07-03", false},
    {"date:2025-07-05..", false},
    {"date:..2025-07-04", true},
    {"date:>2020", true},
    {"happened:2025-07-03", true},
    {"happened:2025-07-04", false},
    {"killed:5..", true},
    {"killed:6..", false},
    {"killed:..3", true},
    {"killed:..2", false},
    {"killed:4..4", true},
    {"injured:0..", false},
    {"id:a1", true},
    {"id:a2", false},
    {"(drone OR missile) region:ukraine -source:reuters killed:1.. date:2025", true},
};
// clang-format on

} // namespace

TEST_CASE("a standing query matches what a search would find", "[monitor]") {
    const ArticleTerms article = terms_of(report());
    Verifier verifier({"en"});
    Monitor monitor;
    std::vector<std::uint64_t> expected;
    std::uint64_t id = 0;
    for (const Case& each : cases) {
        INFO(each.query);
        const Node query = parsed(each.query);
        CHECK(verifier.matches(query, article) == each.matches);
        monitor.add(++id, query);
        if (each.matches) expected.push_back(id);
    }
    CHECK(monitor.size() == id);
    CHECK(monitor.match(article) == expected);
}

TEST_CASE("a match says which clauses it met", "[monitor]") {
    struct Row {
        std::string query;
        std::string clauses; // parted by " | "
    };
    const ArticleTerms article = terms_of(report());
    const Monitor monitor;
    for (const auto& [query, clauses] : std::vector<Row>{
             {"drone region:ukraine", "drone | region:ukraine"},
             {"(odesa OR tanks) -sumy", "tanks"},
             {"(odesa kharkiv) OR \"hit kharkiv\"", "\"hit kharkiv\""},
             {"-odesa", "-odesa"},
             {"odesa", ""},
             {"drones NEAR/3 kharkiv killed:5..", "drones NEAR/3 kharkiv | killed:5.."},
         }) {
        std::string met;
        for (const MatchedClause& clause : monitor.why(parsed(query), article)) {
            met += (met.empty() ? "" : " | ") + clause.clause;
            CHECK(clause.span.end > clause.span.begin);
            CHECK(clause.span.end <= query.size());
        }
        INFO(query);
        CHECK(met == clauses);
    }
}

TEST_CASE("standing queries come and go", "[monitor]") {
    const ArticleTerms article = terms_of(report());
    Monitor monitor;
    monitor.add(7, parsed("drone"));
    monitor.add(3, parsed("drone"));
    monitor.add(5, parsed("odesa"));
    CHECK(monitor.match(article) == std::vector<std::uint64_t>{3, 7});
    monitor.add(5, parsed("kharkiv")); // in its place
    CHECK(monitor.size() == 3);
    CHECK(monitor.match(article) == std::vector<std::uint64_t>{3, 5, 7});
    CHECK(monitor.remove(3));
    CHECK_FALSE(monitor.remove(3));
    CHECK(monitor.match(article) == std::vector<std::uint64_t>{5, 7});
    CHECK(monitor.remove(7));
    CHECK(monitor.remove(5));
    CHECK(monitor.size() == 0);
    CHECK(monitor.match(article).empty());
}

TEST_CASE("random standing queries match what the search finds", "[monitor]") {
    Dice dice(20250710);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < 100; ++i) articles.push_back(random_article(dice, i));
    ComparisonOptions options;
    options.queries = 600;
    options.a_shard = 40;
    options.restricted_every = 100;
    const Comparison found = compare_monitor(articles, options);
    for (const std::string& difference : found.differences) UNSCOPED_INFO(difference);
    CHECK(found.different == 0);
    CHECK(found.articles == 100);
    CHECK(found.matches > 5000);
    CHECK(found.restricted > 100);
}
