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

TEST_CASE("an adjective tells of a place where its noun does", "[enrich][cyrillic]") {
    for (const Row& row : {
             Row{"Удар по Харківській області", "kharkiv-oblast", "kharkiv"},
             Row{"Ракета влучила у харківський завод", "kharkiv", ""},
             Row{"Сумська, Чернігівська та Полтавська області без світла",
                 "sumy-oblast chernihiv-oblast poltava-oblast", "sumy chernihiv poltava"},
             Row{"Голова Луганської ОВА повідомив про бої", "luhansk-oblast", "luhansk"},
             Row{"Пожежа на Кременчуцькому НПЗ", "kremenchuk", ""},
             Row{"Бої на Покровському напрямку", "pokrovsk", ""},
             Row{"В Херсонской и Запорожской областях отключили воду",
                 "kherson-oblast zaporizhzhia-oblast", "kherson zaporizhzhia"},
             Row{"Вибух на Харківському шосе", "", "kharkiv"},
             Row{"Бійці розповіли про Львівську бригаду", "", "lviv"},
             Row{"За словами, які навів Максим Одеський, поранених немає", "", "odesa"},
         })
        check(row);
}

TEST_CASE("a small namesake across the border is not meant", "[enrich][cyrillic]") {
    for (const Row& row : {
             Row{"У Донецьку вибухнув склад росіян", "donetsk", "donetsk-ru"},
             Row{"Власти России сообщили о взрыве в Донецке", "donetsk", "donetsk-ru"},
         })
        check(row);
}

TEST_CASE("what stands around a Cyrillic name tells what it is", "[enrich][cyrillic]") {
    for (const Row& row : {
             Row{"Бої тривають біля Богданівки Луганської області", "luhansk-oblast",
                 "bohdanivka-bakhmut"},
             Row{"У Щасті пролунали вибухи", "shchastia", ""},
             Row{"Щастя є, запевняє психолог", "", "shchastia"},
             Row{"Свобода слова понад усе", "", "svoboda"},
             Row{"Пожежу в Дніпрі загасили", "dnipro", "dnipro-river"},
             Row{"Десант висадився на лівому березі Дніпра", "", "dnipro"},
             Row{"Ракета впала біля Запорізької АЕС", "zaporizhzhia-nuclear-power-plant",
                 "zaporizhzhia"},
             Row{"Удар по Чорнобаївці", "chornobaivka", ""},
             Row{"Дрони влучили у порт Рені", "reni", "reno"},
             Row{"Склад горить у Каменке-Днепровской", "kamianka-dniprovska", "kamyanka-kharkiv"},
             Row{"Росіяни атакують, а в Уфі горить завод. Під Харковом тихо.", "ufa", ""},
         })
        check(row);
}
