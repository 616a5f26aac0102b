#include "indexer/enrich_agency.h"

#include "schema/date.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace sitrep;

namespace {

std::vector<std::string> agencies(const Article& article) {
    std::vector<std::string> ids;
    for (const Label& label : article.agencies) ids.push_back(label.id);
    return ids;
}

Article credited(std::string text) {
    Article article;
    article.text = std::move(text);
    article.date = parse_date("2025-07-04").value();
    find_agencies(article, find_dateline(article.text, article.date));
    return article;
}

const std::string body = "Drones hit a depot near the city overnight, officials said.\n\n"
                         "Two people were killed and five were hurt, they said.";

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("a credit in the dateline or byline names the agency, whatever the script") {
    struct Row {
        std::string head;
        Ids found;
    };
    const std::vector<Row> rows{
        {"KYIV, July 4 (Reuters) - ", {"reuters"}},
        {"KYIV (Reuters) — ", {"reuters"}},
        {"(Reuters) - ", {"reuters"}},
        {"(AFP) ", {"afp"}},
        {"WASHINGTON (AP) — ", {"ap"}},
        {"ST. JOSEPH, Mich. (AP) — ", {"ap"}},
        {"OFER PRISON, West Bank, Jan 1 (Reuters) - ", {"reuters"}},
        {"By Ali Sawafta\nOFER PRISON, West Bank, Jan 1 (Reuters) - ", {"reuters"}},
        {"BEIRUT/CAIRO, July 4 (Reuters) - ", {"reuters"}},
        {"PARIS, July 4 (AFP/Reuters) - ", {"afp", "reuters"}},
        {"Paris, le 4 juillet 2025 (AFP) – ", {"afp"}},
        {"Madrid, 4 jul (EFE).- ", {"efe"}},
        {"Lisboa, 04 jul 2025 (Lusa) -- ", {"lusa"}},
        {"(ANSA) - ROMA, 04 LUG - ", {"ansa"}},
        {"ANKARA (AA) - ", {"anadolu"}},
        {"Berlin (dpa) - ", {"dpa"}},
        {"Berlin (dpa/AFP) - ", {"dpa", "afp"}},
        {"MOSCOW, July 4. /TASS/. ", {"tass"}},
        {"МОСКВА, 4 июля. /ТАСС/. ", {"tass"}},
        {"МОСКВА, 4 июл - РИА Новости. ", {"ria novosti"}},
        {"КИЇВ, 4 липня (Укрінформ) - ", {"ukrinform"}},
        {"Kyiv. July 4. INTERFAX-UKRAINE - ", {"interfax-ukraine"}},
        {"دمشق (رويترز) - ", {"reuters"}},
        {"بيروت (أ ف ب) - ", {"afp"}},
        {"تهران - ایرنا - ", {"irna"}},
        {"नई दिल्ली (रॉयटर्स) - ", {"reuters"}},
        {"新华社北京7月4日电 ", {"xinhua"}},
        {"（路透社）", {"reuters"}},
        {"（法新社巴黎4日电）", {"afp"}},
        {"[モスクワ　４日　ロイター] - ", {"reuters"}},
        {"By Jane Doe, Associated Press\n", {"ap"}},
        {"BY JANE DOE, Reuters\n", {"reuters"}},
        {"By AP Singh, PTI\n", {"pti"}},
        {"Von Jan Meier, dpa\n", {"dpa"}},
        {"Reuters\n", {"reuters"}},
        {"Reuters | July 4, 2025\n", {"reuters"}},
        // Spoken of, no credit.
        {"Reuters could not verify this. ", {}},
        {"AP Dhillon, a singer, was near. ", {}},
        {"By AP Singh\n", {}},
        {"By late Friday, AFP said, all was calm. ", {}},
        {"The Armed Forces of the Philippines (AFP) - a party to the talks - moved. ", {}},
        {"The Armed Forces of the Philippines (AFP) - ", {}},
        {"The Associated Press (AP) - a news agency - said so. ", {}},
        {"Andhra Pradesh (AP) - a state in India - was calm. ", {}},
        {"The TASS agency reported it. ", {}},
        {"According to AFP, reliable eyewitnesses saw it. ", {}},
        {"KYIV (map) - ", {}},
        {"Reuters: ", {}},
        {"新华社记者说, ", {}},
        {"LONDON, March 25 - Reuters Holdings Plc said it had agreed to buy a firm. ", {}},
        {"", {}},
    };
    for (const Row& row : rows) {
        INFO(row.head);
        CHECK(agencies(credited(row.head + body)) == row.found);
    }
}

TEST_CASE("a credit behind the report names the agency") {
    struct Row {
        std::string tail;
        Ids found;
    };
    const std::vector<Row> rows{
        {"\n\n(Reuters)", {"reuters"}},
        {"\n\n- Reuters", {"reuters"}},
        {"\nAP - AFP\n(Daily Paper 10/03/2017 page4)", {"ap", "afp"}},
        {"\n\n(Reporting by Will Dunham; Editing by Tom Brown)\n\n© Reuters", {"reuters"}},
        {"\n\nCopyright 2018 The Associated Press. All rights reserved. This material may not be "
         "published.",
         {"ap"}},
        {"\n18 The Associated Press. All rights reserved.", {"ap"}},
        {"\n\n© 2025 AFP", {"afp"}},
        {"\n\nCopyright Thomson Reuters 2025", {"reuters"}},
        {"\nThe Associated Press contributed to this report.", {"ap"}},
        {"\nReuters and AFP contributed to this report.", {"reuters", "afp"}},
        {"\n(With inputs from PTI and Reuters)", {"pti", "reuters"}},
        {"\nSource: Xinhua", {"xinhua"}},
        {"\nQuelle: dpa/AFP", {"dpa", "afp"}},
        {"\n(Avec AFP)", {"afp"}},
        {"\nCon información de EFE", {"efe"}},
        {"\nДжерело: Укрінформ", {"ukrinform"}},
        {"\nИсточник: ТАСС", {"tass"}},
        {"\nالمصدر: رويترز", {"reuters"}},
        {" PTI", {"pti"}},
        {" (AFP)", {"afp"}},
        {" – AFP", {"afp"}},
        {" He left (Reuters)", {"reuters"}},
        // Spoken of, no credit.
        {" He told Reuters.", {}},
        {" This was said by the AP.", {}},
        {" Ships left the port, - Reuters", {}},
        {" Ships left the port – Reuters.", {}},
        {" He spoke to the Associated Press of Pakistan (APP).", {}},
        {" He spoke to the Associated Press (AP)", {}},
        {"\n\nReuters could not independently verify the report.", {}},
        {"\nAssociated Press writer Jane Doe was there.", {}},
        {"\nFollow AP on our weekly politics podcast.", {}},
        {"\nAP Photo/Jane Doe", {}},
        {"\n© 2025 Daily Paper", {}},
        {"\nSource: the ministry", {}},
    };
    for (const Row& row : rows) {
        INFO(row.tail);
        CHECK(agencies(credited(body + row.tail)) == row.found);
    }
}

TEST_CASE("authors and the source may be agencies") {
    struct Row {
        std::vector<std::string> authors;
        std::string source;
        Ids found;
    };
    const std::vector<Row> rows{
        {{"Associated Press"}, "", {"ap"}},
        {{"Adam Vidler", "AP"}, "Nine", {"ap"}},
        {{"Le Figaro et AFP"}, "", {"afp"}},
        {{"AFP, MANILA"}, "", {"afp"}},
        {{"Jane Doe (Reuters)"}, "", {"reuters"}},
        {{"Anadolu Ajansı"}, "", {"anadolu"}},
        {{"AP Singh"}, "", {}},
        {{}, "Reuters", {"reuters"}},
        {{}, "reuters", {"reuters"}},
        {{}, "Reuters Fan Page", {}},
        {{"AFP"}, "AFP", {"afp"}},
    };
    for (const Row& row : rows) {
        Article article;
        article.text = body;
        article.authors = row.authors;
        article.source = row.source;
        find_agencies(article, find_dateline(article.text, article.date));
        INFO(row.source);
        CHECK(agencies(article) == row.found);
    }
}

TEST_CASE("a credit keeps the words that show it") {
    const Article article = credited("KYIV, July 4 (Reuters) - " + body + "\n\n(AFP)");
    REQUIRE(article.agencies.size() == 2);
    for (const Label& label : article.agencies) {
        REQUIRE(label.evidence.size() == 1);
        const Evidence& evidence = label.evidence.front();
        CHECK(article.text.substr(evidence.begin, evidence.end - evidence.begin) == evidence.alias);
    }
    CHECK(article.agencies[0].evidence[0].rule == "dateline");
    CHECK(article.agencies[1].evidence[0].alias == "AFP");
}

TEST_CASE("any bytes, of any length, are looked through for credits") {
    for (const std::string& piece : {std::string("("), std::string("/"), std::string("- "),
                                     std::string("\xd8"), std::string("（"), std::string("AP/")}) {
        std::string text;
        while (text.size() < 200'000) text += piece;
        CHECK(agencies(credited(text)).size() <= 1);
    }
}
