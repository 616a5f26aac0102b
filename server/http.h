// The server: listening, limits, shutting down. What is answered is in routes.
#pragma once

#include "server/alerts.h"
#include "server/log.h"
#include "server/scope.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sitrep {

struct ServerOptions {
    std::filesystem::path index;
    std::filesystem::path keys;     // see keys.h; empty: INDEX.keys
    std::string host = "127.0.0.1"; // loopback: without keys nothing else is served
    int port = 8642;                // 0: any that is free
    unsigned threads = 64;          // connections served at once
    unsigned searches = 0;          // searches run at once; 0: two a core
    bool partial = false;           // answers without remote shards that are down
    unsigned known_results = 8;     // MB of answers kept for who asks again; 0: none
    // Standing queries; none: the server keeps none. Without a base for links it is address().
    std::optional<AlertOptions> alerts{};
    std::vector<Scope> open;                  // what needs no key although there are keys
    std::string public_url;                   // "https://sitrep.example.org" of a proxy before it
    std::vector<std::string> trusted_proxies; // whose X-Forwarded-For and -Proto are believed
    // How often to look for commits, so that no search waits until one was read; 0: each search
    // looks for itself.
    std::chrono::milliseconds follow{0};
    std::chrono::milliseconds intake_patience{10'000}; // while another process writes to the index
    LogOptions log;
};

// "HOST:PORT", "[::1]:PORT", "HOST" or ":PORT"; what is not given stays. Throws Error{usage}.
void parse_listen(const std::string& text, ServerOptions& options);

class HttpServer {
  public:
    // Opens the index and listens; requests wait until run(). Throws Error{index} without an
    // index, Error{usage} for an address that cannot be listened on.
    explicit HttpServer(const ServerOptions& options);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    int port() const;
    std::string address() const; // "http://127.0.0.1:8642/"

    // Serves until stop(), then lets the requests at hand finish.
    void run();
    // From any thread.
    void stop();
    // Reads the keys again and takes over what of the options may change while it runs: log,
    // public_url and trusted_proxies. What is wrong is logged, and the old stays. From any thread.
    void reload(const ServerOptions& options);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Serves until SIGINT or SIGTERM, then lets requests at hand finish; says where on standard output.
// SIGHUP reloads what `read_options` (which may throw) then gives.
void serve(const ServerOptions& options, const std::function<ServerOptions()>& read_options);

// Where the keys of an index are kept unless told otherwise: beside it.
std::filesystem::path usual_keys(const std::filesystem::path& index);

} // namespace sitrep
