// Fetches pages and feeds of strangers over HTTP: what a server does costs bounded time and memory.
//
// One request at a time goes to a host, with a pause between two; redirects are followed one by one
// and checked anew; addresses that are not public are refused when the connection is made, whatever
// the name resolved to before. No proxy, cookies or credentials of the environment are used.
//
// All runs on the thread that calls wait(). URLs are bytes; http and https only.
#pragma once

#include "indexer/reader_member.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct HttpLimits {
    std::chrono::milliseconds time{30'000}; // from the first byte sent to the last received
    std::size_t bytes = 16U << 20;          // of a body, decompressed
    unsigned redirects = 5;
};

struct HttpRequest {
    std::string url;
    std::string accept = "*/*";  // the header
    std::string etag{};          // of the copy at hand
    std::string last_modified{}; // likewise
    // Whether a body of this type is wanted (lower case, without parameters; may be empty).
    bool (*takes)(std::string_view content_type) = nullptr;
    HttpLimits limits{};
    std::chrono::milliseconds delay{0};               // before it may be sent
    std::optional<std::chrono::milliseconds> pause{}; // after it; none: the client's
};

struct HttpResponse {
    Problem problem; // why there is no answer; empty: there is one
    int status = 0;
    std::string url;      // that answered
    std::string moved_to; // where it is for good, if the server said so
    std::string content_type;
    std::string etag;
    std::string last_modified;
    std::optional<std::chrono::seconds> retry_after;
    std::string body;
};

class HttpClient {
  public:
    struct Options {
        bool allow_private = false;            // addresses on this machine and in private networks
        std::chrono::milliseconds pause{1000}; // between two requests to a host
        std::size_t most_active = 32;
    };
    explicit HttpClient(Options options);
    // What is under way is dropped; nothing is called.
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    // `done` is called by wait(), once; it may get() more.
    using Done = std::function<void(HttpResponse)>;
    void get(HttpRequest request, Done done);

    // Waits until something happened on a transfer or one of the descriptors became readable, at
    // most `timeout`; finished requests are done.
    void wait(std::chrono::milliseconds timeout, std::span<const int> descriptors = {});

    // Requests that are not done yet.
    std::size_t pending() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The host of an http or https URL, lower case; empty for anything else.
std::string url_host(const std::string& url);
// "https://example.org:8443/a?b#c" -> "/a?b"; empty for anything else.
std::string url_target(const std::string& url);
// "https://example.org:8443", where robots.txt is asked for; empty for anything else.
std::string url_origin(const std::string& url);

// Retry-After: seconds, or a date as HTTP writes it, counted from `now` (Unix seconds).
std::optional<std::chrono::seconds> read_retry_after(std::string_view value, std::int64_t now);

} // namespace sitrep
