// Reports of one event end in one story, those of another do not.

#include "tests/searcher/fixture.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;

namespace {

// Four events, two of them in one war in the same week.
std::vector<Article> corpus() {
    return {
        article("dam1", "Dam bursts above Derna after storm, thousands missing",
                "Two dams above the Libyan city of Derna burst on Sunday night after storm Daniel, "
                "sweeping whole quarters into the sea. The Red Crescent said ten thousand people "
                "were missing in the flood.",
                "2023-09-12", "Wire One"),
        article("dam2", "Libya flood: Derna buries its dead in mass graves",
                "Bodies washed ashore in Derna, eastern Libya, where floods caused by storm Daniel "
                "broke two dams. Officials in Derna said more than five thousand were dead and "
                "that as many again are missing.",
                "2023-09-13", "Paper Two"),
        article(
            "dam3", "Rescuers reach Derna as flood toll climbs in Libya",
            "Rescue teams from Egypt and Turkey arrived in flooded Derna. Storm Daniel broke the "
            "dams of the Wadi Derna on the Libyan coast; the Red Crescent counts thousands of "
            "missing.",
            "2023-09-14", "Wire One"),
        article("kyiv1", "Missile strike on children's hospital in Kyiv",
                "A Russian missile hit the Okhmatdyt children's hospital in Kyiv on Monday morning "
                "while doctors were operating. Rescuers searched the rubble of the toxicology ward "
                "of the hospital for survivors.",
                "2024-07-08", "Wire One"),
        article("kyiv2", "Okhmatdyt hospital hit in wave of Russian missiles on Kyiv",
                "Doctors and volunteers cleared rubble at Okhmatdyt, Ukraine's largest children's "
                "hospital, after a missile strike. Kyiv's mayor said two died in the hospital's "
                "toxicology building.",
                "2024-07-09", "Paper Two"),
        article("front1", "Russian troops enter village near Pokrovsk",
                "Russian infantry entered the village of Prohres northwest of Avdiivka and pushed "
                "on towards Pokrovsk, a road hub in Donetsk region, the army's general staff said. "
                "Artillery duels went on along the railway.",
                "2024-07-09", "Wire One"),
        article("front2", "Prohres falls as Pokrovsk front buckles",
                "The village of Prohres on the railway to Pokrovsk is in Russian hands, analysts "
                "said. Ukrainian brigades in Donetsk region withdrew from Prohres under artillery "
                "fire.",
                "2024-07-10", "Paper Two"),
        article("talks", "Sudan talks open in Geneva without the army",
                "Mediators of the United States opened talks on Sudan in Geneva. The Rapid Support "
                "Forces sent a delegation, the Sudanese army stayed away from the table.",
                "2024-08-14", "Wire One"),
    };
}

const Groups expected{
    {"dam1", "dam2", "dam3"}, {"kyiv1", "kyiv2"}, {"front1", "front2"}, {"talks"}};

} // namespace

TEST_CASE("reports of one event are one story, in any order and any batches") {
    std::mt19937 random(7);
    for (int run = 0; run < 20; ++run) {
        std::vector<Article> articles = corpus();
        std::shuffle(articles.begin(), articles.end(), random);
        const TemporaryDirectory index;
        write_index(index.path(), articles, random() % (articles.size() + 1));
        Searcher searcher(index.path());
        CHECK(groups_of(searcher, FieldId::story) == expected);
    }
}

TEST_CASE("a report in another language joins its story through who and where") {
    std::vector<Article> articles = corpus();
    articles.push_back(article("uk", "Ракетний удар по лікарні Охматдит у Києві",
                               "Російська ракета влучила в дитячу лікарню Охматдит у Києві. "
                               "Рятувальники розбирають завали токсикологічного корпусу лікарні.",
                               "2024-07-08", "Газета", "uk"));
    articles.push_back(article("ru", "Ракетный удар по больнице Охматдет в Киеве",
                               "Ракета попала в детскую больницу Охматдет в Киеве. Спасатели "
                               "разбирают завалы токсикологического корпуса больницы.",
                               "2024-07-08", "Сайт", "ru"));
    const TemporaryDirectory index;
    write_index(index.path(), articles, 3);
    Searcher searcher(index.path());
    const Groups found = groups_of(searcher, FieldId::story);
    CHECK(found.contains({"dam1", "dam2", "dam3"}));
    // Each alone or with its event: never with the front.
    for (const std::set<std::string>& story : found)
        if (story.contains("front1")) CHECK(story == std::set<std::string>{"front1", "front2"});
}

