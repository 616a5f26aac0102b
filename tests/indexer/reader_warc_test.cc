#include "tests/indexer/reader_fixture.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace sitrep;
using namespace sitrep::test;
using Catch::Matchers::Contains;

namespace {

std::string page(const std::string& title) {
    return "<html><head><title>" + title +
           "</title></head><body><p>The convoy left the harbour before dawn, said a dock worker."
           "</p></body></html>";
}

std::string response(const std::string& body, const std::string& headers = "",
                     const std::string& status = "200 OK") {
    return "HTTP/1.1 " + status + "\r\nContent-Type: text/html; charset=utf-8\r\n" + headers +
           "\r\n" + body;
}

std::string record(const std::string& type, const std::string& url, const std::string& block,
                   std::ptrdiff_t wrong_by = 0) {
    return fmt::format("WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: {}\r\nContent-Type: {}\r\n"
                       "Content-Length: {}\r\n\r\n{}\r\n\r\n",
                       type, url, type == "resource" ? "text/html" : "application/http",
                       static_cast<std::ptrdiff_t>(block.size()) + wrong_by, block);
}

std::string ok(int number) {
    return record("response", fmt::format("http://a.example/{}", number),
                  response(page(fmt::format("Page {}", number))));
}

std::string chunked(const std::string& body) {
    std::string result;
    for (std::size_t at = 0; at < body.size(); at += 50)
        result += fmt::format("{:x};x=y\r\n{}\r\n", std::min<std::size_t>(50, body.size() - at),
                              body.substr(at, 50));
    return result + "0\r\n\r\n";
}

std::string titles(const Records& records) {
    std::string all;
    for (const Article& article : records.articles)
        all += (all.empty() ? "" : ", ") + article.title;
    return all;
}

} // namespace

TEST_CASE("each page of an archive is an article") {
    const std::string warc = record("warcinfo", "", "software: x") + ok(1) +
                             record("request", "http://a.example/1", "GET / HTTP/1.1\r\n\r\n") +
                             record("response", "http://a.example/old",
                                    response(page("Moved"), "", "301 Moved Permanently")) +
                             record("response", "http://a.example/x.json",
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}") +
                             record("revisit", "http://a.example/1", response("")) +
                             record("resource", "<http://a.example/2>", page("Page 2"));
    for (const std::string& content : {warc, gzip(warc), gzip(ok(0).substr(0, 0)) + gzip(warc)}) {
        const Records records = read_content("a.warc.gz", content);
        CHECK(records.rejects.empty());
        REQUIRE(records.articles.size() == 2);
        CHECK(records.articles[0].id == "http://a.example/1");
        CHECK(records.articles[0].source == "a.example");
        CHECK(records.articles[0].origin.line == 2);
        CHECK(records.articles[1].url == "http://a.example/2");
        CHECK(titles(records) == "Page 1, Page 2");
    }
    CHECK(read_content("a", warc).articles.size() == 2);
    CHECK(read_content("a.gz", gzip(ok(1)) + gzip(ok(2))).articles.size() == 2);
}

TEST_CASE("bodies are read as they came over the wire") {
    struct Row {
        const char* what;
        std::string message;
        const char* title; // or nullptr: rejected
    };
    const std::string body = page("Page");
    const Row rows[] = {
        {"chunked", response(chunked(body), "Transfer-Encoding: chunked\r\n"), "Page"},
        {"labelled chunked, but not", response(body, "Transfer-Encoding: chunked\r\n"), "Page"},
        {"packed", response(gzip(body), "Content-Encoding: gzip\r\n"), "Page"},
        {"packed and chunked",
         response(chunked(gzip(body)), "content-encoding: GZIP\r\ntransfer-encoding: chunked\r\n"),
         "Page"},
        {"labelled packed, but not", response(body, "Content-Encoding: gzip\r\n"), "Page"},
        {"packed and cut off",
         response(gzip(body).substr(0, gzip(body).size() - 9), "Content-Encoding: gzip\r\n"),
         "Page"},
        {"packed with what is not read", response("\x0B\x02", "Content-Encoding: br\r\n"), nullptr},
        {"line feeds alone", "HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + body, "Page"},
        {"without a type", "HTTP/1.1 200 OK\r\n\r\n" + body, "Page"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const Records records =
            read_content("a.warc", record("response", "http://a.example/", row.message));
        CHECK(records.articles.size() + records.rejects.size() == 1);
        CHECK(titles(records) == (row.title == nullptr ? "" : row.title));
    }
    ReadOptions options;
    options.max_record_bytes = 100'000;
    const std::string much =
        response(gzip(std::string(10'000'000, 'x')), "Content-Encoding: gzip\r\n");
    const Records bomb =
        read_content("a.warc", record("response", "http://a.example/", much), options);
    REQUIRE(bomb.rejects.size() == 1);
    CHECK_THAT(bomb.rejects[0].reason, Contains("longer than 100000"));
}

TEST_CASE("an ARC file is read too, with spaces in addresses") {
    const auto entry = [](const std::string& url, const std::string& type,
                          const std::string& block) {
        return fmt::format("{} 192.0.2.1 20140216050221 {} {}\n{}\n", url, type, block.size(),
                           block);
    };
    const std::string arc = entry("filedesc://a.arc", "text/plain", "1 0 x\nURL IP-address\n") +
                            entry("http://a.example/a b", "text/html", response(page("Page 1"))) +
                            entry("http://a.example/x", "image/png",
                                  "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx");
    for (const std::string& content : {arc, gzip(arc)}) {
        const Records records = read_content("a.arc.gz", content);
        CHECK(records.rejects.empty());
        REQUIRE(records.articles.size() == 1);
        CHECK(records.articles[0].url == "http://a.example/a b");
    }
}

TEST_CASE("a broken archive is read up to the break, and a reject says where") {
    struct Row {
        const char* what;
        std::string content;
        const char* titles;
        const char* reason;
    };
    const std::string cut = ok(1) + ok(2);
    const Row rows[] = {
        {"cut off inside a page", cut.substr(0, cut.size() - 40), "Page 1",
         "record 2, byte 587 of the unpacked archive: the archive ends inside the record"},
        {"cut off inside what is passed over",
         (ok(1) + record("request", "x", "GET / HTTP/1.1")).substr(0, ok(1).size() + 110), "Page 1",
         "ends inside"},
        {"packed and cut off", gzip(ok(1)) + gzip(ok(2)).substr(0, 60), "Page 1", "cut off"},
        {"a length that is too short: found again behind it",
         record("response", "http://a.example/1", response(page("Page 1") + "xx"), -2) + ok(2),
         "Page 1, Page 2", "no record begins here"},
        {"a head without a length", ok(1) + "WARC/1.0\r\nWARC-Type: response\r\n\r\n", "Page 1",
         "how long"},
        {"a head that does not end", ok(1) + "WARC/1.0\r\nWARC-Type: response", "Page 1",
         "does not end"},
        {"a length that is no number", "filedesc://x 0 20140301000000 text/plain -1\n1 0 x\n", "",
         "no head of an ARC record"},
        {"no archive", "Not found", "", "neither a WARC nor an ARC"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const Records records = read_content("a.warc", row.content);
        for (const Reject& reject : records.rejects) UNSCOPED_INFO(reject.reason);
        CHECK(titles(records) == row.titles);
        REQUIRE(records.rejects.size() == 1);
        CHECK_THAT(records.rejects[0].reason, Contains(row.reason));
    }
}
