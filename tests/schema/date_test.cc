#include "schema/date.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>

using namespace sitrep;

namespace {

std::string written(const std::optional<PartialDate>& date) {
    return date ? date->to_string() : "none";
}

std::string written(const std::optional<DayRange>& range) {
    return range ? format_day(range->from) + ".." + format_day(range->to) : "none";
}

} // namespace

TEST_CASE("days and civil dates convert both ways") {
    struct Row {
        int year, month, day;
        Day days;
    };
    const Row rows[] = {
        {1970, 1, 1, 0},     {1970, 1, 2, 1},     {1969, 12, 31, -1},    {2000, 2, 29, 11016},
        {2000, 3, 1, 11017}, {2025, 7, 4, 20273}, {1000, 1, 1, -354285}, {9999, 12, 31, 2932896},
    };
    for (const Row& row : rows) {
        CAPTURE(row.year, row.month, row.day);
        CHECK(day_from_civil(row.year, row.month, row.day) == row.days);
        const CivilDay civil = civil_from_day(row.days);
        CHECK(civil.year == row.year);
        CHECK(civil.month == row.month);
        CHECK(civil.day == row.day);
    }
    for (Day day = -360000; day < 3000000; day += 997) {
        const CivilDay civil = civil_from_day(day);
        REQUIRE(day_from_civil(civil.year, civil.month, civil.day) == day);
    }
}

