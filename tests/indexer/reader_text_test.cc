#include "tests/indexer/reader_fixture.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;
using Catch::Matchers::Contains;

namespace {

const std::string body = "A call between two presidents ended without a result on Friday.\n"
                         "Within hours drones hit a quarter of the capital.";

} // namespace

TEST_CASE("a page of text gives its title, date, source and sections") {
    struct Row {
        const char* what;
        std::string page;
        const char* expect; // title | date | source | authors | sections
        std::string text = body;
    };
    const Row rows[] = {
        {"a dateline glued to its source, labels behind",
         "July 04, 2025Clash Report\n" + body +
             "\nUkraine - Russia War\nJuly 2025\nUkraine - Russia War\nJuly 2025\nMiddle "
             "East\nJuly 2025",
         "|2025-07-04|Clash Report||Ukraine - Russia War; Middle East"},
        {"a title before it", "A call ends\nJuly 4, 2025 | Clash Report\n\n" + body,
         "A call ends|2025-07-04|Clash Report||"},
        {"a title behind it", "July 4, 2025\n\nWhat the call means?\n\n" + body,
         "What the call means?|2025-07-04|||"},
        {"a title alone", "A call ends\n\n" + body, "A call ends||||"},
        {"a title close to the text", "A call ends\n" + body, "A call ends||||"},
        {"no title: a sentence", body, "||||"},
        {"no title: a single line", "A call ends", "||||", "A call ends"},
        {"a wrapped paragraph is no title",
         "A call between two presidents ended without any result on Friday, and\nwithin hours "
         "drones hit.",
         "||||",
         "A call between two presidents ended without any result on Friday, and\nwithin hours "
         "drones hit."},
        {"nor is it where the next line starts with a name",
         "Two presidents, who had met before, talked on Friday: President\nDonald Trump and "
         "President Vladimir\nPutin. It ended soon.",
         "||||",
         "Two presidents, who had met before, talked on Friday: President\nDonald Trump and "
         "President Vladimir\nPutin. It ended soon."},
        {"a byline", "A call ends\nBy Jane Doe and John Roe\nJuly 4, 2025\n\n" + body,
         "A call ends|2025-07-04||Jane Doe; John Roe|"},
        {"a sentence that begins with By", "By Friday evening the city had fallen.\n" + body,
         "||||", "By Friday evening the city had fallen.\n" + body},
        {"head lines",
         "Title: A call ends\nDate: 4 July 2025\nSource: Clash Report\nAuthors: Jane Doe, John "
         "Roe\n"
         "Section: War\nURL: https://example.org\nLanguage: en\n\n" +
             body,
         "A call ends|2025-07-04|Clash Report|Jane Doe; John Roe|War"},
        {"a head line that is no date stays", "Date: soon\n" + body, "||||", "Date: soon\n" + body},
        {"a colon later is no head line", body + "\nSource: a friend", "||||",
         body + "\nSource: a friend"},
        {"an inline dateline stays", "KYIV, July 4, 2025 (Reuters) - Drones hit.",
         "|2025-07-04|Reuters||", "KYIV, July 4, 2025 (Reuters) - Drones hit."},
        {"a title and an inline dateline",
         "Drones hit the capital\n\nKYIV, July 4, 2025 (Reuters) - Drones hit.",
         "Drones hit the capital|2025-07-04|Reuters||",
         "KYIV, July 4, 2025 (Reuters) - Drones hit."},
        {"carriage returns", "A call ends\r\n\r\n" + body + "\r\n", "A call ends||||"},
        {"labels in other languages",
         body + "\n\nВійна\nлипень 2025\n\nБлизький Схід\nчервень 2025\n",
         "||||Війна; Близький Схід"},
        {"labels with titles",
         body + "\nMiddle East\nTalks resume\nJuly 2025\nAmerica\nTariffs rise\nJuly 4, 2025",
         "||||Middle East; America"},
        {"one label and month are part of the text", body + "\nJane Doe\nJuly 2025", "||||",
         body + "\nJane Doe\nJuly 2025"},
        {"related links", body + "\nRelated articles\nDrones hit Odesa\nTalks resume in Istanbul",
         "||||"},
        {"read more", body + "\nRead more:\nDrones hit Odesa", "||||"},
        {"related, with sentences behind it, is text", body + "\nRelated\nThis is a sentence.",
         "||||", body + "\nRelated\nThis is a sentence."},
        {"labels alone are not cut to nothing", "Middle East\nJuly 2025\nAmerica\nJuly 2025",
         "Middle East|2025-07|||", "America\nJuly 2025"},
        {"a Cyrillic title", "Розмова завершилася без результату\n4 липня 2025\n" + body,
         "Розмова завершилася без результату|2025-07-04|||"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const Records records = read_content("a.txt", row.page);
        REQUIRE(records.rejects.empty());
        REQUIRE(records.articles.size() == 1);
        const Article& a = records.articles[0];
        CHECK(a.title + "|" + a.date.to_string() + "|" + a.source + "|" + joined(a.authors) + "|" +
                  joined(a.sections) ==
              row.expect);
        CHECK(a.text == row.text);
        CHECK(a.origin.line == 0);
        CHECK_FALSE(a.id.empty());
    }
}

TEST_CASE("text in other encodings is converted or rejected") {
    struct Row {
        const char* name;
        std::string content;
        const char* expect; // the text, or ! and the reason
    };
    std::string wide;
    for (const char16_t c : u"\uFEFFКиїв 🚀 під вогнем.") {
        if (c == 0) break;
        wide += static_cast<char>(c & 0xFF);
        wide += static_cast<char>(c >> 8);
    }
    std::string big_endian = wide;
    for (std::size_t i = 0; i + 1 < big_endian.size(); i += 2)
        std::swap(big_endian[i], big_endian[i + 1]);
    const Row rows[] = {
        {"bom.txt",
         "\xEF\xBB\xBF"
         "Київ.",
         "Київ."},
        {"le.txt", wide, "Київ 🚀 під вогнем."},
        {"be.txt", big_endian, "Київ 🚀 під вогнем."},
        {"half.txt", wide + "x", "Київ 🚀 під вогнем.\xEF\xBF\xBD"},
        {"single.txt", bytes("\xFF\xFE\x3D\xD8.\0"), "\xEF\xBF\xBD."}, // half a surrogate pair
        {"latin1.txt", "Caf\xE9.", "!byte 4 of it is not valid UTF-8"},
        {"nul.txt", bytes("a\0b"), "!binary data"},
        {"control.txt", "\x01\x02\x03\x04 a", "!binary data"},
        {"empty.txt", "", "!it is empty"},
        {"blank.txt", " \n\n ", "!no text"},
        {"a.pdf", "%PDF-1.4 ...", "!no format I know"},
        {"pdf.txt", "%PDF-1.4 ...", "!a PDF document"},
        {"picture.txt", "\x89PNG\r\n\x1A\n", "!a PNG picture"},
        {"photo",
         "\xFF\xD8\xFF\xE0"
         "JFIF",
         "!no format I know"},
        {"README", "A readable sentence.", "A readable sentence."},
        {"notes.md", "A readable sentence.", "A readable sentence."},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const Records records = read_content(row.name, row.content);
        REQUIRE(records.articles.size() + records.rejects.size() == 1);
        if (row.expect[0] == '!') {
            REQUIRE(records.rejects.size() == 1);
            CHECK_THAT(records.rejects[0].reason, Contains(row.expect + 1));
        } else {
            REQUIRE(records.articles.size() == 1);
            CHECK(records.articles[0].text == row.expect);
        }
    }
}

TEST_CASE("a text over the limit is rejected") {
    ReadOptions options;
    options.max_record_bytes = 1000;
    const Records records = read_content("a.txt", std::string(100000, 'x'), options);
    REQUIRE(records.rejects.size() == 1);
    CHECK_THAT(records.rejects[0].reason, Contains("longer than 1000 bytes"));
}

TEST_CASE("a shown title is the title or the first sentence") {
    struct Row {
        const char* title;
        std::string text;
        std::string expect;
    };
    const std::string words = [] {
        std::string text;
        while (text.size() < 400) text += "drones ";
        return text;
    }();
    const Row rows[] = {
        {"T", "First. Second.", "T"},
        {"", "First. Second.", "First."},
        {"", "First\nSecond.", "First"},
        {"", "\n\nFirst! Second.", "First!"},
        {"", "The U.S. President spoke. He left.", "The U.S. President spoke."},
        {"", "Gen. Milley spoke. He left.", "Gen. Milley spoke."},
        {"", "It cost 3.5 million. Yes.", "It cost 3.5 million."},
        {"", "“Stop.” He left.", "“Stop.”"},
        {"", "KYIV, July 4 (Reuters) - Drones flew. More.", "Drones flew."},
        {"", "July 4, 2025Clash Report\nDrones flew. More.", "Drones flew."},
        {"", words, words.substr(0, 160)},
        {"", "many " + words, "many " + words.substr(0, 153)},
        {"", std::string(400, 'x'), std::string(160, 'x')},
        {"", "停火了。他们说", "停火了。"},
        {"", "", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        Article article;
        article.title = row.title;
        article.text = row.text;
        const std::string shown = shown_title(article);
        CHECK(shown.size() <= 160);
        CHECK(shown == row.expect);
    }
}
