// Requests that the server makes of others: webhooks over HTTP, e-mail over SMTP. Bounded in time
// and size, straight to the target: no proxy, no redirect, and for webhooks no address that is not
// public, whatever the name in the URL resolves to at that moment.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sitrep {

struct OutgoingAnswer {
    long status = 0;                           // 0: there was no answer
    std::string error{};                       // why there was none
    std::optional<std::int64_t> retry_after{}; // seconds, where the answer says so
};

struct WebhookRequest {
    std::string url;
    std::vector<std::string> headers; // "name: value"
    std::string body;                 // JSON
    bool allow_private = false;       // also to addresses that are not public
};

struct MailServer {
    std::string url;  // smtp://HOST:PORT or smtps://HOST:PORT; empty: no e-mail is sent
    std::string from; // an address
    std::string user;
    std::string password;
};

struct Mail {
    std::string to;
    std::vector<std::string> headers; // "Name: value", all but Content-Type
    std::string text;
    std::string html;
};

// Neither throws; `stop` ends them early.
OutgoingAnswer post_webhook(const WebhookRequest& request, const std::atomic<bool>& stop);
// The status is SMTP's: 250 where the server has taken the message.
OutgoingAnswer send_mail(const MailServer& server, const Mail& mail, const std::atomic<bool>& stop);

// Whether a URL names its host by an address that is not public: 10.0.0.1, [::1], 0x7f000001,
// localhost. Other names are asked at connect time only.
bool is_private_literal(const std::string& url);

} // namespace sitrep
