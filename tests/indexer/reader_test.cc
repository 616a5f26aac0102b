#include "tests/indexer/reader_fixture.h"

#include "schema/error.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sys/stat.h>
#include <zstd.h>

using namespace sitrep;
using namespace sitrep::test;
using Catch::Matchers::Contains;

namespace {

std::string zstd(const std::string& text) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    std::string packed(ZSTD_compressBound(text.size()), '\0');
    packed.resize(ZSTD_compress2(context, packed.data(), packed.size(), text.data(), text.size()));
    ZSTD_freeCCtx(context);
    return packed;
}

std::string line(int id) {
    return R"({"id":")" + std::to_string(id) + R"(","text":"Report number )" +
           std::to_string(id * 7919) + "\"}\n";
}

std::string lines(int from, int to) {
    std::string text;
    for (int id = from; id < to; ++id) text += line(id);
    return text;
}

} // namespace

TEST_CASE("packed input is read as what it holds") {
    const std::string text = lines(0, 1000);
    struct Row {
        const char* what;
        std::string content;
        std::size_t articles;
        const char* reject; // or nullptr
    };
    const std::string packed_gzip = gzip(text);
    const std::string packed_zstd = zstd(text);
    const Row rows[] = {
        {"plain", text, 1000, nullptr},
        {"gzip", packed_gzip, 1000, nullptr},
        {"gzip, two members", gzip(lines(0, 500)) + gzip(lines(500, 1000)), 1000, nullptr},
        {"gzip, a line across members", gzip(text.substr(0, 1234)) + gzip(text.substr(1234)), 1000,
         nullptr},
        {"gzip, an empty member", gzip("") + packed_gzip, 1000, nullptr},
        {"gzip, padded", packed_gzip + std::string(1000, '\0'), 1000, nullptr},
        {"gzip, garbage behind", packed_gzip + "garbage", 1000, "damaged"},
        {"zstd", packed_zstd, 1000, nullptr},
        {"zstd, two frames", zstd(lines(0, 500)) + zstd(lines(500, 1000)), 1000, nullptr},
        {"zstd, a skippable frame", bytes("\x50\x2A\x4D\x18\x03\0\0\0abc") + packed_zstd, 1000,
         nullptr},
        {"zstd, garbage behind", packed_zstd + "garbage", 1000, "damaged"},
        {"gzip, only a header", packed_gzip.substr(0, 5), 0, "cut off"},
        {"zstd, only a header", packed_zstd.substr(0, 5), 0, "cut off"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const Records records = read_content("a.jsonl", row.content);
        CHECK(records.articles.size() == row.articles);
        if (row.reject == nullptr) {
            CHECK(records.rejects.empty());
        } else {
            REQUIRE(records.rejects.size() == 1);
            CHECK_THAT(records.rejects[0].reason, Contains(row.reject));
        }
    }
    SECTION("what was whole before the end is delivered, and one reject says where it broke off") {
        const std::string much = lines(0, 100000);
        for (const std::string& packed : {gzip(much), zstd(much)}) {
            const Records records = read_content("a.jsonl.gz", packed.substr(0, packed.size() / 2));
            CHECK(records.articles.size() > 10000);
            CHECK(records.articles.size() < 90000);
            REQUIRE(records.rejects.size() == 1);
            CHECK(records.rejects[0].origin.line == records.articles.size() + 1);
            CHECK_THAT(records.rejects[0].reason, Contains("cut off"));
            for (std::size_t i = 0; i < records.articles.size(); i += 997)
                REQUIRE(records.articles[i].id == std::to_string(i));
        }
    }
    SECTION("damage is found, if only by the checksum at the end") {
        for (std::string packed : {gzip(text), zstd(text)}) {
            packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
            const Records records = read_content("a.jsonl.gz", packed);
            REQUIRE_FALSE(records.rejects.empty());
            CHECK_THAT(records.rejects.back().reason, Contains("damaged"));
        }
    }
    SECTION("other formats say so too") {
        const std::string table = "id,text\n1,x\n2,\"y\n";
        const Records csv =
            read_content("a.csv.gz", gzip(table + std::string(5000, 'z')).substr(0, 40));
        REQUIRE(csv.rejects.size() == 1);
        CHECK_THAT(csv.rejects[0].reason, Contains("cut off"));
        const Records text_file = read_content("a.txt.gz", packed_gzip.substr(0, 800));
        CHECK(text_file.articles.empty());
        REQUIRE(text_file.rejects.size() == 1);
        CHECK_THAT(text_file.rejects[0].reason, Contains("cut off"));
    }
}

TEST_CASE("the format is known by extension, then by content") {
    struct Row {
        const char* name;
        const char* content;
        const char* text;
    };
    const Row rows[] = {
        {"a.jsonl", R"({"text":"x"})", "x"},
        {"A.JSONL", R"({"text":"x"})", "x"},
        {"a.ndjson", R"({"text":"x"})", "x"},
        {"a.json", R"({"text":"x"})", "x"},
        {"a.txt", R"({"text":"x"})", R"({"text":"x"})"},
        {"a", R"({"text":"x"})", "x"},
        {"a.data", R"( [ {"text":"x"} ] )", "x"},
        {"a.b.csv.gz", "text,id\nx,1\n", "x"},
        {"a", "text,id\nx,1\n", "x"},
        {"a", "text\tid\nx\t1\n", "x"},
        {"a", "text and more, said he.\n", "text and more, said he."},
        {".txt", "x.", "x."},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name, row.content);
        const Records records = read_content(row.name, row.content);
        REQUIRE(records.articles.size() == 1);
        CHECK(records.articles[0].text == row.text);
    }
    ReadOptions options;
    options.format = "jsonl";
    CHECK(read_content("a.txt", R"({"text":"x"})", options).articles.at(0).text == "x");
    for (const InputFormat& format : input_formats()) {
        CHECK_FALSE(format.name.empty());
        CHECK(format.extensions.starts_with('.'));
        CHECK_FALSE(format.help.empty());
    }
}

