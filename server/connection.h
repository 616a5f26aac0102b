// One connection with a client: what it sends and takes, within budgets of bytes and time, so that
// no client can hold a thread or fill the memory. The HTTP library reads from it what is left of a
// request once its head has been checked.
#pragma once

#include "server/head.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <httplib.h>

namespace sitrep {

struct ConnectionLimits {
    HeadLimits head;
    std::chrono::milliseconds head_time{10'000}; // from the first byte of a head to its last
    std::chrono::milliseconds body_time{30'000};
    std::chrono::milliseconds write_time{30'000}; // a whole answer
    std::chrono::milliseconds idle_time{15'000};  // between requests
    std::size_t requests = 1000;                  // of one connection
};

class Connection : public httplib::Stream {
  public:
    Connection(int socket, const ConnectionLimits& limits) : socket_(socket), limits_(limits) {}

    // Until the next request begins. False: there is none, or `give_up` says (asked a few times
    // a second) that there is no waiting for it.
    bool wait(const std::function<bool()>& give_up);

    // Reads the head of the next request and makes it what read() gives next, then its body.
    // A problem ends the connection; nothing at all: the client has gone.
    std::optional<std::variant<RequestHead, Problem>> read_head();

    // Whether all of the request has been taken: else the rest would pass for the next one.
    bool is_drained() const { return taken_ == given_.size() && body_left_ == 0; }
    // Whether an answer could not be sent.
    bool is_broken() const { return is_broken_; }

    // Says goodbye so that what was written last arrives.
    void close_politely();

    bool is_readable() const override { return true; }
    bool is_writable() const override { return true; }
    ssize_t read(char* data, size_t size) override;
    ssize_t write(const char* data, size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    socket_t socket() const override { return socket_; }

  private:
    using Clock = std::chrono::steady_clock;

    // Bytes received; 0 at the end, -1 for an error or when time is up.
    ssize_t receive(char* data, std::size_t size, Clock::time_point deadline);

    int socket_;
    const ConnectionLimits& limits_;
    std::string buffer_; // received, not yet taken
    std::string given_;  // a head for the library, and how much of it was taken
    std::size_t taken_ = 0;
    std::size_t body_left_ = 0;
    bool is_broken_ = false;
    Clock::time_point body_deadline_{};
    Clock::time_point write_deadline_{};
};

} // namespace sitrep
