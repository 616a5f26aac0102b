// The regions that an article is about: rows of text, ids that must be found, ids that must not.
#include "indexer/enrich.h"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>
#include <string>

using namespace sitrep;

namespace {

struct Row {
    const char* text;
    const char* found;
    const char* absent;
    const char* date = "";
};

std::set<std::string> regions_of(const Row& row) {
    Article article;
    article.text = row.text;
    if (const auto date = parse_date(row.date)) article.date = *date;
    ArticleTokens tokens;
    tokens.analyse(article);
    Enricher(Gazetteer::builtin()).enrich(article, tokens);
    std::set<std::string> ids;
    for (const Mention& mention : article.mentions)
        if (!mention.is_actor && mention.about) ids.insert(mention.entity);
    return ids;
}

void check(const Row& row) {
    const std::set<std::string> ids = regions_of(row);
    INFO(row.text);
    for (const std::string& id : ids) UNSCOPED_INFO("found: " << id);
    std::istringstream found(row.found);
    for (std::string id; found >> id;) {
        INFO("wanted: " << id);
        CHECK(ids.contains(id));
    }
    std::istringstream absent(row.absent);
    for (std::string id; absent >> id;) {
        INFO("not wanted: " << id);
        CHECK(!ids.contains(id));
    }
}

} // namespace

TEST_CASE("what stands beside a name tells a place from a person, a company and a word") {
    for (const Row& row : {
             Row{"Colonel Jackson and Denzel Washington met the press.", "", "jackson washington"},
             Row{"Shares of Philadelphia Suburban Corp rose.", "", "philadelphia"},
             Row{"Troops marched in March, nice and slow, to a reading of names.", "",
                 "march nice"},
             Row{"PARIS, March 3 - United States envoys and the American ambassador, who flew in "
                 "from "
                 "Texas, met the U.S. delegation.",
                 "paris united-states", "paris-us", "1987-03-03"},
             Row{"BOGOTA, March 3 - Guerrillas blew up a pipeline in Colombia near Arauca, and the "
                 "army said that it had sent soldiers to the wells of Arauca.\n\n"
                 "The pipeline is run by a U.S. company with U.S. engineers and U.S. tools. A U.S. "
                 "geologist had been kidnapped before, and a U.S. driver too.",
                 "colombia", "united-states", "1989-03-03"},
             Row{"READING, Pa. - The plant closed.", "pennsylvania", "united-kingdom"},
             Row{"IN MARCH THE REBELS KILLED THREE AS THEY LEFT BOGOTA.", "bogota",
                 "march united-states"},
         })
        check(row);
}

TEST_CASE("a village tells its division, in many spellings") {
    for (const Row& row : {
             Row{"Shelling of Khan Sheikhoun", "khan-sheikhoun", ""},
             Row{"Barrel bombs fell on the village of Talmenes.", "talmenes-idlib", ""},
             Row{"Two men were shot in Sangin district, Helmand.", "helmand", ""},
         })
        check(row);
}

TEST_CASE("a place lay in the country of its day") {
    for (const Row& row : {
             Row{"FRANKFURT, March 3 - The bank kept its rate.", "west-germany", "", "1987-03-03"},
             Row{"FRANKFURT, March 3 - The bank kept its rate.", "", "west-germany", "2007-03-03"},
             Row{"A bomb went off in Leipzig.", "east-germany", "west-germany", "1987-03-03"},
             Row{"The parade in Moscow was long.", "ussr", "", "1987-05-09"},
         })
        check(row);
}
