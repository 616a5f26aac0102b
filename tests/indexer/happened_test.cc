// When it happened: expressions of time in many languages -> days. Every sentence here counts as
// one that reports an event; which do is enrich_events' part, and cases/*.tsv look at both.
#include "indexer/enrich_happened.h"
#include "indexer/when_resolve.h"
#include "indexer/when_words.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <random>
#include <string>
#include <vector>

using namespace sitrep;

namespace {

Article happened_in(const std::string& text, const std::string& date, const std::string& lang) {
    Article article;
    article.text = text;
    article.lang = lang;
    if (!date.empty()) article.date = *parse_date(date);
    ArticleTokens tokens;
    tokens.analyse(article);
    Label every_word{"any", {}};
    for (const Token& token : tokens.text.all())
        every_word.evidence.push_back({Part::text, token.begin, token.end, "", "", 1});
    article.events.push_back(every_word);
    find_happened(article, tokens);
    return article;
}

// "2025-07-03, planned 2025-07-07..2025-07-13"
std::string shown(const Article& article) {
    std::string all;
    for (const EventDate& date : article.happened) {
        if (!all.empty()) all += ", ";
        if (date.planned) all += "planned ";
        all += format_day(date.range.from);
        if (date.range.to != date.range.from) all += ".." + format_day(date.range.to);
    }
    return all;
}

struct Row {
    std::string lang;
    std::string text;
    std::string days;
    std::string date = "2025-07-04"; // a Friday
};

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        const Article article = happened_in(row.text, row.date, row.lang);
        INFO(row.text << " (" << row.date << ")");
        CHECK(shown(article) == row.days);
        for (const EventDate& date : article.happened)
            CHECK(date.evidence.alias ==
                  row.text.substr(date.evidence.begin, date.evidence.end - date.evidence.begin));
    }
}

} // namespace

TEST_CASE("the table of words of time has no line that makes no sense") {
    CHECK(WhenWords::builtin().problems().empty());
    std::vector<std::string> problems;
    const WhenWords words(
        "# a comment\n\nen\tday\t-1\tyesterday\nen\tday\tsoon\tthen\nen\tmoon\t1\tx\n"
        "english\tday\t0\ttoday\nen\tday\t0\nen\tunit\tfortnight\tfortnight\n");
    CHECK(words.problems().size() == 5);
    CHECK(words.problems()[0].find("line 4") == 0);
}

