#include "enriched.h"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace sitrep;

namespace {

// "5", "3..7", "-".
std::string written(const std::optional<Casualties>& count) {
    if (!count) return "-";
    return count->low == count->high ? fmt::format("{}", count->low)
                                     : fmt::format("{}..{}", count->low, count->high);
}

std::string counts(const Article& article) {
    return written(article.killed) + " " + written(article.injured);
}

} // namespace

TEST_CASE("people killed and injured are counted as reported") {
    struct Row {
        std::string text;
        std::string lang;
        std::string counts; // killed, injured
    };
    const std::vector<Row> rows{
        {"Three soldiers were killed and 11 wounded.", "en", "3 11"},
        {"The shell landed on a queue, killing 4 civilians including two children.", "en", "4 -"},
        {"The raid left 20 dead.", "en", "20 -"},
        {"The death toll rose to 45.", "en", "45 -"},
        {"The death toll rose from 40 to 45 on Friday.", "en", "45 -"},
        {"Two policemen, 14 militants killed in clashes", "en", "16 -"},
        {"Six people, including two children, were killed.", "en", "6 -"},
        {"More than 200 people died in the shelling.", "en", "201..299 -"},
        {"Five to ten fighters were killed.", "en", "5..10 -"},
        {"Between two and three hundred were wounded.", "en", "- 2..300"},
        {"Twenty-five villagers were massacred.", "en", "25 -"},
        {"Hundreds were injured.", "en", "- 200..999"},
        {"A policeman and two bystanders were hurt.", "en", "- 3"},
        {"The gunmen killed three people, and a guard was wounded.", "en", "3 1"},
        {"THREE SUBVERSIVES WERE KILLED AND SEVEN OTHERS WERE WOUNDED.", "en", "3 7"},
        {"5 muertos y 12 heridos en un atentado.", "es", "5 12"},
        {"Погибли двое, еще шестеро ранены.", "ru", "2 6"},
        {"Загинули 3 людини, поранено 8.", "uk", "3 8"},
        {"Внаслідок обстрілу загинула жінка.", "uk", "1 -"},
        {"مقتل 5 أشخاص وإصابة 12 آخرين", "ar", "5 12"},
        {"Zwei Soldaten wurden getötet, drei Zivilisten verletzt.", "de", "2 3"},
        {"Une frappe a tué quatre civils et blessé dix personnes.", "fr", "4 10"},
        // what must give nothing
        {"No one was killed and nobody was hurt.", "en", "- -"},
        {"The plan could have killed 50 people.", "en", "- -"},
        {"The rebels threatened to kill ten hostages.", "en", "- -"},
        {"Rockets destroyed 30 houses.", "en", "- -"},
        {"Troops arrested 40 men in two villages.", "en", "- -"},
        {"He was killed in 1994.", "en", "- -"},
        {"Die 30 Soldaten kamen an.", "de", "- -"},
        {"The wolves killed 14 sheep.", "en", "- -"},
        {"Никто не погиб.", "ru", "- -"},
        {"More than 50,000 people have been killed since the war began.", "en", "- -"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(counts(test::enriched("", row.text, row.lang)) == row.counts);
    }
}

TEST_CASE("of several reports the nearest one counts") {
    struct Row {
        std::string title;
        std::string text;
        std::string counts;
    };
    const std::vector<Row> rows{
        {"Blast kills five", "At least seven people died, doctors said.", "5..7 -"},
        {"Dozens killed in raid", "At least 31 people were killed on Monday.", "31 -"},
        {"", "Four people were killed.\n\nThe toll later rose to six.", "6 -"},
        {"", "Two people were killed on Friday. Some 900 have been killed in the war.", "2 -"},
        {"Talks go on", "They met in Doha.\n\nA strike killed three people.", "3 -"},
    };
    for (const Row& row : rows) {
        INFO(row.title << " | " << row.text);
        CHECK(counts(test::enriched(row.title, row.text, "en")) == row.counts);
    }
}

TEST_CASE("a count says who reports it, and which words") {
    const Article article =
        test::enriched("", "At least five people were killed, the health ministry said.", "en");
    REQUIRE(article.killed);
    CHECK(article.killed->attributed_to == "health ministry");
    REQUIRE(article.killed->evidence.size() == 1);
    CHECK(article.killed->evidence[0].alias == "At least five people were killed");
    CHECK(article.killed->evidence[0].rule == "count");
}

TEST_CASE("casualties of hostile texts take linear time") {
    std::string text;
    for (int i = 0; i < 60'000; ++i) text += "5 killed the of and ";
    CHECK(test::enriched("", text, "en").killed);
}

TEST_CASE("a count is attributed to whoever is named, and to nobody else") {
    struct Row {
        std::string text;
        std::string who;
    };
    const std::vector<Row> rows{
        {"Five people were killed, police have said.", "police"},
        {"Five people were killed, police said today.", "police"},
        {"Five people were killed, President Vladimir Putin said.", "President Vladimir Putin"},
        {"Officials today reported that five people were killed.", "Officials"},
        {"Five people were killed, according to the health ministry.", "health ministry"},
        {"Five people were killed, he said.", ""},
        {"It was officially reported that five people were killed.", ""},
        {"Five people were killed, which they said was too many.", ""},
        {"Five people were killed.", ""},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const Article article = test::enriched("", row.text, "en");
        REQUIRE(article.killed);
        CHECK(article.killed->attributed_to == row.who);
    }
}