TEST_CASE("a whole date is read in any form that has one reading") {
    struct Row {
        const char* text;
        const char* expect;
    };
    const Row rows[] = {
        // ISO 8601
        {"2025-07-04", "2025-07-04"},
        {"2025-7-4", "2025-07-04"},
        {"2025-07", "2025-07"},
        {"2025", "2025"},
        {"20250704", "2025-07-04"},
        {"2025-185", "2025-07-04"},
        {"2024-366", "2024-12-31"},
        {"2025-366", "none"},
        {"2025-W27-5", "none"},
        {"2025-07-04T23:30:00-04:00", "2025-07-04T23:30:00-04:00"},
        {"2025-07-04T23:30:00Z", "2025-07-04T23:30:00Z"},
        {"2025-07-04t23:30z", "2025-07-04T23:30:00Z"},
        {"2025-07-04T23:30", "2025-07-04T23:30:00"},
        {"2025-07-04T23", "2025-07-04T23:00:00"},
        {"20250704T233000Z", "2025-07-04T23:30:00Z"},
        {"20250704T2330+0530", "2025-07-04T23:30:00+05:30"},
        {"20250704233000", "2025-07-04T23:30:00"},
        {"2025-07-04T10:00:00.123456+03", "2025-07-04T10:00:00+03:00"},
        {"2025-07-04 10:15", "2025-07-04T10:15:00"},
        {"2025-07-04 10:15:30 UTC", "2025-07-04T10:15:30Z"},
        {"2025-07-04 10:15:30 +0000", "2025-07-04T10:15:30Z"},
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
        {"2025-07-04T24:00", "none"},
        {"2025-07-04T10:60", "none"},
        {"2025-07-04T10:15+25:00", "none"},
        {"2025-13-01", "none"},
        {"2025-00-10", "none"},
        {"2025-07-00", "none"},
        {"2025-02-29", "none"},
        {"2024-02-29", "2024-02-29"},
        {"1900-02-29", "none"},
        {"2000-02-29", "2000-02-29"},
        {"0999-01-01", "none"},
        {"12025-01-01", "none"},
        {"2025-07-04-05", "none"},
        {"2025/07/04", "2025-07-04"},
        {"2025.07.04", "2025-07-04"},
        {"2025年7月4日", "2025-07-04"},
        // RFC 2822
        {"Fri, 04 Jul 2025 23:30:00 -0400", "2025-07-04T23:30:00-04:00"},
        {"Fri, 04 Jul 2025 23:30:00 -0400 (EDT)", "2025-07-04T23:30:00-04:00"},
        {"Fri, 4 Jul 2025 23:30:00 GMT", "2025-07-04T23:30:00Z"},
        {"4 Jul 2025 23:30 EST", "2025-07-04T23:30:00-05:00"},
        {"04 Jul 25 23:30:00 +0200", "2025-07-04T23:30:00+02:00"},
        // Unix
        {"1751587200", "2025-07-04T00:00:00Z"},
        {"1751587199", "2025-07-03T23:59:59Z"},
        {"1751587200123", "2025-07-04T00:00:00Z"},
        {"175158720", "none"},
        {"99999999999999999999", "none"},
        // English
        {"July 04, 2025", "2025-07-04"},
        {"July 4th, 2025", "2025-07-04"},
        {"july 4 2025", "2025-07-04"},
        {"JULY 4, 2025", "2025-07-04"},
        {"Jul. 4, 2025", "2025-07-04"},
        {"Sept. 11, 2001", "2001-09-11"},
        {"Sept 1st 2001", "2001-09-01"},
        {"4 July 2025", "2025-07-04"},
        {"4 July, 2025", "2025-07-04"},
        {"4th of July 2025", "2025-07-04"},
        {"the 4th of July, 2025", "2025-07-04"},
        {"Friday, July 4, 2025", "2025-07-04"},
        {"Friday 4 July 2025", "2025-07-04"},
        {"July 2025", "2025-07"},
        {"July, 2025", "2025-07"},
        {"3 JAN 90", "1990-01-03"},
        {"3 JAN 69", "2069-01-03"},
        {"3 JAN 70", "1970-01-03"},
        {"Jan 3, '90", "1990-01-03"},
        {"26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01"},
        {"26-Feb-87", "1987-02-26"},
        {"26/Feb/1987", "1987-02-26"},
        {"2025-Jul-04", "2025-07-04"},
        {"2025 July 4", "2025-07-04"},
        {"July 4, 2025 10:15 p.m. EDT", "2025-07-04T22:15:00-04:00"},
        {"July 4, 2025 at 12:05 AM", "2025-07-04T00:05:00"},
        {"July 4, 2025, 12:05 pm", "2025-07-04T12:05:00"},
        {"July 4, 2025 10 am", "2025-07-04T10:00:00"},
        {"July 4, 2025 at 10:15 AM ET", "2025-07-04T10:15:00"}, // which ET is not said
        {"July 4, 2025 | 10:15 GMT+3", "2025-07-04T10:15:00+03:00"},
        {"July 4, 2025 13:15 pm", "none"},
        {"July 32, 2025", "none"},
        {"June 31, 2025", "none"},
        {"31 June", "none"},
        {"July 4", "none"},
        {"4 July", "none"},
        {"July", "none"},
        {"Friday", "none"},
        {"July 4, 2025 was a day", "none"},
        {"about July 4, 2025", "none"},
        {"Jully 4, 2025", "none"},
        // Other languages
        {"4 juillet 2025", "2025-07-04"},
        {"1er août 2025", "2025-08-01"},
        {"1er AOÛT 2025", "2025-08-01"},
        {"le 14 février 2025", "2025-02-14"},
        {"vendredi 4 juil. 2025", "2025-07-04"},
        {"4 décembre 2024 à 15h30", "2024-12-04T15:30:00"},
        {"3 de enero de 1990", "1990-01-03"},
        {"3 de septiembre del 2024", "2024-09-03"},
        {"enero de 1990", "1990-01"},
        {"miércoles, 3 de enero de 1990", "1990-01-03"},
        {"4. Juli 2025", "2025-07-04"},
        {"4. März 2025", "2025-03-04"},
        {"Freitag, 4. Juli 2025, 10:15 Uhr", "2025-07-04T10:15:00"},
        {"1. Jänner 2025", "2025-01-01"},
        {"4 de março de 2025", "2025-03-04"},
        {"sexta-feira, 4 de julho de 2025", "2025-07-04"},
        {"1º de dezembro de 2024", "2024-12-01"},
        {"4 luglio 2025", "2025-07-04"},
        {"venerdì 4 luglio 2025 alle 10:15", "2025-07-04T10:15:00"},
        {"4 Temmuz 2025", "2025-07-04"},
        {"4 Temmuz 2025 Cuma", "2025-07-04"},
        {"12 ARALIK 2024", "2024-12-12"}, // capital I of ı
        {"12 Aralık 2024", "2024-12-12"},
        {"5 ŞUBAT 2024", "2024-02-05"},
        {"5 Ağustos 2024 saat 10:15", "2024-08-05T10:15:00"},
        {"4 июля 2025", "2025-07-04"},
        {"4 июля 2025 года", "2025-07-04"},
        {"4 июля 2025 г.", "2025-07-04"},
        {"4 ИЮЛЯ 2025", "2025-07-04"},
        {"4-го мая 2025", "2025-05-04"},
        {"июль 2025", "2025-07"},
        {"пятница, 4 июля 2025, 10:15 МСК", "2025-07-04T10:15:00+03:00"},
        {"12 сент. 2024", "2024-09-12"},
        {"4 липня 2025", "2025-07-04"},
        {"4 липня 2025 року", "2025-07-04"},
        {"24 лютого 2022 р.", "2022-02-24"},
        {"31 грудня 2024 о 23:59", "2024-12-31T23:59:00"},
        {"вересень 2024", "2024-09"},
        {"у липні 2025", "none"},
        {"4 يوليو 2025", "2025-07-04"},
        {"٤ يوليو ٢٠٢٥", "2025-07-04"},
        {"4 تموز 2025", "2025-07-04"},
        {"4 كانون الثاني 2025", "2025-01-04"},
        {"4 تشرين الأول 2024", "2024-10-04"},
        {"4 يوليو/تموز 2025", "2025-07-04"},
        {"4 أغسطس 2025", "2025-08-04"},
        {"الجمعة 4 يوليو 2025", "2025-07-04"},
        // Numbers only
        {"13/07/2025", "2025-07-13"},
        {"07/13/2025", "2025-07-13"},
        {"04/07/2025", "none"}, // July 4 or April 7
        {"04-07-2025", "none"},
        {"07/07/2025", "2025-07-07"},
        {"04.07.2025", "2025-07-04"}, // dots: day first wherever dates are written so
        {"04.07.2025 10:15", "2025-07-04T10:15:00"},
        {"07.13.2025", "none"},
        {"13/13/2025", "none"},
        {"13/07/25", "none"},
        {"13/07-2025", "none"},
        // Around it
        {"  2025-07-04 \n", "2025-07-04"},
        {"\xC2\xA0"
         "2025-07-04",
         "2025-07-04"},
        {"2025-07-04.", "2025-07-04"},
        {"", "none"},
        {" ", "none"},
        {"-", "none"},
        {"\xFF\xFE", "none"},
        {"2025-07-04\xFF", "none"},
        {"12", "none"},
        {"P7D", "none"},
        {"null", "none"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(written(parse_date(row.text)) == row.expect);
    }
}

TEST_CASE("every grammatical case of a Russian or Ukrainian month is read") {
    const char* rows[][8] = {
        {"январь", "января", "январю", "январем", "январе", "ЯНВАРЯ", "янв", "янв."},
        {"січень", "січня", "січню", "січневі", "січнем", "січні", "січ", "СІЧНЯ"},
    };
    for (const auto& forms : rows)
        for (const char* form : forms) {
            CAPTURE(form);
            CHECK(written(parse_date(std::string("3 ") + form + " 2025")) == "2025-01-03");
        }
}

TEST_CASE("what a date writes is read as itself") {
    for (const char* text :
         {"2025", "2025-07", "2025-07-04", "2025-07-04T23:30:00", "2025-07-04T23:30:00-04:00",
          "2025-07-04T23:30:00+05:45", "2025-07-04T00:00:00Z", "2025-07-04T10:00:00-00:30"}) {
        CAPTURE(text);
        CHECK(written(parse_date(text)) == text);
    }
}

TEST_CASE("a partial date knows its precision, days and seconds") {
    struct Row {
        const char* text;
        Precision precision;
        const char* range;
        std::int64_t seconds;
    };
    const Row rows[] = {
        {"2024", Precision::year, "2024-01-01..2024-12-31", 1704067200},
        {"2024-02", Precision::month, "2024-02-01..2024-02-29", 1706745600},
        {"2023-02", Precision::month, "2023-02-01..2023-02-28", 1675209600},
        {"2024-12", Precision::month, "2024-12-01..2024-12-31", 1733011200},
        {"2025-07-04", Precision::day, "2025-07-04..2025-07-04", 1751587200},
        // The day is that of its own wall clock, whatever the offset.
        {"2025-07-04T23:30:00-04:00", Precision::second, "2025-07-04..2025-07-04", 1751671800},
        {"2025-07-04T23:30:00+04:00", Precision::second, "2025-07-04..2025-07-04", 1751671800},
        {"1000", Precision::year, "1000-01-01..1000-12-31", -30610224000},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto date = parse_date(row.text);
        REQUIRE(date);
        CHECK(date->precision() == row.precision);
        CHECK(written(std::optional(date->range())) == row.range);
        CHECK(date->wall_seconds() == row.seconds);
    }
    const PartialDate unknown;
    CHECK_FALSE(unknown);
    CHECK(unknown.precision() == Precision::none);
    CHECK(unknown.to_string().empty());
    CHECK(name_of(Precision::none) == "none");
    CHECK(name_of(Precision::second) == "second");
}

TEST_CASE("a period is read as queries write it") {
    struct Row {
        const char* text;
        const char* expect;
    };
    const Row rows[] = {
        {"2025", "2025-01-01..2025-12-31"},
        {"2025-02", "2025-02-01..2025-02-28"},
        {"2025-07-04", "2025-07-04..2025-07-04"},
        {"July 2025", "2025-07-01..2025-07-31"},
        {"4 липня 2025", "2025-07-04..2025-07-04"},
        {"2025-07-04T23:30:00-04:00", "2025-07-04..2025-07-04"},
        {"today", "2025-03-31..2025-03-31"},
        {"Today", "2025-03-31..2025-03-31"},
        {" yesterday ", "2025-03-30..2025-03-30"},
        {"P1D", "2025-03-31..2025-03-31"},
        {"P7D", "2025-03-25..2025-03-31"},
        {"p7d", "2025-03-25..2025-03-31"},
        {"P2W", "2025-03-18..2025-03-31"},
        {"P1M", "2025-03-01..2025-03-31"}, // February has no 31st
        {"P13M", "2024-03-01..2025-03-31"},
        {"P1Y", "2024-04-01..2025-03-31"},
        {"P1Y1M1W1D", "2024-02-22..2025-03-31"},
        {"P0D", "none"},
        {"P", "none"},
        {"P7", "none"},
        {"PD", "none"},
        {"P1D1W", "none"},
        {"P1W1W", "none"},
        {"PT1H", "none"},
        {"P-7D", "none"},
        {"P9999Y", "none"},
        {"P9999999D", "none"},
        {"P99999999999999999999D", "none"},
        {"tomorrow", "none"},
        {"", "none"},
        {"2025-02-30", "none"},
        {"drone", "none"},
    };
    const Day today = day_from_civil(2025, 3, 31);
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(written(parse_period(row.text, today)) == row.expect);
    }
}

TEST_CASE("the clock gives a day of this century") {
    CHECK(now_seconds() > 1751587200);
    CHECK(today() > day_from_civil(2025, 1, 1));
    CHECK(std::abs(today() - static_cast<Day>(now_seconds() / 86400)) <= 1);
}

TEST_CASE("hostile dates end quickly") {
    const std::size_t size = 1 << 20;
    std::string months;
    while (months.size() < size) months += "Jan/";
    for (const std::string& text :
         {std::string(size, '1'), std::string(size, ' '), std::string(size, 'a'),
          std::string(size, '\xCC'), months, "P" + std::string(size, '9') + "D"}) {
        CHECK_FALSE(parse_date(text));
        CHECK_FALSE(parse_period(text, 0));
        CHECK_FALSE(find_dateline(text));
    }
}