TEST_CASE("English says when in many ways") {
    check({
        {"en", "Shells hit the port on Thursday.", "2025-07-03"},
        {"en", "Shells hit the port Thursday.", "2025-07-03"},
        {"en", "Shells hit the port on Friday.", "2025-07-04"},
        {"en", "Shells hit the port last Friday.", "2025-06-27"},
        {"en", "Shells hit the port late Wednesday.", "2025-07-02"},
        {"en", "Shells hit the port on Monday night.", "2025-06-30"},
        {"en", "Shells hit the port yesterday.", "2025-07-03"},
        {"en", "Shells hit the port the day before yesterday.", "2025-07-02"},
        {"en", "Shells hit the port today.", "2025-07-04"},
        {"en", "Shells hit the port this morning.", "2025-07-04"},
        {"en", "Shells hit the port last night.", "2025-06-30..2025-07-01", "2025-07-01"},
        {"en", "Shells hit the port overnight.", "2025-07-03..2025-07-04"},
        {"en", "Shells hit the port overnight into Thursday.", "2025-07-02..2025-07-03"},
        {"en", "Shells hit the port on the night of July 1.", "2025-07-01..2025-07-02"},
        {"en", "Shells hit the port two days ago.", "2025-07-02"},
        {"en", "Shells hit the port 10 days ago.", "2025-06-24"},
        {"en", "Shells hit the port three weeks ago.", "2025-06-10..2025-06-16"},
        {"en", "Shells hit the port three hours ago.", "2025-07-03..2025-07-04"},
        {"en", "Shells hit the port 48 hours ago.", "2025-07-02"},
        {"en", "Shells hit the port hours ago.", "2025-07-03..2025-07-04"},
        {"en", "Shells hit the port a few days ago.", "2025-06-28..2025-07-02"},
        {"en", "Shells hit the port last week.", "2025-06-23..2025-06-29"},
        {"en", "Shells hit the port last month.", "2025-06-01..2025-06-30"},
        {"en", "Shells hit the port earlier this week.", "2025-06-30..2025-07-04"},
        {"en", "Shells hit the port at the weekend.", "2025-06-28..2025-06-29"},
        {"en", "Shells hit the port over the past 24 hours.", "2025-07-03..2025-07-04"},
        {"en", "Shells hit the port during the last 48 hours.", "2025-07-02..2025-07-04"},
        {"en", "Shells have hit the port over the past three days.", "2025-07-01..2025-07-04"},
        {"en", "Shells fell on the port over the past week.", "2025-06-27..2025-07-04"},
        {"en", "Shells have hit the port since Tuesday.", "2025-07-01..2025-07-04"},
        {"en", "Shells have hit the port from Monday to Wednesday.", "2025-06-30..2025-07-02"},
        {"en", "Shells hit the port on July 3.", "2025-07-03"},
        {"en", "Shells hit the port on 3 July.", "2025-07-03"},
        {"en", "Shells hit the port on July 3rd.", "2025-07-03"},
        {"en", "Shells hit the port on the 3rd of July.", "2025-07-03"},
        {"en", "Shells hit the port on July 3, 2025.", "2025-07-03"},
        {"en", "Shells hit the port on Thursday, July 3, killing two.", "2025-07-03"},
        {"en", "Shells hit the port on Jan. 5, officials said.", "2025-01-05", "2025-01-07"},
        {"en", "Shells hit the port on December 30.", "2024-12-30", "2025-01-02"},
        {"en", "Shells hit the port July 1-3.", "2025-07-01..2025-07-03"},
        {"en", "Shells hit the port on 1-3 July.", "2025-07-01..2025-07-03"},
        {"en", "Shells hit the port between 1 and 3 July.", "2025-07-01..2025-07-03"},
        {"en", "Shells hit the port between July 1 and July 3.", "2025-07-01..2025-07-03"},
        {"en", "Shells hit the port from 29 June to 2 July.", "2025-06-29..2025-07-02"},
        {"en", "Shells hit the port June 30 - July 2.", "2025-06-30..2025-07-02"},
        {"en", "Shells hit the port from June 30 – July 2, 2025.", "2025-06-30..2025-07-02"},
        {"en", "Shells hit the port on the evening of July 1.", "2025-07-01"},
        {"en", "Shells hit the port on 14 and 15 June.", "2025-06-14..2025-06-15"},
        {"en", "Shells hit the port on 2025-07-03.", "2025-07-03"},
        {"en", "Shells hit the port on 13/06/2025.", "2025-06-13"},
        {"en", "Shells hit the port in June.", "2025-06-01..2025-06-30"},
        {"en", "Shells hit the port in early June.", "2025-06-01..2025-06-10"},
        {"en", "Shells hit the port in mid-June.", "2025-06-10..2025-06-20"},
        {"en", "Shells hit the port in late June.", "2025-06-20..2025-06-30"},
        {"en", "Shells hit the port in May.", "2025-05-01..2025-05-31"},
        {"en", "Shells hit the port on Wednesday. The next day a mine killed two.",
         "2025-07-02, 2025-07-03"},
        {"en", "Shells hit the port on 20 June. Two days later a mine killed two.",
         "2025-06-20, 2025-06-22"},
    });
}

TEST_CASE("capitals of the wire are read like any other") {
    check({
        {"en", "REBELS KILLED TWO SOLDIERS ON 30 DECEMBER.", "1989-12-30", "1990-01-03"},
        {"en", "REBELS KILLED TWO SOLDIERS ON 2 JAN.", "1990-01-02", "1990-01-03"},
        {"en", "REBELS KILLED TWO SOLDIERS ON 2 JAN 90.", "1990-01-02", "1990-01-03"},
        {"en", "REBELS KILLED TWO SOLDIERS YESTERDAY.", "1990-01-02", "1990-01-03"},
        {"en", "REBELS KILLED TWO SOLDIERS LAST NIGHT.", "1989-12-31..1990-01-01", "1990-01-01"},
        {"en", "SAN SALVADOR, 3 JAN 90 - REBELS KILLED TWO SOLDIERS ON MONDAY.", "1990-01-01",
         "1990-01-03"},
    });
}

