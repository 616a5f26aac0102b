#include "schema/document.h"
#include "schema/error.h"
#include "searcher/monitor.h"
#include "searcher/parse.h"
#include "searcher/presearcher.h"
#include "tests/searcher/fixture.h"
#include "tests/searcher/monitor_comparison.h"
#include "tests/searcher/random.h"
#include "tests/searcher/standing_queries.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <thread>
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

std::vector<Article> random_articles(std::size_t count) {
    Dice dice(20250710);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < count; ++i) articles.push_back(random_article(dice, i));
    return articles;
}

// Random queries that parse.
std::vector<Node> random_standing(const std::vector<Article>& articles, std::size_t count) {
    StandingQueries queries(articles, 7);
    std::vector<Node> roots;
    while (roots.size() < count) {
        try {
            roots.push_back(parsed(queries.next()));
        } catch (const Error&) { // refused
        }
    }
    return roots;
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
    const std::vector<Article> articles = random_articles(100);
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

TEST_CASE("a monitor whose queries changed answers as one that never had others", "[monitor]") {
    const std::vector<Article> articles = random_articles(60);
    const std::vector<Node> roots = random_standing(articles, 900);
    MonitorOptions options;
    options.languages = {"en", "fr", "ru", "ar", "uk", "zh"};
    Monitor changed(options);
    Monitor fresh(options);
    Dice dice(3);
    std::vector<const Node*> now(300, nullptr);
    for (int step = 0; step < 3000; ++step) {
        const std::size_t id = dice.below(now.size());
        if (now[id] != nullptr && dice.one_in(3)) {
            REQUIRE(changed.remove(id));
            now[id] = nullptr;
        } else {
            now[id] = &roots[dice.below(roots.size())];
            changed.add(id, *now[id]);
        }
    }
    for (std::size_t id = 0; id < now.size(); ++id)
        if (now[id] != nullptr) fresh.add(id, *now[id]);
    REQUIRE(changed.size() == fresh.size());
    REQUIRE(changed.unkeyed() == fresh.unkeyed());
    for (const Article& article : articles) {
        const ArticleTerms terms = terms_of(article);
        REQUIRE(changed.match(terms) == fresh.match(terms));
    }
}

TEST_CASE("terms and trees go with their last query", "[monitor]") {
    const std::vector<Node> roots = random_standing(random_articles(30), 500);
    const MonitorOptions options;
    StandingTrees trees(options);
    Presearcher presearcher(trees);
    const auto add_and_drop = [&] {
        std::vector<TreeRef> refs;
        for (const Node& root : roots) refs.push_back(trees.add(root));
        for (const Node& root : roots) {
            const TreeRef again = trees.add(root);
            const auto keys = presearcher.keys_of(again);
            if (keys) presearcher.drop(keys->terms);
            trees.drop(again);
        }
        CHECK(trees.terms() > 100);
        CHECK(trees.trees() > 100);
        for (const TreeRef ref : refs) trees.drop(ref);
        CHECK(trees.terms() == 0);
        CHECK(trees.trees() == 0);
    };
    add_and_drop();
    const std::size_t memory = trees.memory();
    for (int again = 0; again < 5; ++again) add_and_drop();
    CHECK(trees.memory() < 2 * memory + 10'000);
}

TEST_CASE("a query waits at the rarest terms that it needs", "[monitor]") {
    struct Row {
        const char* query;
        const char* keys; // parted by spaces; "-": any article may match
    };
    MonitorOptions options;
    options.term_share = [](std::string_view term) {
        if (term == "Zrare" || term == "rare") return 0.001;
        if (term == "Zodd" || term == "odd") return 0.01;
        return term.starts_with("XR:") ? 0.05 : 0.3;
    };
    StandingTrees trees(options);
    Presearcher presearcher(trees);
    for (const auto& [query, expected] : std::vector<Row>{
             {"common rare odd", "Zrare"},
             {"common region:ukraine", "XR:ukraine"},
             {"rare region:ukraine", "Zrare"},
             {"rare OR odd", "Zodd Zrare"},
             {"(rare OR odd) region:ukraine", "Zodd Zrare"},
             {"(rare OR common) region:ukraine", "XR:ukraine"},
             {"common -rare", "Zcommon"},
             {"-rare", "-"},
             {"rare OR -odd", "-"},
             {"-(common -rare)", "-"},
             {"-(-common OR -rare)", "Zrare"},
             {"\"common rare\"", "rare"},
             {"date:2025-07-03..2025-07-04", "XD:2025-07-03 XD:2025-07-04"},
             {"date:2025-07..", "-"},
             {"date:2025-07.. rare", "Zrare"},
             {"*", "-"},
             {"the", "Zthe"},
             {"the rare", "Zrare"},
         }) {
        INFO(query);
        const auto keys = presearcher.keys_of(trees.add(parsed(query)));
        std::vector<std::string> terms;
        if (keys)
            for (const std::uint32_t term : keys->terms) terms.emplace_back(trees.term(term));
        std::sort(terms.begin(), terms.end());
        std::string joined = keys ? "" : "-";
        for (const std::string& term : terms) joined += (joined.empty() ? "" : " ") + term;
        CHECK(joined == expected);
    }
}

TEST_CASE("standing queries that any article may match are bounded", "[monitor]") {
    MonitorOptions options;
    options.most_unkeyed = 2;
    Monitor monitor(options);
    monitor.add(1, parsed("-odesa"));
    monitor.add(2, parsed("-odesa")); // the same once more
    monitor.add(3, parsed("-sumy"));
    CHECK_THROWS_AS(monitor.add(4, parsed("-kyiv")), Error);
    CHECK(monitor.size() == 3);
    monitor.add(3, parsed("-kyiv"));
    CHECK_THROWS_AS(monitor.add(1, parsed("killed:..5 OR -sumy")), Error);
    CHECK(monitor.match(terms_of(report())) == std::vector<std::uint64_t>{1, 2, 3});
}

TEST_CASE("threads may match at once", "[monitor]") {
    const std::vector<Article> articles = random_articles(20);
    Monitor monitor;
    std::uint64_t id = 0;
    for (const Node& root : random_standing(articles, 300)) monitor.add(++id, root);
    std::vector<ArticleTerms> terms;
    std::vector<std::vector<std::uint64_t>> alone;
    for (const Article& article : articles) {
        terms.push_back(terms_of(article));
        alone.push_back(monitor.match(terms.back()));
    }
    std::vector<std::vector<std::uint64_t>> together(articles.size());
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (std::size_t a = t; a < terms.size(); a += 4) together[a] = monitor.match(terms[a]);
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(together == alone);
}
