#include "enriched.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace sitrep;

namespace {

bool has(const std::vector<Label>& labels, std::string_view id) {
    return std::any_of(labels.begin(), labels.end(), [&](const Label& l) { return l.id == id; });
}

} // namespace

TEST_CASE("words report events by the sentence they stand in") {
    struct Row {
        std::string text;
        std::string lang;
        std::string event;
        bool found;
    };
    const std::vector<Row> rows{
        {"A drone struck a fuel depot.", "en", "drone attack", true},
        {"A drone struck a fuel depot.", "en", "attack", false}, // the parent goes without saying
        {"Floods hit the north and killed five people.", "en", "attack", false},
        {"Teachers' strikes hit the capital.", "en", "labour strike", true},
        {"A missile hit the port.", "en", "missile attack", true},
        {"The bomb killed four people.", "en", "bombing", true},
        {"Thirteen rebels killed in the north", "en", "killing", true},
        {"Thirteen people killed in a flood", "en", "killing", false},
        {"Air defences shot down three drones.", "en", "drone attack", true},
        {"The striker attacked and scored.", "en", "attack", false},
        {"Los guerrilleros atacaron el cuartel.", "es", "attack", true},
        {"Ночью беспилотник ударил по складу.", "ru", "drone attack", true},
        {"Ракетою влучило: обстріл тривав.", "uk", "shelling", true},
        {"Le coup de sifflet final.", "fr", "coup", false},
    };
    for (const Row& row : rows) {
        INFO(row.text << " " << row.event);
        CHECK(has(test::enriched("", row.text, row.lang).events, row.event) == row.found);
    }
}

TEST_CASE("an event has evidence for each place that reports it, up to a bound") {
    const Article twice = test::enriched("", "Shelling at dawn.\n\nThe shelling went on.", "en");
    REQUIRE(twice.events.size() == 1);
    REQUIRE(twice.events[0].evidence.size() == 2);
    CHECK(twice.events[0].evidence[1].begin == 23);
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "shelling and strike, missile ";
    CHECK(test::enriched("", text, "en").events[0].evidence.size() == 64);
}

TEST_CASE("an article reports a war in its days by name, or by places, parties and events") {
    struct Row {
        std::string text;
        std::string date;
        std::string conflict;
        bool found;
    };
    const std::vector<Row> rows{
        {"Russian forces shelled Kharkiv.", "2023-05-04", "russia-ukraine war", true},
        {"Russian forces shelled Kharkiv.", "2013-05-04", "russia-ukraine war", false},
        {"Kharkiv opened a new library.", "2023-05-04", "russia-ukraine war", false},
        {"The war in Ukraine raised prices.", "2023-05-04", "russia-ukraine war", true},
        {"FMLN guerrillas attacked a barracks.", "1984-05-04", "salvadoran civil war", true},
        {"A bomb exploded in Aleppo, Syria.", "2015-05-04", "syrian civil war", true},
        {"A bomb exploded in Lyon, France.", "2015-05-04", "syrian civil war", false},
    };
    for (const Row& row : rows) {
        INFO(row.text << " " << row.date);
        CHECK(has(test::enriched("", row.text, "en", row.date).conflicts, row.conflict) ==
              row.found);
    }
}