TEST_CASE("other languages say when") {
    check({
        {"de", "Am Montag schlugen Granaten im Hafen ein.", "2025-06-30"},
        {"de", "Gestern schlugen Granaten im Hafen ein.", "2025-07-03"},
        {"de", "Vor zwei Tagen schlugen Granaten im Hafen ein.", "2025-07-02"},
        {"de", "Am 3. Juli schlugen Granaten im Hafen ein.", "2025-07-03"},
        {"de", "In der Nacht zum Dienstag schlugen Granaten ein.", "2025-06-30..2025-07-01"},
        {"de", "Am vergangenen Mittwoch schlugen Granaten ein.", "2025-07-02"},
        {"de", "Vergangene Woche schlugen Granaten ein.", "2025-06-23..2025-06-29"},
        {"de", "Seit Dienstag schlagen Granaten ein.", "2025-07-01..2025-07-04"},
        {"de", "Die Granaten schlugen hier am Donnerstagabend ein.", "2025-07-03"},
        {"fr", "Des obus ont frappé le port hier.", "2025-07-03"},
        {"fr", "Des obus ont frappé le port jeudi.", "2025-07-03"},
        {"fr", "Des obus ont frappé le port vendredi dernier.", "2025-06-27"},
        {"fr", "Des obus ont frappé le port il y a trois jours.", "2025-07-01"},
        {"fr", "Des obus ont frappé le port avant-hier.", "2025-07-02"},
        {"fr", "Des obus ont frappé le port le 1er juillet.", "2025-07-01"},
        {"fr", "Des obus ont frappé le port le 14 juin 2025.", "2025-06-14"},
        {"fr", "Des obus ont frappé le port la semaine dernière.", "2025-06-23..2025-06-29"},
        {"fr", "Des obus ont frappé le port dans la nuit.", "2025-07-03..2025-07-04"},
        {"es", "Los obuses cayeron ayer en el puerto.", "2025-07-03"},
        {"es", "Los obuses cayeron anoche en el puerto.", "2025-06-30..2025-07-01", "2025-07-01"},
        {"es", "Los obuses cayeron el viernes en el puerto.", "2025-07-04"},
        {"es", "Los obuses cayeron el lunes pasado en el puerto.", "2025-06-30"},
        {"es", "Los obuses cayeron hace tres días en el puerto.", "2025-07-01"},
        {"es", "Los obuses cayeron el 3 de enero en el puerto.", "1990-01-03", "1990-01-05"},
        {"es", "Los obuses cayeron el 3 de enero de 1990.", "1990-01-03", "1990-01-05"},
        {"es", "Los obuses cayeron la semana pasada.", "2025-06-23..2025-06-29"},
        {"es", "Los obuses cayeron el domingo.", "2025-06-29"},
        {"pt", "As granadas caíram ontem no porto.", "2025-07-03"},
        {"pt", "As granadas caíram na segunda-feira.", "2025-06-30"},
        {"pt", "As granadas caíram há três dias.", "2025-07-01"},
        {"pt", "As granadas caíram em 2 de julho.", "2025-07-02"},
        {"it", "Le granate sono cadute ieri sul porto.", "2025-07-03"},
        {"it", "Le granate sono cadute due giorni fa.", "2025-07-02"},
        {"it", "Le granate sono cadute lunedì.", "2025-06-30"},
        {"it", "Le granate sono cadute il 2 luglio.", "2025-07-02"},
        {"tr", "Top mermileri dün limana düştü.", "2025-07-03"},
        {"tr", "Top mermileri pazartesi günü limana düştü.", "2025-06-30"},
        {"tr", "Top mermileri iki gün önce limana düştü.", "2025-07-02"},
        {"tr", "Top mermileri 2 Temmuz'da limana düştü.", "2025-07-02"},
        {"tr", "Top mermileri geçen hafta limana düştü.", "2025-06-23..2025-06-29"},
        {"ru", "Снаряды упали на порт вчера.", "2025-07-03"},
        {"ru", "Снаряды упали на порт в пятницу.", "2025-07-04"},
        {"ru", "Снаряды упали на порт 3 июля.", "2025-07-03"},
        {"ru", "Снаряды упали на порт 3 июля 2025 года.", "2025-07-03"},
        {"ru", "Снаряды упали на порт в ночь на 3 июля.", "2025-07-02..2025-07-03"},
        {"ru", "Снаряды упали на порт в ночь на пятницу.", "2025-07-03..2025-07-04"},
        {"ru", "Снаряды упали на порт три дня назад.", "2025-07-01"},
        {"ru", "Снаряды упали на порт в прошлый вторник.", "2025-07-01"},
        {"ru", "Снаряды упали на порт на прошлой неделе.", "2025-06-23..2025-06-29"},
        {"ru", "Снаряды падали на порт за сутки.", "2025-07-03..2025-07-04"},
        {"ru", "Снаряды упали на порт 03.07.2025.", "2025-07-03"},
        {"uk", "Снаряди влучили в порт учора.", "2025-07-03"},
        {"uk", "Снаряди влучили в порт у ніч на 3 липня.", "2025-07-02..2025-07-03"},
        {"uk", "Снаряди влучили в порт минулої п'ятниці.", "2025-06-27"},
        {"uk", "Снаряди влучили в порт у п’ятницю.", "2025-07-04"},
        {"uk", "Снаряди влучили в порт два дні тому.", "2025-07-02"},
        {"uk", "Снаряди влучили в порт 30-го червня.", "2025-06-30"},
        {"uk", "Снаряди влучали в порт за минулу добу.", "2025-07-03..2025-07-04"},
        {"pl", "Pociski spadły na port wczoraj.", "2025-07-03"},
        {"pl", "Pociski spadły na port w poniedziałek.", "2025-06-30"},
        {"pl", "Pociski spadły na port 2 lipca.", "2025-07-02"},
        {"ar", "سقطت قذائف على الميناء أمس.", "2025-07-03"},
        {"ar", "سقطت قذائف على الميناء يوم الجمعة.", "2025-07-04"},
        {"ar", "سقطت قذائف على الميناء يوم الاثنين الماضي.", "2025-06-30"},
        {"ar", "سقطت قذائف على الميناء في 3 يوليو.", "2025-07-03"},
        {"ar", "سقطت قذائف على الميناء في 3 يوليو/تموز 2025.", "2025-07-03"},
        {"ar", "سقطت قذائف على الميناء قبل يومين.", "2025-07-02"},
        {"ar", "سقطت قذائف على الميناء قبل ثلاثة أيام.", "2025-07-01"},
        {"ar", "سقطت قذائف على الميناء الأسبوع الماضي.", "2025-06-23..2025-06-29"},
        {"ar", "سقطت قذائف على الميناء في ٣ كانون الثاني.", "2025-01-03", "2025-01-05"},
        {"fa", "گلوله‌ها دیروز به بندر اصابت کردند.", "2025-07-03"},
        {"fa", "گلوله‌ها روز دوشنبه به بندر اصابت کردند.",
         "2025-06-30"},
        {"fa", "گلوله‌ها دو روز پیش به بندر اصابت کردند.",
         "2025-07-02"},
        {"fa", "گلوله‌ها ۱۲ تیر به بندر اصابت کردند.", "2025-07-03"},
        {"fa", "گلوله‌ها ۱۲ تیر ۱۴۰۴ به بندر اصابت کردند.",
         "2025-07-03"},
        {"he", "פגזים פגעו בנמל אתמול.", "2025-07-03"},
        {"he", "פגזים פגעו בנמל ביום שני.", "2025-06-30"},
        {"he", "פגזים פגעו בנמל ב-3 ביולי.", "2025-07-03"},
        {"he", "פגזים פגעו בנמל לפני יומיים.", "2025-07-02"},
        {"he", "פגזים פגעו בנמל בשבוע שעבר.", "2025-06-23..2025-06-29"},
        {"zh", "7月3日，炮弹击中港口。", "2025-07-03"},
        {"zh", "昨天，炮弹击中港口。", "2025-07-03"},
        {"ja", "3日、砲弾が港に命中した。7月2日にも。", "2025-07-02"},
    });
}

