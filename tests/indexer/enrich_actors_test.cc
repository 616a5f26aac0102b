#include "indexer/enrich.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace sitrep;

namespace {

struct Found {
    std::string id;
    std::string rule;
    bool about;
};

std::vector<Found> actors_in(std::string_view title, std::string_view text, std::string_view day) {
    Enricher enricher(Gazetteer::builtin());
    Article article;
    article.title = title;
    article.text = text;
    article.lang = "en";
    article.date = parse_date(day).value_or(PartialDate{});
    ArticleTokens tokens;
    tokens.analyse(article);
    enricher.enrich(article, tokens);
    std::vector<Found> found;
    for (const Mention& mention : article.mentions)
        if (mention.is_actor)
            found.push_back({mention.entity, mention.evidence.front().rule, mention.about});
    return found;
}

const Found* find(const std::vector<Found>& found, std::string_view id) {
    const auto one =
        std::find_if(found.begin(), found.end(), [&](const Found& f) { return f.id == id; });
    return one == found.end() ? nullptr : &*one;
}

struct Case {
    std::string_view text;
    std::string_view actor; // one that must be found; with a '-' must not
    std::string_view rule = {};
    std::string_view day = "2016-05-01";
};

} // namespace

TEST_CASE("a word for a force that is also a town's name is the force") {
    CHECK(find(actors_in("", "Police raided a camp near Nairobi, Kenya.", "2016-05-01"),
               "police-of-kenya") != nullptr);
    CHECK(find(actors_in("POLICE RAID CAMP IN KENYA", "POLICE RAIDED A CAMP.", "2016-05-01"),
               "police-of-kenya") != nullptr);
    CHECK(find(actors_in("", "The ferry from Police in Poland was late.", "2016-05-01"),
               "police-of-poland") == nullptr);
}

TEST_CASE("soldiers of a group are not the country's") {
    const auto found =
        actors_in("", "Soldiers of the FARC blew up a bridge in Colombia.", "1998-05-01");
    CHECK(find(found, "farc") != nullptr);
    CHECK(find(found, "armed-forces-of-colombia") == nullptr);
    CHECK(find(actors_in("", "Soldiers of the 5th Brigade blew up a bridge in Colombia.",
                         "1998-05-01"),
               "armed-forces-of-colombia") != nullptr);
}

TEST_CASE("an abbreviation in capitals stands out of a headline's capitals") {
    CHECK(find(actors_in("Twenty ISIS Loyalists Decimated", "", "2018-09-25"), "islamic-state") !=
          nullptr);
    CHECK(find(actors_in("THIS IS THE END", "", "2018-09-25"), "islamic-state") == nullptr);
    CHECK(find(actors_in("What Is Is What Was", "", "2018-09-25"), "islamic-state") == nullptr);
}

TEST_CASE("factions are insurgents where the sentence reports violence") {
    CHECK(find(actors_in("", "Six fighters of the factions were killed near Idlib.", "2016-05-01"),
               "syrian-insurgents") != nullptr);
    CHECK(find(actors_in("", "The factions met near Idlib.", "2016-05-01"), "syrian-insurgents") ==
          nullptr);
    CHECK(find(actors_in("", "Rival factions of the council clashed in Idlib.", "2016-05-01"),
               "syrian-insurgents") == nullptr);
}

TEST_CASE("an adjective of direction may be written small in a name") {
    CHECK(find(actors_in("", "Regime forces shelled the eastern Ghouta.", "2016-05-01"),
               "armed-forces-of-syria") != nullptr);
}

TEST_CASE("an adjective and a word for a force make a state's force") {
    const auto [text, actor, rule, day] = GENERATE(
        Case{"Iraqi federal policemen ran from the post.", "police-of-iraq", "demonym"},
        Case{"The road was mined by Malian army engineers.", "armed-forces-of-mali"},
        Case{"Chad's special forces crossed the river.", "armed-forces-of-chad", "demonym"},
        Case{"Cinco soldados hondureños murieron en la emboscada.", "armed-forces-of-honduras",
             "demonym"},
        Case{"L'armée tchadienne a repris la ville.", "armed-forces-of-chad"},
        Case{"Die syrische Armee nahm drei Dörfer ein.", "armed-forces-of-syria", "demonym"},
        Case{"Российские дроны ударили по складу.", "armed-forces-of-russia", "demonym"},
        Case{"The army of Niger lost ten men.", "armed-forces-of-niger"},
        Case{"French and Malian troops met a convoy.", "armed-forces-of-france", "demonym"},
        Case{"Turkish-backed rebels took the hill.", "-armed-forces-of-turkey"},
        Case{"Turkish-backed rebels took the hill.", "-turkish-insurgents"},
        Case{"A pro-Iranian government was sworn in.", "-government-of-iran"},
        Case{"In Peru, soldiers from Chile built a bridge.", "-armed-forces-of-peru"});
    CAPTURE(text, actor);
    const auto found = actors_in("", text, day);
    if (actor.starts_with('-')) {
        CHECK(find(found, actor.substr(1)) == nullptr);
    } else {
        const Found* one = find(found, actor);
        REQUIRE(one != nullptr);
        if (!rule.empty()) CHECK(one->rule == rule);
    }
}

