// What names stand for: regions and actors of the built-in gazetteer.

#include "tests/schema/gazetteer_fixture.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace sitrep;
using namespace sitrep::test;

namespace {

struct Row {
    std::string_view text;
    std::string_view expect;
};

// The likeliest region of a name.
const Row likeliest[] = {
    // A town in many scripts, any case, with and without diacritics.
    {"Kyiv", "kyiv"},
    {"KYIV", "kyiv"},
    {"Київ", "kyiv"},
    {"київ", "kyiv"},
    {"Киев", "kyiv"},
    {"كييف", "kyiv"},
    {"Kijów", "kyiv"},
    {"kijow", "kyiv"},
    {"Kyiw", "kyiv"},
    {"Харків", "kharkiv"},
    {"Харьков", "kharkiv"},
    {"Charków", "kharkiv"},
    {"Москва", "moscow"},
    {"莫斯科", "moscow"},
    {"Moskau", "moscow"},
    {"Mosca", "moscow"},
    {"חיפה", "haifa"},
    {"תל אביב", "tel-aviv"},
    {"بغداد", "baghdad"},
    {"Bağdat", "baghdad"},
    {"دمشق", "damascus"},
    {"कीव", "kyiv"},
    {"キエフ", "kyiv"},
    {"東京", "tokyo"},
    {"서울", "seoul"},
    {"Αθήνα", "athens"},
    {"Mogadishu", "mogadishu"},
    {"Muqdisho", "mogadishu"},
    // Countries.
    {"Ukraine", "ukraine"},
    {"Україна", "ukraine"},
    {"Украина", "ukraine"},
    {"Ucrania", "ukraine"},
    {"Ukraina", "ukraine"},
    {"乌克兰", "ukraine"},
    {"烏克蘭", "ukraine"},
    {"ウクライナ", "ukraine"},
    {"우크라이나", "ukraine"},
    {"यूक्रेन", "ukraine"},
    {"أوكرانيا", "ukraine"},
    {"اوكرانيا", "ukraine"},
    {"אוקראינה", "ukraine"},
    {"اوکراین", "ukraine"},
    {"Deutschland", "germany"},
    {"Österreich", "austria"},
    {"Autriche", "austria"},
    {"Soudan du Sud", "south-sudan"},
    {"Sudan", "sudan"},
    {"Schweiz", "switzerland"},
    // A country before a state of that name, a state before small towns.
    {"Georgia", "georgia"},
    {"Mexico", "mexico"},
    {"California", "california"},
    {"Delaware", "delaware"},
    {"Washington state", "washington-state"},
    // Codes.
    {"UA", "ukraine"},
    {"ua", "ukraine"},
    {"UKR", "ukraine"},
    {"UA-63", "kharkiv-oblast"},
    {"US-CA", "california"},
    // Ids, also where another entity bears the name.
    {"south-sudan", "south-sudan"},
    {"kharkiv-oblast", "kharkiv-oblast"},
    // Divisions.
    {"Kharkiv Oblast", "kharkiv-oblast"},
    {"Kharkiv region", "kharkiv-oblast"},
    {"Харківська область", "kharkiv-oblast"},
    {"Харьковская область", "kharkiv-oblast"},
    {"Kharkivska oblast", "kharkiv-oblast"},
    {"Texas", "texas"},
    {"Teksas", "texas"},
    {"Тexas", ""}, // its T is Cyrillic
    {"Khyber Pakhtunkhwa", "khyber-pakhtunkhwa"},
    // Nothing.
    {"", ""},
    {"qwertzuiop", ""},
    {"the", ""},
    {"...", ""},
    {"Kyiv Kyiv", ""},
};

} // namespace

TEST_CASE("a name in any script and case resolves to its region") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    for (const Row& row : likeliest) {
        const std::string all = regions(gazetteer, row.text);
        INFO(row.text << " -> " << all);
        CHECK(all.substr(0, all.find(' ')) == row.expect);
    }
}

TEST_CASE("a town and the division of its name are both meant") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    CHECK(regions(gazetteer, "Kharkiv").starts_with("kharkiv kharkiv-oblast"));
    CHECK(regions(gazetteer, "New York").starts_with("new-york new-york-state"));
    const auto town = gazetteer.find(EntityKind::region, "kharkiv");
    REQUIRE(town);
    CHECK(ids(gazetteer, gazetteer.ancestors(town->index)).starts_with("kharkiv-oblast ukraine"));
}

TEST_CASE("towns know their country, division, people and position") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    const auto kyiv = gazetteer.find(EntityKind::region, "kyiv");
    REQUIRE(kyiv);
    CHECK(kyiv->name == "Kyiv");
    CHECK(kyiv->type == EntityType::place);
    CHECK(kyiv->country == "UA");
    CHECK(kyiv->population > 2'000'000);
    CHECK(kyiv->latitude == Approx(50.45).margin(0.1));
    CHECK(kyiv->longitude == Approx(30.52).margin(0.1));
    REQUIRE(kyiv->parent != no_entity);
    CHECK(gazetteer.entity(kyiv->parent).country == "UA");
    CHECK(has_word(ids(gazetteer, gazetteer.ancestors(kyiv->index)), "ukraine"));
    if (gazetteer.find(EntityKind::region, "europe"))
        CHECK(has_word(ids(gazetteer, gazetteer.ancestors(kyiv->index)), "europe"));
}