TEST_CASE("plans are told from reports") {
    check({
        {"en", "Envoys will meet on Monday.", "planned 2025-07-07"},
        {"en", "On Monday, envoys will meet.", "planned 2025-07-07"},
        {"en", "Talks are scheduled for 3 August.", "planned 2025-08-03"},
        {"en", "Talks are planned for May 2026.", "planned 2026-05-01..2026-05-31"},
        {"en", "Envoys meet tomorrow.", "planned 2025-07-05"},
        {"en", "Envoys meet next week.", "planned 2025-07-07..2025-07-13"},
        {"en", "Envoys will meet on January 5.", "planned 2026-01-05", "2025-12-20"},
        {"en", "The army said on Thursday that envoys will meet on Monday.",
         "2025-07-03, planned 2025-07-07"},
        {"en", "Envoys met on Monday.", "2025-06-30"},
        {"en", "Envoys will meet after Monday's attack.", "2025-06-30"},
        {"en", "The truce expires at midnight on Sunday.", "planned 2025-07-06"},
        {"fr", "Les pourparlers reprendront lundi.", "planned 2025-07-07"},
        {"es", "Las conversaciones se reanudarán el lunes.", "planned 2025-07-07"},
        {"de", "Die Gespräche sollen am Montag beginnen.", "planned 2025-07-07"},
        {"fr", "Les délégués doivent se réunir lundi.", "planned 2025-07-07"},
        {"es", "Los delegados se reunirán el lunes.", "planned 2025-07-07"},
        {"ru", "Переговоры состоятся в понедельник.", "planned 2025-07-07"},
        {"uk", "Переговори відбудуться в понеділок.", "planned 2025-07-07"},
        {"tr", "Heyetler pazartesi günü görüşecek.", "planned 2025-07-07"},
    });
}

