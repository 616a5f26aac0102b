#include "indexer/follow_source.h"
#include "indexer/follow_store.h"
#include "indexer/http_client.h"
#include "indexer/opml.h"
#include "indexer/robots.h"
#include "schema/error.h"
#include "tests/indexer/reader_fixture.h"

#include <catch2/catch.hpp>

using namespace sitrep;
using namespace sitrep::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

TEST_CASE("robots.txt is read as RFC 9309 says", "[follow]") {
    struct Row {
        const char* file;
        const char* target;
        bool allowed;
    };
    const Row rows[] = {
        {"", "/a", true},
        {"User-agent: *\nDisallow:\n", "/a", true},
        {"User-agent: *\nDisallow: /\n", "/a", false},
        {"User-agent: *\nDisallow: /a\n", "/abc", false},
        {"User-agent: *\nDisallow: /a\n", "/b/a", true},
        {"User-agent: *\nDisallow: /a/\n", "/a", true},
        {"user-AGENT: *\r\nDISALLOW: /a # all of it\r\n", "/a", false},
        {"User-agent: *\rDisallow: /a\r", "/a", false},
        {"\xEF\xBB\xBFUser-agent: *\nDisallow: /a\n", "/a", false},
        // the longest rule counts, and of two as long the one that allows
        {"User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true},
        {"User-agent: *\nAllow: /a/b\nDisallow: /a\n", "/a/c", false},
        {"User-agent: *\nAllow: /a\nDisallow: /a\n", "/a", true},
        {"User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true},
        // groups
        {"User-agent: *\nDisallow: /\nUser-agent: Sitrep\nDisallow: /x\n", "/a", true},
        {"User-agent: *\nDisallow: /\nUser-agent: Sitrep/1.0 (bot)\nDisallow: /x\n", "/x", false},
        {"User-agent: other\nDisallow: /\n", "/a", true},
        {"User-agent: sitrep\nUser-agent: other\nDisallow: /a\n", "/a", false},
        {"User-agent: other\nDisallow: /b\nUser-agent: sitrep\nDisallow: /a\n", "/b", true},
        {"User-agent: sitrep\nDisallow: /a\nUser-agent: b\nUser-agent: sitrep\nDisallow: /b\n",
         "/b", false},
        {"User-agent: sitrepbot\nDisallow: /\n", "/a", true},
        {"Disallow: /a\n", "/a", true}, // of no group
        // marks
        {"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf", false},
        {"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf?z", true},
        {"User-agent: *\nDisallow: /a*c*e\n", "/abcde", false},
        {"User-agent: *\nDisallow: /a*c*e\n", "/aec", true},
        {"User-agent: *\nDisallow: /a$\n", "/a", false},
        {"User-agent: *\nDisallow: /a$\n", "/ab", true},
        {"User-agent: *\nDisallow: *\n", "/a", false},
        {"User-agent: *\nDisallow: /*a*a$\n", "/ba", true},
        {"User-agent: *\nDisallow: /?q=\n", "/?q=1", false},
        // octets
        {"User-agent: *\nDisallow: /a%62c\n", "/abc", false},
        {"User-agent: *\nDisallow: /%D0%B0\n", "/а", false},
        {"User-agent: *\nDisallow: /а\n", "/%d0%b0", false},
        {"User-agent: *\nDisallow: /a%2Fb\n", "/a/b", true},
        {"User-agent: *\nDisallow: /%\n", "/%", false},
        // what means nothing
        {"<html>\n:\nUser-agent\nUser-agent: *\nnonsense: x\nDisallow: /a\n", "/a", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.file, row.target);
        CHECK(Robots(row.file).allows(row.target) == row.allowed);
    }
    CHECK(Robots::all().allows("/a"));
    CHECK_FALSE(Robots::none().allows("/a"));
}

TEST_CASE("a robots.txt asks for a pause, of a minute at most", "[follow]") {
    CHECK(Robots("User-agent: *\nCrawl-delay: 5\n").delay() == 5s);
    CHECK(Robots("User-agent: *\nCrawl-delay: 99999\n").delay() == 60s);
    CHECK(Robots("User-agent: *\nCrawl-delay: 9\nUser-agent: sitrep\nCrawl-delay: 2\n").delay() ==
          2s);
    CHECK_FALSE(Robots("User-agent: sitrep\nDisallow: /a\n").delay());
}

TEST_CASE("a hostile robots.txt costs little", "[follow]") {
    std::string file = "User-agent: *\n";
    for (int i = 0; i < 5000; ++i) file += "Disallow: /" + std::string(500, '*') + "a*b*c*d\n";
    const Robots robots(file);
    CHECK(robots.allows("/" + std::string(4000, 'a')));
    CHECK(Robots("User-agent: *\nDisallow: /" + std::string(5000, 'a') + "\n").allows("/aaaa"));
}

TEST_CASE("addresses come apart", "[follow]") {
    struct Row {
        const char* url;
        const char* host;
        const char* target;
        const char* origin;
    };
    const Row rows[] = {
        {"https://Example.org/a?b=c#d", "example.org", "/a?b=c", "https://example.org"},
        {"http://example.org:8080", "example.org", "/", "http://example.org:8080"},
        {"http://user:word@example.org/x", "example.org", "/x", "http://example.org"},
        {"http://[2001:db8::1]:81/x", "[2001:db8::1]", "/x", "http://[2001:db8::1]:81"},
        {"ftp://example.org/x", "", "", ""},
        {"file:///etc/passwd", "", "", ""},
        {"javascript:alert(1)", "", "", ""},
        {"//example.org/x", "", "", ""},
        {"", "", "", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.url);
        CHECK(url_host(row.url) == row.host);
        CHECK(url_target(row.url) == row.target);
        CHECK(url_origin(row.url) == row.origin);
    }
}

TEST_CASE("Retry-After is seconds or a date", "[follow]") {
    constexpr std::int64_t now = 1'751'623'200; // 2025-07-04T10:00:00Z
    CHECK(read_retry_after("120", now) == 120s);
    CHECK(read_retry_after(" 0 ", now) == 0s);
    CHECK(read_retry_after("Fri, 04 Jul 2025 10:01:00 GMT", now) == 60s);
    CHECK(read_retry_after("Fri, 04 Jul 2025 09:00:00 GMT", now) == 0s);
    CHECK(read_retry_after("99999999", now) == 7 * 24h);
    CHECK_FALSE(read_retry_after("", now));
    CHECK_FALSE(read_retry_after("soon", now));
}

TEST_CASE("lists of feeds are read", "[follow]") {
    const auto urls = [](const std::string& body) {
        std::string text;
        for (const OpmlFeed& feed : read_opml("<opml><body>" + body + "</body></opml>", "x"))
            text += feed.url + "=" + feed.title + " ";
        return text;
    };
    CHECK(urls(R"(<outline text="A" xmlUrl="http://a/"/>)") == "http://a/=A ");
    CHECK(urls(R"(<outline text="A" title="B" xmlurl="http://a/?x&amp;y"/>)") ==
          "http://a/?x&y=B ");
    CHECK(urls(R"(<outline text="F"><outline xmlUrl="u1"/><outline><outline xmlUrl="u2"/></outline>
                  </outline><outline xmlUrl="u1"/>)") == "u1= u2= ");
    CHECK(urls(R"(<outline xmlUrl="u1"/><outline></x><outline xmlUrl="u2"/>)") ==
          "u1= u2= ");
    CHECK(urls("") == "");
    CHECK_THROWS_AS(read_opml("<rss/>", "x"), Error);
    CHECK_THROWS_AS(read_opml("", "x"), Error);
    CHECK_THROWS_AS(
        read_opml("<!DOCTYPE opml [<!ENTITY a \"b\">]><opml><outline xmlUrl=\"&a;\"/></opml>", "x"),
        Error);
}

TEST_CASE("failures back off, and a success ends that", "[follow]") {
    Source source;
    const auto wait_after_failure = [&](std::optional<std::chrono::seconds> retry_after = {}) {
        note_failure(source, 1000, 300s, "no", retry_after);
        return source.next - 1000;
    };
    CHECK(wait_after_failure() == 600);
    CHECK(wait_after_failure() == 1200);
    for (int i = 0; i < 40; ++i) CHECK(wait_after_failure() <= 6 * 3600);
    CHECK(wait_after_failure() == 6 * 3600);
    CHECK(wait_after_failure(7200s) == 7200);
    CHECK(wait_after_failure(1s) == 300);
    CHECK_THAT(state_line(source, 1000), Contains("failing") && Contains(": no"));
    note_success(source, 2000, 300s, 2);
    CHECK(source.next == 2300);
    CHECK(source.failures == 0);
    CHECK(source.message.empty());
    note_gone(source, 3000);
    CHECK_THAT(state_line(source, 3000), Contains("gone") && !Contains("again in"));
}

TEST_CASE("what servers say is fit for a terminal", "[follow]") {
    CHECK(shown("a\x1B[31mb\nc\x7F") == "a [31mb c ");
    CHECK(shown("Київ\xC2\x9Bx\xFFy") == "Київ x y");
    CHECK(shown(std::string(10'000, 'a')).size() == 300);
}

TEST_CASE("a source that spoke often and speaks no more is silent", "[follow]") {
    constexpr std::int64_t day = 86400;
    struct Row {
        int arrivals;
        std::int64_t apart;
        std::int64_t since;
        bool silent;
    };
    const Row rows[] = {
        {10, day, 4 * day, false},       {10, day, 6 * day, true},        {10, 600, 1 * day, false},
        {10, 600, 3 * day, true},        {4, day, 90 * day, false}, // it hardly spoke
        {10, 30 * day, 90 * day, false}, {10, 30 * day, 160 * day, true},
    };
    for (const Row& row : rows) {
        Source source;
        std::int64_t now = 1'000'000;
        for (int i = 0; i < row.arrivals; ++i) {
            note_success(source, now, 300s, 3);
            now += row.apart;
        }
        now += row.since - row.apart;
        note_success(source, now, 300s, 0);
        CAPTURE(row.arrivals, row.apart, row.since);
        CHECK(is_silent(source, now) == row.silent);
        CHECK((state_line(source, now).starts_with("silent")) == row.silent);
    }
}

TEST_CASE("what was saved of sources is there again", "[follow]") {
    const TemporaryDirectory directory;
    {
        FollowStore store(directory.path(), FollowStore::Mode::write);
        store.add(SourceKind::feed, "http://a/", "A");
        store.add(SourceKind::folder, "/in", "");
        store.add(SourceKind::feed, "http://a/", "other"); // known
        std::vector<Source> sources = store.sources();
        REQUIRE(sources.size() == 2);
        CHECK(sources[0].next == 0);
        sources[0].etag = "\"1\"";
        sources[0].address = "http://b/";
        note_success(sources[0], 500, 300s, 7);
        store.save({{{sources[0].number, ~0ULL, 5}}, {{sources[1].number, "/in/x", 7, 8}}, sources},
                   500);
        CHECK_THROWS_AS(FollowStore(directory.path(), FollowStore::Mode::write), Error);
        CHECK(FollowStore(directory.path(), FollowStore::Mode::read).sources().size() == 2);
    }
    FollowStore store(directory.path(), FollowStore::Mode::write);
    const std::vector<Source> sources = store.sources();
    REQUIRE(sources.size() == 2);
    const Source& feed = sources[0];
    CHECK(feed.name == "http://a/");
    CHECK(feed.address == "http://b/");
    CHECK(feed.title == "A");
    CHECK(feed.etag == "\"1\"");
    CHECK(feed.next == 800);
    CHECK(feed.articles == 7);
    CHECK(feed.first_new == 500);
    CHECK(store.content_of(feed.number, ~0ULL) == 5U);
    CHECK_FALSE(store.content_of(feed.number, 1));
    CHECK(store.has_file({sources[1].number, "/in/x", 7, 8}));
    CHECK_FALSE(store.has_file({sources[1].number, "/in/x", 7, 9}));
    constexpr std::int64_t later = 500 + 100 * 86400;
    store.save({{{feed.number, 2, 6}}, {}, {}}, later);
    CHECK_FALSE(store.content_of(feed.number, ~0ULL)); // shown no more for long
    CHECK(store.content_of(feed.number, 2) == 6U);
    CHECK(store.forget("http://a/"));
    CHECK_FALSE(store.forget("http://a/"));
    CHECK_FALSE(store.content_of(feed.number, 2));
}