TEST_CASE("of the reports of a story one is a hit, and all count as one") {
    const TemporaryDirectory index;
    std::vector<Article> articles = corpus();
    Article copy = articles[0];
    copy.id = "dam1copy";
    copy.source = "Site Three";
    articles.push_back(copy);
    write_index(index.path(), articles, 4);
    Searcher slots(index.path());
    Searcher columns(index.path());
    columns.load_columns();
    for (Searcher* searcher : {&slots, &columns}) {
        SearchRequest request;
        request.query = "*";
        request.collapse = Collapse::story;
        request.facets = {{FieldId::source, 0}};
        const SearchResult result = searcher->search(request);
        CHECK(result.total == 4);
        CHECK(result.articles == 9);
        CHECK(result.hits.size() == 4);
        for (const FacetValue& value : result.facets.at(0).values)
            CHECK(value.count == (value.name == "Wire One"    ? 4
                                  : value.name == "Paper Two" ? 3
                                                              : 1));
        request.query = "derna";
        const Hit hit = searcher->search(request).hits.at(0);
        CHECK(hit.story.articles == 4);
        CHECK(hit.story.reports == 3); // a copy is not a second report
        CHECK(hit.story.sources == 3);
        SearchRequest story;
        story.query = "story:" + hit.story.id;
        CHECK(searcher->search(story).total == 4);
    }
}

TEST_CASE("what most sources report comes first, then the newest") {
    const TemporaryDirectory index;
    write_index(index.path(), corpus(), 5);
    Searcher slots(index.path());
    Searcher columns(index.path());
    columns.load_columns();
    for (Searcher* searcher : {&slots, &columns}) {
        SearchRequest request;
        request.query = "*";
        request.sort = Sort::sources;
        CHECK(ids_of(searcher->search(request)) ==
              "front2 front1 kyiv2 kyiv1 dam3 dam2 dam1 talks");
        request.collapse = Collapse::story;
        CHECK(ids_of(searcher->search(request)) == "front2 kyiv2 dam3 talks");
        request.as_of = "2100"; // the same of a moment
        CHECK(ids_of(searcher->search(request)) == "front2 kyiv2 dam3 talks");
        request.as_of.reset();
        request.offset = 1;
        request.limit = 2;
        CHECK(ids_of(searcher->search(request)) == "kyiv2 dam3");
    }
}

TEST_CASE("a report that arrives later joins the story that is there, under its id") {
    const TemporaryDirectory index;
    std::vector<Article> articles = corpus();
    write_index(index.path(), {articles[0], articles[1]});
    Searcher searcher(index.path());
    SearchRequest request;
    request.query = "derna";
    const std::string id = searcher.search(request).hits.at(0).story.id;
    write_index(index.path(), {articles[2]});
    for (const Hit& hit : searcher.search(request).hits) {
        CHECK(hit.story.id == id);
        CHECK(hit.story.reports == 3);
    }
}

TEST_CASE("a report corrected to be of another event leaves its story, which keeps its id") {
    std::vector<Article> articles = corpus();
    const TemporaryDirectory index;
    write_index(index.path(), {articles[0], articles[1], articles[2]}, 1);
    Article other = articles[5]; // of the front
    other.id = "dam1";
    write_index(index.path(), {other});
    Searcher searcher(index.path());
    CHECK(groups_of(searcher, FieldId::story) == Groups{{"dam1"}, {"dam2", "dam3"}});
    SearchRequest request;
    request.query = "story:" + group_id("dam1");
    CHECK(searcher.search(request).total == 2);
    // As it was then, it is found there too.
    request.query += " versions:all";
    CHECK(searcher.search(request).total == 3);
    write_index(index.path(), {articles[6]});
    CHECK(groups_of(searcher, FieldId::story) == Groups{{"dam1", "front2"}, {"dam2", "dam3"}});
}