TEST_CASE("directories are walked in name order") {
    const TemporaryDirectory directory;
    directory.write("b/2.txt", "Two.");
    directory.write("b/10.txt", "Ten.");
    directory.write("a.txt", "First.");
    directory.write("c.jsonl", line(1));
    directory.write(".hidden.txt", "No.");
    directory.write(".git/config.txt", "No.");
    directory.write("d/picture.png", "\x89PNG");
    std::filesystem::create_directory_symlink("..", directory.path() + "/b/loop");
    std::filesystem::create_directory_symlink("nowhere", directory.path() + "/e");
    ::mkfifo((directory.path() + "/pipe").c_str(), 0600);
    const Records records = read_all({directory.path()});
    std::string texts;
    for (const Article& article : records.articles) texts += article.text + " ";
    CHECK(texts == "First. Ten. Two. Report number 7919 ");
    REQUIRE(records.rejects.size() == 3);
    CHECK_THAT(records.rejects[0].origin.file, Contains("d/picture.png"));
    CHECK_THAT(records.rejects[1].origin.file, Contains("/e"));
    CHECK_THAT(records.rejects[1].reason, Contains("No such file"));
    CHECK_THAT(records.rejects[2].reason, Contains("no regular file"));
}

TEST_CASE("what cannot be opened is rejected and the rest goes on") {
    const TemporaryDirectory directory;
    const std::string good = directory.write("good.txt", "Good.");
    const std::string locked = directory.write("locked.txt", "Locked.");
    ::chmod(locked.c_str(), 0);
    const std::string missing = directory.path() + "/missing.txt";
    const Records records = read_all({missing, good, locked, good, ""});
    CHECK(records.articles.size() + records.rejects.size() == 5);
    CHECK(records.articles.size() >= 2);
    REQUIRE_FALSE(records.rejects.empty());
    CHECK(records.rejects[0].origin.file == missing);
    CHECK(records.rejects[0].reason == "cannot open it: No such file or directory");
    if (::geteuid() != 0) CHECK_THAT(records.rejects[1].reason, Contains("Permission denied"));
}

