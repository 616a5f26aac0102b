// The server as a speaker of HTTP.

#include "tests/server/server_fixture.h"

#include "schema/error.h"

#include <chrono>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace sitrep;
using namespace sitrep::test;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

class Socket {
  public:
    explicit Socket(int port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{10, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        REQUIRE(::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    }
    ~Socket() { ::close(fd_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    void send(const std::string& text) const {
        ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    }
    // Until the server closes, or nothing comes for long.
    std::string receive_all() const {
        std::string all;
        char chunk[4096];
        for (ssize_t got; (got = ::recv(fd_, chunk, sizeof chunk, 0)) > 0;)
            all.append(chunk, static_cast<std::size_t>(got));
        return all;
    }

  private:
    int fd_;
};

std::string raw(const std::string& request) {
    const Socket socket(shared_server().port());
    socket.send(request);
    return socket.receive_all();
}

std::string header(const TestServer::Answer& answer, const std::string& name) {
    const auto found = answer.headers.find(name);
    return found == answer.headers.end() ? "" : found->second;
}

} // namespace

TEST_CASE("every answer carries the headers that keep a page safe") {
    for (const char* path : {"/", "/search?q=kyiv", "/search?q=%28", "/assets/0/style.css", "/none",
                             "/api/v1/search?q=kyiv", "/healthz"}) {
        CAPTURE(path);
        const auto answer = shared_server().get(path);
        CHECK(header(answer, "Content-Security-Policy").starts_with("default-src 'none'"));
        CHECK(header(answer, "X-Content-Type-Options") == "nosniff");
        CHECK(header(answer, "Referrer-Policy") == "no-referrer");
    }
}

TEST_CASE("addresses and methods that are not served say so") {
    const auto page = shared_server().get("/none");
    CHECK(page.status == 404);
    CHECK(page.type == "text/html; charset=utf-8");
    const auto api = shared_server().get("/api/v1/none");
    CHECK(api.status == 404);
    CHECK(api.type == "application/problem+json");
    CHECK(api.json()["title"] == "Not Found");
    httplib::Client client = shared_server().client();
    const auto posted = client.Post("/search", "q=x", "application/x-www-form-urlencoded");
    REQUIRE(posted);
    CHECK(posted->status == 405);
    CHECK(posted->get_header_value("Allow") == "GET, HEAD");
    CHECK(client.Delete("/api/v1/search")->get_header_value("Allow") == "GET, HEAD, POST");
    CHECK(client.Options("/")->status == 405);
    CHECK(raw("BREW /search HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
              .starts_with("HTTP/1.1 501"));
}

TEST_CASE("HEAD gives what GET gives, without the body") {
    httplib::Client client = shared_server().client();
    for (const char* path : {"/search?q=kyiv", "/assets/0/style.css", "/none"}) {
        const auto head = client.Head(path);
        const auto get = client.Get(path);
        REQUIRE(head);
        REQUIRE(get);
        CHECK(head->status == get->status);
        CHECK(head->body.empty());
        CHECK(head->get_header_value("Content-Type") == get->get_header_value("Content-Type"));
        CHECK(!head->get_header_value("Content-Length").empty());
    }
}

TEST_CASE("a foreign Host or Origin is refused") {
    CHECK(shared_server().get("/healthz", {{"Host", "evil.example"}}).status == 421);
    CHECK(shared_server().get("/healthz", {{"Host", "localhost:1"}}).status == 200);
    CHECK(shared_server().get("/healthz", {{"Origin", "https://evil.example"}}).status == 403);
    CHECK(shared_server().get("/healthz", {{"Origin", "http://localhost:3000"}}).status == 200);
    CHECK(raw("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n"
              "Connection: close\r\n\r\n")
              .starts_with("HTTP/1.1 421"));
}

TEST_CASE("answers are packed where the client takes it and it is worth it") {
    httplib::Client client = shared_server().client();
    client.set_decompress(false);
    const auto encoding = [&](const char* path, const char* accepted) {
        const auto result = client.Get(path, {{"Accept-Encoding", accepted}});
        return result ? result->get_header_value("Content-Encoding") : "no answer";
    };
    CHECK(encoding("/assets/0/style.css", "gzip, deflate, br") == "gzip");
    CHECK(encoding("/assets/0/style.css", "br") == "");
    CHECK(encoding("/assets/0/style.css", "gzip;q=0") == "");
    CHECK(encoding("/healthz", "gzip") == ""); // short
    const auto plain = client.Get("/assets/0/style.css", {{"Accept-Encoding", "identity"}});
    client.set_decompress(true);
    const auto packed = client.Get("/assets/0/style.css", {{"Accept-Encoding", "gzip"}});
    CHECK(plain->body == packed->body);
}

TEST_CASE("exports are packed on their way where the client takes it") {
    httplib::Client client = shared_server().client();
    for (const char* path :
         {"/api/v1/search?format=jsonl", "/api/v1/search?format=csv&q=nowhere"}) {
        CAPTURE(path);
        const auto plain = client.Get(path, {{"Accept-Encoding", "identity"}});
        const auto packed = client.Get(path, {{"Accept-Encoding", "gzip"}});
        REQUIRE(plain);
        REQUIRE(packed);
        CHECK(plain->get_header_value("Content-Encoding") == "");
        CHECK(packed->get_header_value("Content-Encoding") == "gzip");
        CHECK(plain->body == packed->body);
        client.set_decompress(false);
        const auto sent = client.Get(path, {{"Accept-Encoding", "gzip"}});
        REQUIRE(sent);
        if (plain->body.size() > 1000) CHECK(sent->body.size() < plain->body.size() / 2);
        client.set_decompress(true);
    }
    // What fails before anything was sent is a problem, packed or not.
    const auto wrong =
        client.Get("/api/v1/search?format=jsonl&q=%28", {{"Accept-Encoding", "gzip"}});
    REQUIRE(wrong);
    CHECK(wrong->status == 400);
    CHECK(nlohmann::json::parse(wrong->body)["title"] == "Invalid query");
}

TEST_CASE("addresses in answers are https where a trusted proxy says that its client speaks it") {
    const auto address = [](std::vector<std::string> trusted) {
        ServerOptions options;
        options.trusted_proxies = std::move(trusted);
        const TestServer server(small_corpus(), 16, options);
        return server.get("/opensearch.xml", {{"X-Forwarded-Proto", "https"}}).body;
    };
    CHECK_THAT(address({"127.0.0.1"}), Catch::Contains("template=\"https://127.0.0.1:"));
    CHECK_THAT(address({}), Catch::Contains("template=\"http://127.0.0.1:"));
}

TEST_CASE("malformed requests end their connection with a problem") {
    struct Row {
        std::string request;
        const char* status;
    };
    const std::string post = "POST /search HTTP/1.1\r\nHost: localhost\r\n";
    const Row rows[] = {
        {"GET / HTTP/1.1\r\n\r\n", "400"},
        {"nonsense\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", "400"},
        {post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "411"},
        {post + "Content-Length: 99999999\r\n\r\n", "413"},
        {"POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n", "413"},
        {"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n", "400"},
        {"GET /" + std::string(8100, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", "414"},
        {"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(40000, 'a') + "\r\n\r\n", "431"},
        {std::string(100000, 'a'), "431"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.request.substr(0, 80));
        const std::string answer = raw(row.request);
        CHECK(answer.starts_with(std::string("HTTP/1.1 ") + row.status));
        CHECK(answer.find("application/problem+json") != std::string::npos);
    }
}

TEST_CASE("the rest of a refused body is not taken for a request") {
    const std::string answer = raw("POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                                   std::to_string(health.size()) + "\r\n\r\n" + health);
    CHECK(answer.starts_with("HTTP/1.1 405"));
    CHECK(answer.find("\"documents\"") == std::string::npos);
}

TEST_CASE("a client that waits to be asked for its body is asked") {
    const Socket socket(shared_server().port());
    socket.send("POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\n"
                "Expect: 100-continue\r\nConnection: close\r\n\r\n");
    std::this_thread::sleep_for(milliseconds(50));
    socket.send(R"({"q":"kyiv"})");
    const std::string answer = socket.receive_all();
    CHECK(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
}

TEST_CASE("an export is chunked, and for HTTP/1.0 ends with its connection") {
    const std::string path = "/api/v1/search?format=csv&q=kyiv";
    const std::string chunked =
        raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    CHECK(chunked.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(chunked.ends_with("\r\n0\r\n\r\n"));
    const std::string plain = raw("GET " + path + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(plain.find("Transfer-Encoding") == std::string::npos);
    CHECK(plain.find("Connection: close\r\n") != std::string::npos);
    CHECK(plain.find("\r\n\r\nrank,id,published") != std::string::npos);
    CHECK(plain.ends_with("\r\n"));
}

TEST_CASE("requests sent in one go are answered in order") {
    const std::string answer =
        raw(health + health + "GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    CHECK(answer.starts_with("HTTP/1.1 200"));
    CHECK(answer.find("HTTP/1.1 200", 12) != std::string::npos);
    CHECK(answer.find("HTTP/1.1 404") != std::string::npos);
}

TEST_CASE("idle connections give way to those that have something to ask") {
    const TestServer server(small_corpus(), 4);
    std::vector<std::unique_ptr<Socket>> idle;
    for (int i = 0; i < 8; ++i) {
        idle.push_back(std::make_unique<Socket>(server.port()));
        idle.back()->send(health);
    }
    std::this_thread::sleep_for(milliseconds(300));
    const auto started = Clock::now();
    CHECK(server.get("/healthz").status == 200);
    CHECK(Clock::now() - started < seconds(2));
}

TEST_CASE("connections that never say anything give way too") {
    const TestServer server(small_corpus(), 4);
    std::vector<std::unique_ptr<Socket>> silent;
    for (int i = 0; i < 8; ++i) silent.push_back(std::make_unique<Socket>(server.port()));
    std::this_thread::sleep_for(milliseconds(300));
    const auto started = Clock::now();
    CHECK(server.get("/healthz").status == 200);
    CHECK(Clock::now() - started < seconds(4));
}

TEST_CASE("a burst of connections is taken") {
    std::vector<std::unique_ptr<Socket>> sockets;
    for (int i = 0; i < 100; ++i)
        sockets.push_back(std::make_unique<Socket>(shared_server().port()));
    for (const auto& socket : sockets)
        socket->send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    for (const auto& socket : sockets) CHECK(socket->receive_all().starts_with("HTTP/1.1 200"));
}

TEST_CASE("a server with idle clients stops soon") {
    auto server = std::make_unique<TestServer>();
    const Socket idle(server->port());
    const Socket kept(server->port());
    kept.send(health);
    std::this_thread::sleep_for(milliseconds(100));
    const auto started = Clock::now();
    server.reset();
    CHECK(Clock::now() - started < seconds(3));
}

TEST_CASE("a server that cannot start says why") {
    ServerOptions options;
    options.index = "/nonexistent/index";
    options.port = 0;
    CHECK_THROWS_AS(HttpServer(options), Error);
    options.index = shared_server().index();
    options.port = shared_server().port();
    try {
        const HttpServer second(options);
        FAIL("two servers on one port");
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::usage);
        CHECK(error.message.find("in use") != std::string::npos);
    }
    options.host = "0.0.0.0";
    CHECK_THROWS_AS(HttpServer(options), Error);
}

TEST_CASE("an address to listen on is read as people write it") {
    struct Row {
        const char* text;
        const char* host;
        int port;
    };
    const Row rows[] = {{"127.0.0.1:80", "127.0.0.1", 80},
                        {":0", "127.0.0.1", 0},
                        {"localhost", "localhost", 8642},
                        {"[::1]:9", "::1", 9},
                        {"[::1]", "::1", 8642}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        ServerOptions options;
        parse_listen(row.text, options);
        CHECK(options.host == row.host);
        CHECK(options.port == row.port);
    }
    for (const char* bad : {"", "a:b", "a:70000", "a:-1", "[::1:5", "a:1:2"}) {
        CAPTURE(bad);
        ServerOptions options;
        CHECK_THROWS_AS(parse_listen(bad, options), Error);
    }
}
