#include "schema/date.h"

#include <catch2/catch.hpp>

#include <string>

using namespace sitrep;

namespace {

const PartialDate july_5 = *parse_date("2025-07-05");

} // namespace

TEST_CASE("a dateline is found in the manners of agencies and pages") {
    struct Row {
        const char* text;
        const char* date;
        const char* place;
        const char* source;
        const char* rest; // what is left behind it
        bool own_line;
    };
    const Row rows[] = {
        // Lines of their own
        {"July 04, 2025Clash Report\nA call ended.", "2025-07-04", "", "Clash Report",
         "A call ended.", true},
        {"July 04, 2025Clash Report\r\n\r\nA call.", "2025-07-04", "", "Clash Report", "A call.",
         true},
        {"\n  July 4, 2025Clash Report \nA call.", "2025-07-04", "", "Clash Report", "A call.",
         true},
        {"July 4, 2025\nA call.", "2025-07-04", "", "", "A call.", true},
        {"July 4, 2025", "2025-07-04", "", "", "", true},
        {"2025-07-04\nA call.", "2025-07-04", "", "", "A call.", true},
        {"4 July 2025 | Clash Report\nA call.", "2025-07-04", "", "Clash Report", "A call.", true},
        {"4 July 2025 · Clash Report\nA call.", "2025-07-04", "", "Clash Report", "A call.", true},
        {"4 July 2025 | Clash Report | Kyiv\nA call.", "2025-07-04", "", "Clash Report", "A call.",
         true},
        {"July 4, 2025 - Clash Report\nA call.", "2025-07-04", "", "Clash Report", "A call.", true},
        {"July 4, 2025 Reuters\nA call.", "2025-07-04", "", "Reuters", "A call.", true},
        {"Friday, July 4, 2025 | The Moscow Times\nA call.", "2025-07-04", "", "The Moscow Times",
         "A call.", true},
        {"July 4, 2025 10:15 AM EDT | Clash Report\nA call.", "2025-07-04T10:15:00-04:00", "",
         "Clash Report", "A call.", true},
        {"Clash Report - July 4, 2025\nA call.", "2025-07-04", "", "Clash Report", "A call.", true},
        {"Clash Report | July 4, 2025\nA call.", "2025-07-04", "", "Clash Report", "A call.", true},
        {"Reuters, 4 July 2025\nA call.", "2025-07-04", "", "Reuters", "A call.", true},
        {"By Jane Doe | July 4, 2025\nA call.", "2025-07-04", "", "", "A call.", true},
        {"Published: July 4, 2025 by Clash Report\nA call.", "2025-07-04", "", "Clash Report",
         "A call.", true},
        {"Published July 4, 2025\nA call.", "2025-07-04", "", "", "A call.", true},
        {"Published on 4 July 2025 | Updated: 5 July 2025\nA call.", "2025-07-04", "", "",
         "A call.", true},
        {"Last updated: July 4, 2025\nA call.", "2025-07-04", "", "", "A call.", true},
        {"Опубліковано: 4 липня 2025\nРозмова.", "2025-07-04", "", "", "Розмова.", true},
        {"SAN SALVADOR, 3 JAN 90\nTHE ARCE BATTALION", "1990-01-03", "SAN SALVADOR", "",
         "THE ARCE BATTALION", true},
        {"Kyiv, 4 July 2025\nA call.", "2025-07-04", "Kyiv", "", "A call.", true},
        {"4 июля 2025 г.\nРазговор.", "2025-07-04", "", "", "Разговор.", true},
        // In front of the first sentence
        {"KYIV, July 4 (Reuters) - Drones flew.", "2025-07-04", "KYIV", "Reuters", "Drones flew.",
         false},
        {"KYIV, July 4, 2025 (Reuters) – Drones", "2025-07-04", "KYIV", "Reuters", "Drones", false},
        {"KYIV (AP) — Drones flew.", "", "KYIV", "AP", "Drones flew.", false},
        {"KYIV, Ukraine (AP) — Drones", "", "KYIV, Ukraine", "AP", "Drones", false},
        {"KYIV, Ukraine — Drones", "", "KYIV, Ukraine", "", "Drones", false},
        {"(KABUL) - The Taliban", "", "KABUL", "", "The Taliban", false},
        {"(Beirut) – The army", "", "Beirut", "", "The army", false},
        {"(New York, July 4, 2025) – The report", "2025-07-04", "New York", "", "The report",
         false},
        {"(Reuters) - The army", "", "", "Reuters", "The army", false},
        {"GAZA CITY, Gaza Strip (AP) — Tanks", "", "GAZA CITY, Gaza Strip", "AP", "Tanks", false},
        {"BEIRUT/CAIRO, Oct 3 (Reuters) - Talks", "2025-10-03", "BEIRUT/CAIRO", "Reuters", "Talks",
         false},
        {"MOSCOW, December 5. /TASS/. Talks", "2025-12-05", "MOSCOW", "TASS", "Talks", false},
        {"CLEVELAND, Feb 26 - The plant", "2025-02-26", "CLEVELAND", "", "The plant", false},
        {"SAN SALVADOR, 3 JAN 90 -- THE ARCE", "1990-01-03", "SAN SALVADOR", "", "THE ARCE", false},
        {"LOS ANGELES, March 24 - The port", "2025-03-24", "LOS ANGELES", "", "The port", false},
        {"THE HAGUE, March 2 - The court", "2025-03-02", "THE HAGUE", "", "The court", false},
        {"CLARKSBURG, W.Va., Feb 26 - The mine", "2025-02-26", "CLARKSBURG, W.Va.", "", "The mine",
         false},
        {"San Jose, Calif. (AP) — The", "", "San Jose, Calif.", "AP", "The", false},
        {"ST. PETERSBURG, Russia (AP) — The", "", "ST. PETERSBURG, Russia", "AP", "The", false},
        {"WASHINGTON D.C. (AP) - The", "", "WASHINGTON D.C.", "AP", "The", false},
        {"PORT-AU-PRINCE, July 4 (AFP) - Gangs", "2025-07-04", "PORT-AU-PRINCE", "AFP", "Gangs",
         false},
        {"N'DJAMENA, July 4 (Reuters) - Chad", "2025-07-04", "N'DJAMENA", "Reuters", "Chad", false},
        {"LOUISVILLE, Colo. - March 16 - The", "2025-03-16", "LOUISVILLE, Colo.", "", "The", false},
        {"ISTANBUL – The army", "", "ISTANBUL", "", "The army", false},
        {"TEHRAN — “We know,” he said", "", "TEHRAN", "", "“We know,” he said", false},
        {"ISLAMABAD: The army said", "", "ISLAMABAD", "", "The army said", false},
        {"NEW DELHI, July 4 (PTI): The army", "2025-07-04", "NEW DELHI", "PTI", "The army", false},
        {"SEOUL, July 4 (Yonhap) -- The", "2025-07-04", "SEOUL", "Yonhap", "The", false},
        {"KYIV, Friday (Reuters) - The", "", "KYIV", "Reuters", "The", false},
        {"KYIV (Reuters, July 4) - The", "2025-07-04", "KYIV", "Reuters", "The", false},
        {"Kyiv. July 4. INTERFAX-UKRAINE - The", "2025-07-04", "Kyiv", "INTERFAX-UKRAINE", "The",
         false},
        {"Paris (AFP) - The", "", "Paris", "AFP", "The", false},
        {"Kyiv (Ukraine) (AFP) – The", "", "Kyiv", "AFP", "The", false},
        {"Rio de Janeiro (AFP) - The", "", "Rio de Janeiro", "AFP", "The", false},
        {"Kyiv, July 4 - Drones", "2025-07-04", "Kyiv", "", "Drones", false},
        {"July 4, 2025 – Kyiv was hit", "2025-07-04", "", "", "Kyiv was hit", false},
        {"July 4, 2025 (Reuters) - Kyiv", "2025-07-04", "", "Reuters", "Kyiv", false},
        {"КИЕВ, 4 июля (Интерфакс) — Войска", "2025-07-04", "КИЕВ", "Интерфакс", "Войска", false},
        {"МОСКВА, 4 июл — РИА Новости. Войска", "2025-07-04", "МОСКВА", "РИА Новости", "Войска",
         false},
        {"МОСКВА, 4 июля. /ТАСС/. Войска", "2025-07-04", "МОСКВА", "ТАСС", "Войска", false},
        {"Київ. 4 липня. УНІАН - Війська", "2025-07-04", "Київ", "УНІАН", "Війська", false},
        {"بيروت (رويترز) - قال الجيش", "", "بيروت", "رويترز", "قال الجيش", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const std::string text = row.text;
        const auto dateline = find_dateline(text, july_5);
        REQUIRE(dateline);
        CHECK(dateline->date.to_string() == row.date);
        CHECK(dateline->place == row.place);
        CHECK(dateline->source == row.source);
        CHECK(text.substr(dateline->length) == row.rest);
        CHECK(dateline->own_line == row.own_line);
    }
}

TEST_CASE("a sentence, a heading or a kicker is no dateline") {
    const char* rows[] = {
        "",
        " \n ",
        "A phone conversation between two presidents ended on July 3.",
        "July 4, 2025 was a day of mourning in Kyiv.",
        "July 4, 2025, was a day of mourning - again.",
        "July 4 - Independence Day - is a holiday.",
        "June 6, 1944 — D-Day — remains unforgotten.",
        "On July 4, 2025 the army said it had shot down ten drones.",
        "On July 4 - a Friday - the army said so.",
        "In Kyiv, July 4 celebrations began early.",
        "In Gaza (Reuters saw no fighting) the night was calm.",
        "From Paris, July 4 - the day the talks began.",
        "4 July celebrations were cancelled in Kharkiv.",
        "4 people died, 3 July was the worst day.",
        "2025 was the deadliest year - so far.",
        "2025-07-04 was a Friday.",
        "20 soldiers were killed.",
        "May said (in Paris) - and she meant it - that talks failed.",
        "March 15 Square in Cairo - a place of protest - was empty.",
        "KYIV is under attack - again.",
        "Kyiv - the capital - was hit.",
        "Kyiv (Ukraine) - the capital - was hit.",
        "NATO - the alliance - met in Vilnius.",
        "NATO - Ministers met in Vilnius.",
        "UN: Ministers met in Vilnius.",
        "IS - which claimed the attack - gave no reason.",
        "RUSSIA'S WAR - The story so far",
        "BREAKING - Russia attacked Kyiv",
        "BREAKING: Russia attacked Kyiv",
        "UPDATE 1-Russia attacks Kyiv",
        "UPDATE: Russia attacks Kyiv",
        "EXCLUSIVE - Russia attacks Kyiv",
        "VIDEO: Drones over Kyiv",
        "WATCH — Drones over Kyiv",
        "FILE - In this May 18, 2017 file photo, a soldier walks.",
        "FACTBOX-The war in numbers",
        "СРОЧНО: Войска вошли",
        "СБУ: Дрони уразили склади.",
        "US, Russia: Investigate attacks on civilians",
        "U.S. President Donald Trump - on the phone - said no.",
        "Russian forces attacked - once more - on July 4 (Friday) - in the east.",
        "Hezbollah (Party of God) - The group said so.",
        "The International Committee (ICRC) - The committee said so.",
        "Iran Update, July 4, 2025\nKey takeaways",
        "Situation Report - July 4, 2025\nKey takeaways",
        "Russian Offensive Campaign Assessment, July 4, 2025\nKey",
        "Updated 4 July 2025, the list has ten names.",
        "Published July 4, 2025 in Kyiv, the report has ten chapters.",
        "THE ARCE BATTALION COMMAND HAS REPORTED THAT 50 PEASANTS HAVE BEEN KIDNAPPED",
        "GUERRILLAS - WHO ATTACKED THE TOWN - WERE REPELLED BY THE ARMY IN SAN MIGUEL TODAY",
        "T-72 tanks were seen near Kherson.",
        "“We are tired,” she said.",
        "- July 4, 2025",
        "(AP Photo/Someone) A man walks.",
        "War - July 4 is the day it began.",
        "Two drones - July 4, 2025 models - flew.",
        "Президент сказав 4 липня, що війна триває.",
        "4 июля войска вошли в город.",
        "Війна - це мир.",
        "قال الجيش في 4 يوليو 2025 إنه",
        "7月4日、軍は",
        "\xFF\xFE\x00\x01",
    };
    for (const char* row : rows) {
        CAPTURE(row);
        const auto dateline = find_dateline(row, july_5);
        CHECK_FALSE(dateline);
    }
}

TEST_CASE("a dateline without a year takes the one nearest to the reference") {
    struct Row {
        const char* text;
        const char* reference;
        const char* expect;
    };
    const Row rows[] = {
        {"KYIV, Dec 31 (Reuters) - The", "2025-01-02", "2024-12-31"},
        {"KYIV, Jan 1 (Reuters) - The", "2024-12-31", "2025-01-01"},
        {"KYIV, July 4 (Reuters) - The", "2025-07-05T10:00:00Z", "2025-07-04"},
        {"KYIV, July 4 (Reuters) - The", "2025", "2025-07-04"},
        {"KYIV, Feb 29 (Reuters) - The", "2023-12-01", "2024-02-29"},
        {"KYIV, Feb 29 (Reuters) - The", "2026-03-01", ""}, // no such day in 2025, 2026 or 2027
        {"KYIV, July 4, 2024 (Reuters) - The", "2025-07-05", "2024-07-04"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text, row.reference);
        const auto dateline = find_dateline(row.text, parse_date(row.reference));
        REQUIRE(dateline);
        CHECK(dateline->date.to_string() == row.expect);
    }
    const auto alone = find_dateline("KYIV, July 4 (Reuters) - The");
    REQUIRE(alone);
    CHECK_FALSE(alone->date);
    CHECK(alone->place == "KYIV");
}
