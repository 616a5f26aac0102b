#include "schema/error.h"
#include "server/forwarded.h"
#include "server/guard.h"
#include "server/head.h"

#include <catch2/catch.hpp>

using namespace sitrep;

namespace {

int status_of(const std::string& text) {
    const auto parsed = parse_head(text, {});
    const auto* problem = std::get_if<Problem>(&parsed);
    return problem == nullptr ? 200 : problem->status;
}

RequestHead head_of(const std::string& text) {
    return std::get<RequestHead>(parse_head(text, {}));
}

} // namespace

TEST_CASE("a head that two programs could read differently is refused") {
    const std::string get = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    const std::string post = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    const std::string host = "Host: localhost\r\n\r\n";
    struct Row {
        std::string text;
        int status;
    };
    const Row rows[] = {
        {get + "\r\n", 200},
        {"GET / HTTP/1.1\nHost: localhost\n\n", 200},
        {"GET / HTTP/1.0\r\n\r\n", 200},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {get + host, 400},
        {"GET / HTTP/2.0\r\n" + host, 505},
        {"GET /\r\n" + host, 400},
        {"GET  / HTTP/1.1\r\n" + host, 400},
        {"GET /a b HTTP/1.1\r\n" + host, 400},
        {"GET http://localhost/ HTTP/1.1\r\n" + host, 400},
        {"G(T / HTTP/1.1\r\n" + host, 400},
        {get + "A : b\r\n\r\n", 400},
        {get + "A: b\r\n folded\r\n\r\n", 400},
        {get + std::string("A: b\0c\r\n\r\n", 10), 400},
        {get + "A: b\rc\r\n\r\n", 400},
        {post + "Content-Length: 5\r\n\r\n", 200},
        {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
        {post + "Content-Length: +5\r\n\r\n", 400},
        {post + "Content-Length: 5,5\r\n\r\n", 400},
        {post + "Content-Length: \r\n\r\n", 400},
        {post + "Content-Length: 99999999999999999999\r\n\r\n", 413},
        {post + "Content-Length: 9999999\r\n\r\n", 413},
        {post + "Transfer-Encoding: chunked\r\n\r\n", 411},
        {post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400},
        {post + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n", 415},
        {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host, 414},
        {"", 400},
        {"\r\n\r\n", 400},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(status_of(row.text) == row.status);
    }
    std::string many = get;
    for (int i = 0; i < 100; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
    CHECK(status_of(many + "\r\n") == 431);
}

TEST_CASE("headers are found by their name, whatever its case") {
    const RequestHead head =
        head_of("GET /x HTTP/1.1\r\nHOST: localhost\r\nExpect: 100-Continue\r\n"
                "Accept-Encoding: gzip, br\r\nUser-Agent:  curl \r\n\r\n");
    CHECK(head.header("host") == "localhost");
    CHECK(head.header("user-agent") == "curl");
    CHECK(head.header("cookie").empty());
    CHECK(head.expects_continue);
    CHECK(head.accepts_gzip());
}

TEST_CASE("gzip is used where it is asked for") {
    const auto accepts = [](const std::string& value) {
        return head_of("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + value + "\r\n\r\n")
            .accepts_gzip();
    };
    CHECK(accepts("gzip"));
    CHECK(accepts("br;q=1.0, GZIP;q=0.5"));
    CHECK_FALSE(accepts("br"));
    CHECK_FALSE(accepts("gzip;q=0"));
    CHECK_FALSE(accepts("gzip; q=0.000"));
    CHECK_FALSE(accepts(""));
}

TEST_CASE("a connection is kept as the client asks") {
    const auto keeps = [](const std::string& version, const std::string& header) {
        return head_of("GET / HTTP/" + version + "\r\nHost: a\r\n" + header + "\r\n").keep_alive;
    };
    CHECK(keeps("1.1", ""));
    CHECK_FALSE(keeps("1.1", "Connection: Close\r\n"));
    CHECK_FALSE(keeps("1.0", ""));
    CHECK(keeps("1.0", "Connection: keep-alive\r\n"));
}

TEST_CASE("on loopback, foreign hosts and pages are refused") {
    struct Row {
        const char* host;
        const char* origin;
        int status;
    };
    const Row rows[] = {
        {"127.0.0.1:8642", "", 200},
        {"localhost", "", 200},
        {"LOCALHOST:1", "http://localhost:3000", 200},
        {"[::1]:8642", "", 200},
        {"127.0.0.5:8642", "", 200}, // where it listens
        {"", "", 200},
        {"example.org", "", 421},
        {"localhost.example.org", "", 421},
        {"127.0.0.1.example.org:8642", "", 421},
        {"localhost:80@example.org", "", 421},
        {"localhost:x", "", 421},
        {"[::1", "", 421},
        {"127.0.0.1:8642", "https://example.org", 403},
        {"127.0.0.1:8642", "http://example.org", 403},
        {"127.0.0.1:8642", "null", 403},
        {"127.0.0.1:8642", "http://127.0.0.1:8642", 200},
    };
    for (const Row& row : rows) {
        CAPTURE(row.host, row.origin);
        const auto refused = refuse_foreign(row.host, row.origin, "127.0.0.5");
        CHECK((refused ? refused->status : 200) == row.status);
    }
    CHECK(is_loopback("127.0.0.1"));
    CHECK(is_loopback("::1"));
    CHECK_FALSE(is_loopback("0.0.0.0"));
    CHECK_FALSE(is_loopback("127.example.org"));
}

TEST_CASE("only trusted proxies say whom a request comes from") {
    struct Row {
        const char* peer;
        const char* headers;
        const char* address;
        bool https;
    };
    const Row rows[] = {
        {"127.0.0.1", "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https", "192.0.2.7", true},
        {"192.0.2.1", "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https", "192.0.2.1", false},
        {"127.0.0.1", "X-Forwarded-Proto: http", "127.0.0.1", false},
        {"127.0.0.1", "X-Forwarded-Proto: HTTPS, http", "127.0.0.1", false},
        // What a client writes itself comes before what the proxies add.
        {"127.0.0.1", "X-Forwarded-For: 10.0.0.1, 192.0.2.7", "192.0.2.7", false},
        {"127.0.0.1", "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 192.0.2.7", "192.0.2.7",
         false},
        {"127.0.0.1", "X-Forwarded-For: 192.0.2.7,2001:db8::1", "192.0.2.7", false},
        {"127.0.0.1", "X-Forwarded-For: 192.0.2.7, unknown, 2001:DB8:0::1", "2001:db8::1", false},
        {"127.0.0.1", "X-Forwarded-For: <script>", "127.0.0.1", false},
        {"127.0.0.1", "X-Forwarded-For: ,,", "127.0.0.1", false},
        {"127.0.0.1", "X-Forwarded-For: 192.0.2.7:4711", "192.0.2.7", false},
        {"127.0.0.1", "X-Forwarded-For: [2001:db8::7]:4711", "2001:db8::7", false},
        {"127.0.0.1", "X-Forwarded-For: [", "127.0.0.1", false},
        {"::ffff:127.0.0.1", "X-Forwarded-For: 192.0.2.7", "192.0.2.7", false},
    };
    const auto trusted = parse_addresses(" 127.0.0.1, 2001:db8::1");
    for (const Row& row : rows) {
        CAPTURE(row.peer, row.headers);
        const RequestHead head = head_of("GET / HTTP/1.1\r\nHost: localhost\r\n" +
                                         std::string(row.headers) + "\r\n\r\n");
        const Client client = client_of(head, row.peer, trusted);
        CHECK(client.address == row.address);
        CHECK(client.https == row.https);
        CHECK(client_of(head, "192.0.2.9", {}).address == "192.0.2.9");
    }
    CHECK_THROWS_AS(parse_addresses("127.0.0.1, localhost"), Error);
    CHECK(parse_addresses("").empty());
}