TEST_CASE("days of speaking and of history give way to those of the event") {
    check({
        {"en", "Two died on Wednesday, the army said on Thursday.", "2025-07-02"},
        {"en", "The army said on Thursday that two had died.", "2025-07-03"},
        {"en", "The army said that on Wednesday two had died. It vowed on Thursday to fight.",
         "2025-07-02, 2025-07-03"},
        {"en", "The army reports today that two died.", "2025-07-04"},
        {"en", "Russia, which annexed Crimea in 2014, shelled the port on Thursday.", "2025-07-03"},
        {"en", "The base, open since 1954, was hit on Sunday.", "2025-06-29"},
        {"en", "Troops under Resolution 1701 of 11 August 2006 came under fire on Sunday.",
         "2025-06-29"},
        {"en", "The attack on the anniversary of 3 July killed two.", ""},
        {"en", "Two died as shells hit the port; War Daily Report 2 July 2025.", ""},
        {"en", "The 19 April Movement today set off a bomb.", "2025-07-04"},
        {"en", "Nine years ago today a bomb killed two. On Monday another did.", "2025-06-30"},
        {"en", "A bomb killed two a year ago today.", "2024-07-04"},
        {"en", "Bombs killed forty in 2019.", "2019-01-01..2019-12-31"},
        {"en", "A report of Monday says bombs killed two on March 4, 2023.",
         "2025-06-30, 2023-03-04"},
        {"en", "A report published on Monday says bombs killed two on March 4, 2023.",
         "2025-06-30, 2023-03-04"},
        {"en", "A bomb killed two on 22 January 1988.", "1988-01-22"},
        {"en", "A bomb killed two on 22 January 1988. On Monday another did.", "2025-06-30"},
    });
}

