// A server in this process, over a small index of its own.
#pragma once

#include "indexer/index_writer.h"
#include "server/http.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <httplib.h>
#include <nlohmann/json.hpp>

namespace sitrep::test {

class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        std::string name =
            (std::filesystem::temp_directory_path() / "sitrep-server-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

inline Article make_article(std::string id, std::string title, std::string text, const char* date,
                            std::string source) {
    Article article;
    article.id = std::move(id);
    article.title = std::move(title);
    article.text = std::move(text);
    article.date = *parse_date(date);
    article.source = std::move(source);
    return article;
}

// What an attacker would like to see come through as it is.
inline const std::string hostile = "<script>alert('x')</script>\"><img src=x onerror=\"y\">&amp;";

// 15 articles on Kyiv, 15 on Khartoum, one of markup, one in Arabic.
inline std::vector<Article> small_corpus() {
    std::vector<Article> articles;
    for (int i = 1; i <= 30; ++i) {
        const std::string n = std::to_string(i);
        const bool kyiv = i % 2 == 0;
        Article article = make_article(
            "a" + n, (kyiv ? "Drone strikes on Kyiv, night " : "Talks in Khartoum, day ") + n,
            kyiv ? "Russian drones struck Kyiv, the capital of Ukraine, on night " + n +
                       ". Volodymyr Zelenskyy asked for air defence."
                 : "Sudan's army and the Rapid Support Forces met in Khartoum, Sudan, for talks " +
                       n + ".",
            i <= 15 ? "2025-06-10" : "2025-07-04", i % 3 == 0 ? "Tide Post" : "Lamp Wire");
        article.url = "https://example.org/a?n=" + n + "&x=1";
        article.lang = "en";
        articles.push_back(std::move(article));
    }
    Article bad = make_article("evil " + hostile, "Markup " + hostile,
                               "The page said " + hostile + " to the markup reader.", "2025-07-05",
                               "Source " + hostile);
    bad.url = "javascript:alert(1)";
    bad.sections = {"Section " + hostile};
    bad.authors = {"Author " + hostile};
    bad.lang = "en";
    articles.push_back(std::move(bad));
    Article arabic = make_article("ar1", "غارات على غزة", "قصفت الطائرات مدينة غزة فجر الجمعة.",
                                  "2025-07-05", "مكتب الأخبار");
    arabic.lang = "ar";
    articles.push_back(std::move(arabic));
    return articles;
}

inline void write_index(const std::filesystem::path& path, std::vector<Article> articles) {
    // The built-in gazetteer outlives everything.
    const std::shared_ptr<const Gazetteer> gazetteer(&Gazetteer::builtin(), [](const auto*) {});
    WriterOptions options;
    options.threads = 1;
    IndexWriter writer(path, gazetteer, options);
    for (Article& article : articles) writer.add(std::move(article));
    writer.finish();
}

class TestServer {
  public:
    explicit TestServer(std::vector<Article> articles = small_corpus(), unsigned threads = 16,
                        ServerOptions options = {}) {
        write_index(index(), std::move(articles));
        options.index = index();
        options.port = 0;
        options.threads = threads;
        if (options.alerts) options.alerts->state = directory_.path() / "state";
        server_ = std::make_unique<HttpServer>(options);
        thread_ = std::thread([this] { server_->run(); });
    }
    TestServer(std::vector<Article> articles, unsigned threads, const AlertOptions& alerts)
        : TestServer(std::move(articles), threads, with(alerts)) {}
    ~TestServer() {
        server_->stop();
        thread_.join();
    }
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    std::filesystem::path index() const { return directory_.path() / "index"; }
    int port() const { return server_->port(); }
    httplib::Client client() const { return httplib::Client("127.0.0.1", port()); }

    struct Answer {
        int status = 0;
        std::string type;
        std::string body;
        httplib::Headers headers;
        nlohmann::json json() const { return nlohmann::json::parse(body); }
    };
    Answer get(std::string path, const httplib::Headers& headers = {}) const {
        httplib::Client c = client();
        // The library's client would send a + as a plus, not as a space.
        for (std::size_t at = 0; (at = path.find('+', at)) != path.npos;)
            path.replace(at, 1, "%20");
        const auto result = c.Get(path, headers);
        if (!result) return {};
        return {result->status, result->get_header_value("Content-Type"), result->body,
                result->headers};
    }

  private:
    static ServerOptions with(const AlertOptions& alerts) {
        ServerOptions options;
        options.alerts = alerts;
        return options;
    }

    TemporaryDirectory directory_;
    std::unique_ptr<HttpServer> server_;
    std::thread thread_;
};

// One server for the tests that only read.
inline const TestServer& shared_server() {
    static const TestServer server;
    return server;
}

} // namespace sitrep::test