TEST_CASE("the army and the rebels are those of the one country that a report is on") {
    const auto [text, actor, rule, day] = GENERATE(
        Case{"Regime forces shelled two villages near Aleppo in Syria.", "armed-forces-of-syria",
             "context"},
        Case{"Rebels shot down a helicopter near Aleppo in Syria.", "syrian-insurgents", "context"},
        Case{"Rebels took a village.", "-syrian-insurgents"},
        Case{"Soldiers from Niger and Chad fought in Mali.", "-armed-forces-of-mali"},
        Case{"Foreign troops left Bamako in Mali.", "-armed-forces-of-mali"},
        Case{"Former soldiers marched in Bamako in Mali.", "-armed-forces-of-mali"},
        Case{"The rebel-held town of Jisr al-Shughur in Syria has no water.", "-syrian-insurgents"},
        Case{"Anti-government protesters marched in Lima, Peru.", "-government-of-peru"});
    CAPTURE(text, actor);
    const auto found = actors_in("", text, day);
    if (actor.starts_with('-')) {
        CHECK(find(found, actor.substr(1)) == nullptr);
    } else {
        const Found* one = find(found, actor);
        REQUIRE(one != nullptr);
        CHECK(one->rule == rule);
    }
}

TEST_CASE("a country and a capital that say or do something are the government") {
    const auto [text, actor, rule, day] =
        GENERATE(Case{"Iran fired ten rockets at the base.", "government-of-iran", "agent"},
                 Case{"Israel strikes Beirut.", "government-of-israel", "agent"},
                 Case{"Moscow warned of a response.", "government-of-russia", "metonym"},
                 Case{"Ankara and Athens signed the pact.", "government-of-turkey", "metonym"},
                 Case{"Strikes in Israel closed the ports.", "-government-of-israel"},
                 Case{"Kenya attacks kill ten.", "-government-of-kenya"},
                 Case{"A bus burned in Moscow, said a driver.", "-government-of-russia"},
                 Case{"Mr. Jordan said no.", "-government-of-jordan"});
    CAPTURE(text, actor);
    const auto found = actors_in("", text, day);
    if (actor.starts_with('-')) {
        CHECK(find(found, actor.substr(1)) == nullptr);
    } else {
        const Found* one = find(found, actor);
        REQUIRE(one != nullptr);
        CHECK(one->rule == rule);
    }
}

TEST_CASE("a family name is that of the person who was named in full or holds the office") {
    const auto [text, actor, rule, day] = GENERATE(
        Case{"President Bush met the generals.", "george-h-w-bush", "surname", "1990-11-30"},
        Case{"President Bush met the generals.", "george-w-bush", "surname", "2003-03-18"},
        Case{"Anna Medvedev drove a bus. Medvedev smiled.", "-dmitry-medvedev"});
    CAPTURE(text, actor, day);
    const auto found = actors_in("", text, day);
    if (actor.starts_with('-'))
        CHECK(find(found, actor.substr(1)) == nullptr);
    else
        CHECK(find(found, actor) != nullptr);
}

TEST_CASE("a group named once in passing is a mention, not what an article is about") {
    std::string text = "Villagers rebuilt a school in Kidal, Mali, with money from abroad.\n\n";
    for (int i = 0; i < 30; ++i)
        text += "The roof was mended and the walls were painted white.\n\n";
    text += "Years ago Ansar Dine had its office there.\n";
    const auto found = actors_in("A school opens", text, "2016-05-01");
    const Found* group = find(found, "ansar-dine");
    REQUIRE(group != nullptr);
    CHECK_FALSE(group->about);
}
