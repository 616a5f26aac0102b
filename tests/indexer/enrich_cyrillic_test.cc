#include "indexer/enrich.h"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>
#include <string>

using namespace sitrep;

namespace {

std::string regions_of(const char* text) {
    Article article;
    article.text = text;
    ArticleTokens tokens;
    tokens.analyse(article);
    Enricher(Gazetteer::builtin()).enrich(article, tokens);
    std::set<std::string> ids;
    for (const Mention& mention : article.mentions)
        if (!mention.is_actor && mention.about) ids.insert(mention.entity);
    std::string joined = " ";
    for (const std::string& id : ids) joined += id + " ";
    return joined;
}

struct Row {
    const char* text;
    const char* found; // ids
    const char* absent;
};

void check(const Row& row) {
    const std::string regions = regions_of(row.text);
    INFO(row.text << " ->" << regions);
    std::istringstream found(row.found);
    for (std::string id; found >> id;) {
        INFO("wanted: " << id);
        CHECK(regions.find(" " + id + " ") != std::string::npos);
    }
    std::istringstream absent(row.absent);
    for (std::string id; absent >> id;) {
        INFO("not wanted: " << id);
        CHECK(regions.find(" " + id + " ") == std::string::npos);
    }
}

} // namespace

TEST_CASE("a place in Cyrillic letters needs no country beside it", "[enrich][cyrillic]") {
    for (const Row& row : {
             Row{"У Ніжині пролунали вибухи", "nizhyn", ""},
             Row{"Обстріл Херсонської області: є поранені", "kherson-oblast", ""},
             Row{"На Харьковщине сбили три беспилотника", "kharkiv-oblast", ""},
             Row{"Взрывы прогремели под Мелитополем", "melitopol", ""},
         })
        check(row);
}