TEST_CASE("a pipe is read like a file") {
    const TemporaryDirectory directory;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const std::string text = lines(0, 100);
    REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(ends[1]);
    const int saved = ::dup(0);
    ::dup2(ends[0], 0);
    RecordStream stream({"-"}, {});
    CHECK_FALSE(stream.bytes_total());
    Record record;
    std::size_t articles = 0;
    while (stream.next(record)) {
        REQUIRE(std::holds_alternative<Article>(record));
        CHECK(std::get<Article>(record).origin.file == "-");
        ++articles;
    }
    ::dup2(saved, 0);
    ::close(saved);
    ::close(ends[0]);
    CHECK(articles == 100);
    CHECK(stream.bytes_read() == text.size());
}

TEST_CASE("progress is told in bytes on disk") {
    const TemporaryDirectory directory;
    const std::string content = gzip(lines(0, 1000));
    const std::string file = directory.write("a.jsonl.gz", content);
    RecordStream stream({file, file}, {});
    CHECK(stream.bytes_total() == 2 * content.size());
    Record record;
    while (stream.next(record)) {
    }
    CHECK(stream.bytes_read() == 2 * content.size());
    CHECK_FALSE(RecordStream({directory.path()}, {}).bytes_total());
}

TEST_CASE("options that make no sense are refused with what is known") {
    struct Row {
        ReadOptions options;
        const char* message;
        const char* hint;
    };
    const Row rows[] = {
        {{"docx", {}, {}}, "no format is called \"docx\"", "jsonl"},
        {{"auto", {{"colour", "x"}}, {}},
         "--map: no member is called \"colour\"",
         "id, url, title"},
        {{"auto", {}, {{"colour", "x"}}},
         "--set: no member is called \"colour\"",
         "id, url, title"},
        {{"auto", {}, {{"date", "soon"}}}, "\"soon\" is not a date", ""},
        {{"auto", {}, {{"lang", "gibberish"}}}, "no value for lang", "code"},
        {{"auto", {}, {{"source", ""}}}, "no value for source", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.message);
        try {
            RecordStream stream({"-"}, row.options);
            FAIL_CHECK("not refused");
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::usage);
            CHECK_THAT(error.message, Contains(row.message));
            CHECK_THAT(error.hint, Contains(row.hint));
        }
    }
}

TEST_CASE("an article without an id gets its url or a hash") {
    Article article;
    article.source = "Clash Report";
    article.title = "A call ended";
    article.date = *parse_date("2025-07-04");
    const std::string id = derive_id(article);
    CHECK(id.size() == 17);
    CHECK(id[0] == 'h');
    CHECK(id.find_first_not_of("0123456789abcdef", 1) == std::string::npos);
    CHECK(derive_id(article) == id);
    const auto changed = [&](auto change) {
        Article other = article;
        change(other);
        return derive_id(other);
    };
    CHECK(changed([](Article& a) { a.text = "Text"; }) == id);
    CHECK(changed([](Article& a) { a.title = "Other"; }) != id);
    CHECK(changed([](Article& a) { a.source = "Other"; }) != id);
    CHECK(changed([](Article& a) { a.date = {}; }) != id);
    CHECK(changed([](Article& a) { a.url = "https://example.org"; }) == "https://example.org");
    // Without a title its first sentence stands for it.
    CHECK(changed([](Article& a) {
              a.title = "";
              a.text = "One. Two.";
          }) != changed([](Article& a) {
              a.title = "";
              a.text = "Three. Two.";
          }));
    CHECK(changed([](Article& a) {
              a.title = "";
              a.text = "One. Two.";
          }) == changed([](Article& a) {
              a.title = "";
              a.text = "One. Three.";
          }));
}

TEST_CASE("a reject is one line of JSON, whatever its bytes") {
    const Reject reject{{"a \"b\".jsonl", 7}, "broken", bytes("x\xFFy\0z\nw")};
    const std::string written = to_json_line(reject);
    CHECK(written.find('\n') == std::string::npos);
    const auto parsed = nlohmann::json::parse(written);
    CHECK(parsed["file"] == "a \"b\".jsonl");
    CHECK(parsed["line"] == 7);
    CHECK(parsed["reason"] == "broken");
    CHECK(parsed["record"] == bytes("x\xEF\xBF\xBDy\0z\nw"));
}
