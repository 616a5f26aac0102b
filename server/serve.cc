// The server as a program: where it listens, and how it is told to stop.

#include "schema/error.h"
#include "server/guard.h"
#include "server/http.h"

#include <atomic>
#include <charconv>
#include <csignal>
#include <iostream>
#include <thread>

#include <fmt/format.h>

namespace sitrep {

void parse_listen(const std::string& text, ServerOptions& options) {
    const auto fail = [&] {
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is not an address to listen on", text),
                    "--listen HOST:PORT, as in 127.0.0.1:8642 or [::1]:8642");
    };
    std::size_t colon = text.rfind(':');
    if (colon != std::string::npos && text.find(']', colon) != std::string::npos)
        colon = std::string::npos; // of an IPv6 address without a port
    if (colon != std::string::npos) {
        const std::string_view port = std::string_view(text).substr(colon + 1);
        const auto [stop, error] =
            std::from_chars(port.data(), port.data() + port.size(), options.port);
        if (error != std::errc{} || stop != port.data() + port.size() || options.port < 0 ||
            options.port > 65535)
            fail();
    }
    const std::string_view authority = std::string_view(text).substr(0, colon);
    const std::string_view host = host_of(authority);
    if (host.size() < authority.size() && !authority.starts_with('[')) fail();
    if (!host.empty())
        options.host = host;
    else if (colon != 0)
        fail();
}

namespace {

void reload(HttpServer& server, const std::function<ServerOptions()>& read_options) {
    try {
        server.reload(read_options());
    } catch (const std::exception& error) {
        log_fault("reload", error.what());
    }
}

} // namespace

void serve(const ServerOptions& options, const std::function<ServerOptions()>& read_options) {
    // Before any thread starts, so that all of them leave the signals to this one's watcher.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    HttpServer server(options);
    std::cout << "listening on " << server.address() << std::endl;
    std::atomic<bool> done = false;
    std::thread watcher([&] {
        constexpr timespec look_up{0, 200'000'000};
        while (!done) {
            const int signal = sigtimedwait(&signals, nullptr, &look_up);
            if (signal == SIGHUP)
                reload(server, read_options);
            else if (signal > 0)
                return server.stop();
        }
    });
    server.run();
    done = true;
    watcher.join();
}

} // namespace sitrep