TEST_CASE("nearly every town of a country lies in one of its divisions") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    constexpr std::string_view countries = "UA RU SY IQ AF YE SD IL LB ET SO NG ML CD MM PK IN CO "
                                           "MX SV PE TR IR LY ";
    std::size_t towns = 0;
    std::size_t linked = 0;
    for (EntityIndex i = 0; i < gazetteer.size(); ++i) {
        const Entity entity = gazetteer.entity(i);
        if (entity.type != EntityType::place || entity.country.empty() ||
            countries.find(std::string(entity.country) + " ") == std::string_view::npos)
            continue;
        ++towns;
        linked += entity.parent != no_entity &&
                  gazetteer.entity(entity.parent).type != EntityType::country;
    }
    CHECK(towns > 5000);
    CHECK(linked * 100 >= towns * 99);
}

TEST_CASE("every country has a state of the same id and names") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    std::size_t countries = 0;
    for (EntityIndex i = 0; i < gazetteer.size(); ++i) {
        const Entity country = gazetteer.entity(i);
        if (country.type != EntityType::country) continue;
        ++countries;
        const auto state = gazetteer.find(EntityKind::actor, country.id);
        INFO(country.id);
        REQUIRE(state);
        CHECK(state->type == EntityType::state);
    }
    CHECK(countries > 90);
    CHECK(has_word(actors(gazetteer, "Україна"), "ukraine"));
}

TEST_CASE("ids are unique within their kind and found again") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    REQUIRE(gazetteer.size() > 25'000);
    for (EntityIndex i = 0; i < gazetteer.size(); ++i) {
        const Entity entity = gazetteer.entity(i);
        const auto found = gazetteer.find(entity.kind, entity.id);
        REQUIRE(found);
        if (found->index != i) FAIL_CHECK("twice: " << entity.id);
    }
    CHECK_FALSE(gazetteer.find(EntityKind::region, "no-such-place"));
    CHECK_FALSE(gazetteer.find(EntityKind::region, ""));
}

TEST_CASE("prefixes complete to names, the likeliest first") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    CHECK(has_word(ids(gazetteer, gazetteer.complete(EntityKind::region, "ukr", 5)), "ukraine"));
    CHECK(ids(gazetteer, gazetteer.complete(EntityKind::region, "Khark", 1)) == "kharkiv");
    CHECK(has_word(ids(gazetteer, gazetteer.complete(EntityKind::region, "хар", 20)), "kharkiv"));
    CHECK(gazetteer.complete(EntityKind::region, "a", 10).size() == 10);
    CHECK(gazetteer.complete(EntityKind::region, "", 10).empty());
    CHECK(gazetteer.complete(EntityKind::region, "zzzzzz", 10).empty());
    CHECK(gazetteer.complete(EntityKind::region, "a", 0).empty());
    if (gazetteer.find(EntityKind::actor, "hezbollah"))
        CHECK(
            has_word(ids(gazetteer, gazetteer.complete(EntityKind::actor, "hez", 5)), "hezbollah"));
    const Overlaid own("hezzolah\tHezzolah\tarmed-group\n");
    CHECK(has_word(ids(own.gazetteer, own.gazetteer.complete(EntityKind::actor, "hezzo", 5)),
                   "hezzolah"));
}

TEST_CASE("Latin spellings of Slavic names are one in queries", "[gazetteer]") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    struct Spelling {
        const char* query;
        const char* id; // among those found
    };
    for (const Spelling& row : {
             Spelling{"L'viv", "lviv"},
             Spelling{"L'viv", "lviv-oblast"},
             Spelling{"Donets'k", "donetsk"},
             Spelling{"Donets'k", "donetsk-oblast"},
             Spelling{"Khmel'nyts'kyy", "khmelnytskyi"},
             Spelling{"Mykolayiv", "mykolaiv"},
             Spelling{"Vinnytsya", "vinnytsia"},
             Spelling{"Zaporizhzhya", "zaporizhzhia"},
             Spelling{"Luhans’k", "luhansk-oblast"},
             Spelling{"Dnipropetrovs'k", "dnipropetrovsk-oblast"},
             Spelling{"Kyyiv", "kyiv"},
             Spelling{"Kiev City", "kyiv-city"},
             Spelling{"Ivano-Frankivs'k", "ivano-frankivsk-oblast"},
             Spelling{"Voznesens'k", "voznesensk"},
             Spelling{"Yevpatoriya", "yevpatoria"},
             Spelling{"Belgorod", "belgorod"},
         }) {
        const std::string found = " " + regions(gazetteer, row.query) + " ";
        INFO(row.query << " ->" << found);
        CHECK(found.find(" " + std::string(row.id) + " ") != std::string::npos);
    }
    CHECK(regions(gazetteer, "Xq'zz'k") == "");
}
