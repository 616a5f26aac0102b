#include "schema/gazetteer.h"
#include "schema/lexicon.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace sitrep;

namespace {

// "drone attack; shelling": what a lexicon finds in a text.
std::string found_in(const Lexicon& lexicon, std::string_view text, std::string_view lang = "") {
    Tokens tokens;
    tokens.analyse(text);
    std::vector<LexiconMatch> matches;
    lexicon.match(tokens, lang, matches);
    std::string ids;
    for (const LexiconMatch& match : matches) {
        if (!ids.empty()) ids += "; ";
        ids += lexicon.entries()[match.entry].id;
        if ((match.flags & lexicon_needs_context) != 0) ids += "?";
    }
    return ids;
}

std::string meant_by(FieldId field, std::string_view name) {
    std::string ids;
    for (const std::string_view id : Lexicon::of(field)->resolve(name)) {
        if (!ids.empty()) ids += "; ";
        ids += id;
    }
    return ids;
}

struct Own {
    explicit Own(const std::string& text)
        : lexicon("own.tsv", text, Lexicon::Plain::english, problems) {}
    std::vector<std::string> problems;
    Lexicon lexicon;
};

} // namespace

TEST_CASE("a lexicon finds the longest alias at a word") {
    const Own own("bombing\t\t\tbomb(s,ed)\n"
                  "car bombing\tbombing\t\t(car,truck)(-, )bomb(,s)\n"
                  "shelling\t\t\tru:обстрел*|ar:قصف|strike{x}\n"
                  "t-72\t\t\tru:Т-72\n"
                  "-\t\t\tbath bombs|strike a deal\n");
    REQUIRE(own.problems.empty());
    struct Row {
        std::string text;
        std::string ids;
    };
    const std::vector<Row> rows{
        {"Two bombs were found.", "bombing"},
        {"BOMBED!", "bombing"},
        {"A car bomb and a truck-bomb", "car bombing; car bombing"},
        {"bath bombs sell well", ""},
        {"They strike a deal; they strike", "shelling?"},
        {"Обстрелы и обстреляли", "shelling; shelling"},
        {"обстре", ""},
        {"وقصفت", ""},
        {"والقصف على", "shelling"},
        {"a T-72, T72 and T 72, Т-72", "t-72; t-72; t-72; t-72"},
        {"car. Bomb", ""},
        {"a car\n\nbomb", ""},
        {"", ""},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(found_in(own.lexicon, row.text) == row.ids);
    }
    std::vector<std::string> parents;
    own.lexicon.append_parents("car bombing", parents);
    CHECK(parents == std::vector<std::string>{"bombing"});
}

TEST_CASE("words of one language are not looked for in another") {
    const Own own("dying\t\t\tdie(,s)|es:muere\nwar\t\t\tde:Krieg|ru:войн*\n");
    struct Row {
        std::string text;
        std::string lang;
        std::string ids;
    };
    const std::vector<Row> rows{
        {"they die", "en", "dying"},
        {"die Frau", "de", ""},
        {"der Krieg", "de", "war"},
        {"the Krieg", "en", ""},
        {"they die, muere", "", "dying; dying"},
        {"о войне", "uk", "war"},
        {"muere", "es", "dying"},
        {"die, muere, Krieg", "sv", "dying; dying; war"},
    };
    for (const Row& row : rows) {
        INFO(row.text << " " << row.lang);
        CHECK(found_in(own.lexicon, row.text, row.lang) == row.ids);
    }
}

TEST_CASE("a lexicon names the line that makes no sense, and uses the rest") {
    struct Row {
        std::string text;
        std::string problem; // part of it
    };
    const std::vector<Row> rows{
        {"Raid\t\t\traid", "own.tsv:1: \"Raid\" is no id"},
        {"# head\n\nraid\tattack\t\traid", "own.tsv:3: \"attack\" has no row of its own"},
        {"raid\nraid", "own.tsv:2: \"raid\" stands in another row"},
        {"raid\t\t\tra*", "is no pattern"},
        {"raid\t\t\tra*ids", "is no pattern"},
        {"raid\t\t\traid(s", "list that is not closed"},
        {"raid\t\t\traids{y}", "unknown flag 'y'"},
        {"raid\t\t\t|raids", "\"\" is no alias"},
        {"raid\t\t\ta\t\tb", "6 columns"},
        {"raid\t\t\t\xff", "not UTF-8"},
        {"raid\t\t\t(a,b,c,d,e,f,g)(a,b,c,d,e,f,g)(a,b,c,d,e,f,g)(a,b,c,d)", "too many phrases"},
        {"-", "no aliases"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const Own own(row.text);
        REQUIRE_FALSE(own.problems.empty());
        CHECK(own.problems.front().find(row.problem) != std::string::npos);
    }
}

TEST_CASE("a name in a query stands for an entry, in any language") {
    struct Row {
        FieldId field;
        std::string name;
        std::string ids;
    };
    const std::vector<Row> rows{
        {FieldId::event, "drone attack", "drone attack"},
        {FieldId::event, "Airstrikes", "air strike"},
        {FieldId::event, "air raid", "air strike"},
        {FieldId::event, "авиаудар", "air strike"},
        {FieldId::event, "удар", "attack"},
        {FieldId::event, "Waffenruhe", "ceasefire"},
        {FieldId::event, "cease-fire", "ceasefire"},
        {FieldId::event, "secuestro", "kidnapping"},
        {FieldId::event, "غارة جوية", "air strike"},
        {FieldId::event, "picnic", ""},
        {FieldId::event, "", ""},
        {FieldId::event, "drone attack on", ""},
        {FieldId::weapon, "Shahed-136", "shahed-136"},
        {FieldId::weapon, "шахед", "shahed-136"},
        {FieldId::weapon, "T72", "t-72"},
        {FieldId::weapon, "F-16s", "f-16"},
        {FieldId::weapon, "HIMARS", "himars"},
        {FieldId::weapon, "patriot", "patriot"},
        {FieldId::weapon, "S-300", "s-300"},
        {FieldId::weapon, "миномёт", "mortar"},
        {FieldId::conflict, "Ukraine", "russia-ukraine war; war in donbas"},
        {FieldId::conflict, "war in Ukraine", "russia-ukraine war"},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        CHECK(meant_by(row.field, row.name) == row.ids);
    }
}

TEST_CASE("what makes a war is known to the gazetteer, and its weapons' events to the lexicon") {
    for (const LexiconEntry& entry : Lexicon::conflicts().entries()) {
        std::string_view rule = entry.rule;
        while (!rule.empty()) {
            const std::size_t end = std::min(rule.find_first_of("|+"), rule.size());
            const std::string_view part = rule.substr(0, end);
            rule.remove_prefix(std::min(end + 1, rule.size()));
            INFO(entry.id << ": " << part);
            REQUIRE((part.starts_with("r:") || part.starts_with("a:")));
            const auto kind = part[0] == 'a' ? EntityKind::actor : EntityKind::region;
            CHECK(Gazetteer::builtin().find(kind, part.substr(2)).has_value());
        }
    }
    for (const LexiconEntry& entry : Lexicon::weapons().entries()) {
        INFO(entry.id);
        CHECK((entry.kind.empty() || Lexicon::events().find(entry.kind) != nullptr));
    }
}