TEST_CASE("where no date is given, clocks, now and the present perfect tell the day") {
    check({
        {"en", "A bomb went off at 2115 (0315 GMT).", "2025-07-03..2025-07-04"},
        {"en", "A bomb went off at 7:30 in the market.", "2025-07-03..2025-07-04"},
        {"en", "A bomb went off on Monday at 7:30. Shots were heard at 8:15.", "2025-06-30"},
        {"en", "Fighting is still going on in the port.", "2025-07-04"},
        {"en", "Gunmen have killed two soldiers.", "2025-07-03..2025-07-04"},
        {"en", "A 36-year-old candidate has died of gunshot wounds.", "2025-07-03..2025-07-04"},
        {"en", "The war has killed 40,000 people in two years.", ""},
        {"en", "Fighting has gone on since the spring.", ""},
        {"uk", "У порту наразі лунають вибухи.", "2025-07-04"},
        {"ru", "В порту сейчас слышны взрывы.", "2025-07-04"},
        {"en", "Gunmen killed two soldiers.", ""},
        {"en", "Gunmen have killed two soldiers.", "", ""},
    });
}

TEST_CASE("what is no date gives none") {
    check({
        {"en", "May said the attack was an outrage.", ""},
        {"en", "Troops march on the city, and the crowd may resist.", ""},
        {"en", "Sat in a cellar, she heard the sun-bleached roof fall.", ""},
        {"en", "A T-72 and 3 trucks burned.", ""},
        {"en", "Some 1989 people and 30 houses burned.", ""},
        {"en", "An August body of men fought hier and there.", ""},
        {"en", "They were taken against their will.", ""},
        {"en", "A reporter of the Sunday Times was shot.", ""},
        {"en", "The funeral march of the 10 union members killed by a bomb went ahead.", ""},
        {"en", "Troops set up by Decree No 814 of 19 April 2025 shot two.", ""},
        {"de", "Hier wurde gekämpft.", ""},
        {"en", "Shells hit the port on Thursday.", "", ""},
        {"en", "Shells hit the port yesterday.", "", ""},
        {"en", "Shells hit the port on 31 June 2025.", ""},
        {"en", "", ""},
    });
    // Without a date of its own, only whole dates.
    check({{"en", "Shells hit the port on 3 July 2025, then on Friday.", "2025-07-03", ""}});
}

TEST_CASE("days of the Iranian calendar are those of the almanacs") {
    CHECK(day_from_jalali(1403, 1, 1) == day_from_civil(2024, 3, 20));
    CHECK(day_from_jalali(1404, 1, 1) == day_from_civil(2025, 3, 21));
    CHECK(day_from_jalali(1357, 11, 22) == day_from_civil(1979, 2, 11));
    CHECK(day_from_jalali(1401, 12, 29) == day_from_civil(2023, 3, 20));
    CHECK_FALSE(day_from_jalali(1404, 13, 1));
}

TEST_CASE("nonsense of any kind and size neither fails nor takes long") {
    std::mt19937 dice(7);
    const std::vector<std::string> words{
        "on",      "the",   "night", "of",         "July",  "3",     "-",          "and",
        "between", "from",  "to",    "since",      "last",  "week",  "Friday",     "ago",
        "two",     "days",  "2025",  "в",          "ночь",  "на",    "5",          "июля",
        "vor",     "Tagen", "il",    "y",          "a",     "jours", "early",      "mid",
        "will",    "said",  ".",     ",",          "\n\n",  "99999", "2025-13-45", "يوم",
        "الجمعة",  "7月",   "3日",   "03.07.2025", "1/2/3", "next",  "overnight",  "into",
        "ב-3",     "ביולי"};
    for (int round = 0; round < 300; ++round) {
        std::string soup;
        for (int i = 0; i < 200; ++i)
            soup += words[dice() % words.size()] + (dice() % 4 ? " " : "");
        for (const char* lang : {"en", "ru", "tr", ""}) happened_in(soup, "2025-07-04", lang);
        std::string bytes;
        for (int i = 0; i < 500; ++i) bytes += static_cast<char>(dice() % 256);
        happened_in(bytes, "1000-01-01", "en");
        happened_in(soup, "9999-12-31", "fa");
    }
    std::string half;
    for (int i = 0; i < 100'000; ++i) half += words[dice() % words.size()] + " ";
    const auto seconds = [](const std::string& text) {
        const auto start = std::chrono::steady_clock::now();
        happened_in(text, "2025-07-04", "en");
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    CHECK(seconds(half + half) < 6 * seconds(half) + 0.1);
}
