#include "schema/gazetteer_roles.h"

#include <catch2/catch.hpp>

#include <string_view>

using namespace sitrep;

TEST_CASE("a query names an actor by its role, by a name in brackets or with words about it") {
    const auto [name, id] = GENERATE(table<std::string_view, std::string_view>(
        {{"Government of Russia (Soviet Union)", "government-of-russia"},
         {"Government of Myanmar (Burma)", "government-of-myanmar"},
         {"the government of Burma", "government-of-myanmar"},
         {"Mali's armed forces", "armed-forces-of-mali"},
         {"gendarmes of Niger", "police-of-niger"},
         {"Honduran soldiers", "armed-forces-of-honduras"},
         {"Assad regime", "government-of-syria"},
         {"insurgents in Togo", "togolese-insurgents"},
         {"Togolese rebels", "togolese-insurgents"},
         {"Farabundo Marti Front for National Liberation (FMLN)", "fmln"},
         {"the Seleka rebels", "seleka"},
         {"MRTA guerrilla group", "mrta"}}));
    CAPTURE(name);
    const auto found = resolve_name(Gazetteer::builtin(), EntityKind::actor, name);
    REQUIRE_FALSE(found.empty());
    CHECK(found.front().id == id);
}

TEST_CASE("a name that is not known is not guessed at") {
    const auto name = GENERATE(as<std::string_view>(), "the Zargun guerrillas", "the government",
                               "armed forces", "rebels of Zarguland", "(((", "the", "");
    CAPTURE(name);
    CHECK(resolve_name(Gazetteer::builtin(), EntityKind::actor, name).empty());
}

TEST_CASE("a force acts for its government and its state") {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    const auto army = gazetteer.find(EntityKind::actor, "armed-forces-of-mali");
    REQUIRE(army);
    std::vector<std::string_view> ids;
    for (const EntityIndex index : gazetteer.principals(army->index, 0))
        ids.push_back(gazetteer.entity(index).id);
    CHECK(ids == std::vector<std::string_view>{"government-of-mali", "mali"});
}
