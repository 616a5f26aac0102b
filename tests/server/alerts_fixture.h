// Standing queries over an index of the test's own, and receivers for what they send: an HTTP
// server, and one that speaks as much SMTP as a mail needs.
#pragma once

#include "tests/server/server_fixture.h"

#include "server/alerts.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sitrep::test {

// Records the webhooks that it is sent.
class WebhookReceiver {
  public:
    struct Call {
        std::string id, timestamp, signature, body;
        nlohmann::json json() const { return nlohmann::json::parse(body); }
    };
    using Answer = std::function<void(const Call&, httplib::Response&)>;

    explicit WebhookReceiver(Answer answer = {}) {
        server_.Post("/hook",
                     [this, answer](const httplib::Request& request, httplib::Response& response) {
                         Call call{request.get_header_value("webhook-id"),
                                   request.get_header_value("webhook-timestamp"),
                                   request.get_header_value("webhook-signature"), request.body};
                         response.status = 204;
                         if (answer) answer(call, response);
                         const std::lock_guard lock(mutex_);
                         calls_.push_back(std::move(call));
                         changed_.notify_all();
                     });
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_.listen_after_bind(); });
    }
    ~WebhookReceiver() {
        server_.stop();
        thread_.join();
    }
    WebhookReceiver(const WebhookReceiver&) = delete;
    WebhookReceiver& operator=(const WebhookReceiver&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }
    // Waits until there are as many; those that came, at any rate.
    std::vector<Call> calls(std::size_t wanted) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20), [&] { return calls_.size() >= wanted; });
        return calls_;
    }

  private:
    httplib::Server server_;
    int port_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Call> calls_;
    std::thread thread_;
};

// Takes every mail that it is offered.
class MailReceiver {
  public:
    MailReceiver() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(socket_, 16);
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] {
            for (int client; (client = ::accept(socket_, nullptr, nullptr)) >= 0; ::close(client))
                converse(client);
        });
    }
    ~MailReceiver() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    MailReceiver(const MailReceiver&) = delete;
    MailReceiver& operator=(const MailReceiver&) = delete;

    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
    struct Message {
        std::string from, to, data;
    };
    std::vector<Message> messages(std::size_t wanted) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20),
                          [&] { return messages_.size() >= wanted; });
        return messages_;
    }

  private:
    static void say(int client, const std::string& line) {
        ::send(client, line.data(), line.size(), MSG_NOSIGNAL);
    }
    static bool hear(int client, std::string& buffer, std::string& line) {
        for (std::size_t end; (end = buffer.find("\r\n")) == buffer.npos;) {
            char chunk[4096];
            const ssize_t got = ::recv(client, chunk, sizeof chunk, 0);
            if (got <= 0) return false;
            buffer.append(chunk, static_cast<std::size_t>(got));
        }
        const std::size_t end = buffer.find("\r\n");
        line = buffer.substr(0, end);
        buffer.erase(0, end + 2);
        return true;
    }
    void converse(int client) {
        std::string buffer;
        std::string line;
        Message message;
        say(client, "220 test ESMTP\r\n");
        while (hear(client, buffer, line)) {
            if (line.starts_with("MAIL FROM:")) message.from = line.substr(10);
            if (line.starts_with("RCPT TO:")) message.to = line.substr(8);
            if (line == "DATA") {
                say(client, "354 go on\r\n");
                while (hear(client, buffer, line) && line != ".")
                    message.data += (line.starts_with("..") ? line.substr(1) : line) + "\n";
                const std::lock_guard lock(mutex_);
                messages_.push_back(std::exchange(message, {}));
                changed_.notify_all();
            }
            say(client, line == "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
            if (line == "QUIT") return;
        }
    }

    int socket_;
    int port_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Message> messages_;
    std::thread thread_;
};

// An index, a state, and what works on them; the test says when.
class AlertSite {
  public:
    AlertSite() { write_index(index(), {first_article()}); }

    static Article first_article() {
        return make_article("old", "Drone strikes on Kyiv", "Drones struck Kyiv, Ukraine.",
                            "2025-06-10", "Lamp Wire");
    }
    std::filesystem::path index() const { return directory_.path() / "index"; }
    AlertOptions options() const {
        AlertOptions options;
        options.state = directory_.path() / "state";
        options.delivery.links.base = "http://127.0.0.1:8642/";
        options.delivery.allow_private_targets = true;
        options.delivery.threads = 4;
        return options;
    }
    Alerts& alerts() {
        if (!alerts_) open(options());
        return *alerts_;
    }
    void open(const AlertOptions& options) {
        alerts_.reset();
        alerts_ = std::make_unique<Alerts>(index(), options);
    }
    void close() { alerts_.reset(); }

    // Commits, and matches what is new; how many items that made.
    std::size_t arrive(std::vector<Article> articles) {
        alerts();
        write_index(index(), std::move(articles));
        return alerts().matcher().match_new();
    }
    Subscription subscribe(const std::string& query, Rate rate = Rate::story,
                           DeliveryKind delivery = DeliveryKind::feed, std::string target = {}) {
        Subscription one;
        one.name = "Test";
        one.query = query;
        one.rate = rate;
        one.delivery = delivery;
        one.target = std::move(target);
        one.since = Searcher(index()).committed();
        return alerts().store().add(one);
    }
    std::vector<Item> feed(const Subscription& subscription) {
        return alerts().outbox().feed(subscription.id, 1000);
    }

  private:
    TemporaryDirectory directory_;
    std::unique_ptr<Alerts> alerts_;
};

// A report from Kyiv of another event than the strikes.
inline Article talks() {
    Article article = make_article(
        "talks", "Ministers sign grain treaty in Kyiv",
        "Ministers of Poland and Ukraine signed a treaty on the transport of grain in Kyiv, after "
        "months of talks about farmers' protests and border queues.",
        "2025-08-20", "Tide Post");
    article.lang = "en";
    return article;
}

// A report of a strike on Kyiv; `n` makes it another.
inline Article strike(const std::string& n, const std::string& toll = "Nobody was hurt.") {
    Article article = make_article(
        "strike" + n, "Drones hit Kyiv in attack " + n,
        "Attack number " + n + ": Russian drones hit the Ukrainian capital Kyiv in the night. " +
            toll + " Mayor of district " + n + n + " spoke of fires in block " + n + n + n + ".",
        "2025-07-04", "Lamp Wire");
    article.lang = "en";
    return article;
}

} // namespace sitrep::test
