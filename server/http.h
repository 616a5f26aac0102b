// The server: listening, limits, shutting down. What is answered is in routes.
#pragma once

#include "server/alerts.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace sitrep {

struct ServerOptions {
    std::filesystem::path index;
    std::string host = "127.0.0.1"; // loopback: without keys nothing else is served
    int port = 8642;                // 0: any that is free
    unsigned threads = 64;          // connections served at once
    unsigned searches = 0;          // searches run at once; 0: two a core
    // Standing queries; none: the server keeps none. Without a base for links it is address().
    std::optional<AlertOptions> alerts{};
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

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Serves until SIGINT or SIGTERM, and says where on standard output.
void serve(const ServerOptions& options);

} // namespace sitrep
