// One connection with a client: what it sends and takes, within budgets of bytes and time, so that
// no client can hold a thread or fill the memory.
#pragma once

#include "server/head.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

struct ConnectionLimits {
    HeadLimits head;
    std::chrono::milliseconds head_time{10'000}; // from the first byte of a head to its last
    std::chrono::milliseconds body_time{30'000};
    std::chrono::milliseconds write_time{30'000}; // an answer, and a second more for each
    std::size_t write_rate = 16 * 1024;           // bytes that the client takes
    std::chrono::milliseconds idle_time{15'000};  // between requests
    std::size_t requests = 1000;                  // of one connection
};

class Connection {
  public:
    Connection(int socket, const ConnectionLimits& limits) : socket_(socket), limits_(limits) {}

    // Until the next request begins. False: there is none, or `give_up` says (asked a few times
    // a second) that there is no waiting for it.
    bool wait(const std::function<bool()>& give_up);

    // Reads the head of the next request. A problem ends the connection; nothing at all: the
    // client has gone.
    std::optional<std::variant<RequestHead, Problem>> read_head();
    // Reads the body of that request, whole. False: the client has gone or took too long.
    bool read_body(const RequestHead& head, std::string& body);

    // Whether the body has been read: else the rest would pass for the next request.
    bool is_drained() const { return body_left_ == 0; }

    // Writes all of it, as long as the client takes it fast enough. False: it does not.
    bool write(std::string_view text);

    // Says goodbye so that what was written last arrives.
    void close_politely();

    // The address of the client.
    std::string remote() const;

  private:
    using Clock = std::chrono::steady_clock;

    // Bytes received; 0 at the end, -1 for an error or when time is up.
    ssize_t receive(char* data, std::size_t size, Clock::time_point deadline);

    int socket_;
    const ConnectionLimits& limits_;
    std::string buffer_; // received, not yet taken
    std::size_t body_left_ = 0;
    Clock::time_point body_deadline_{};
    Clock::time_point write_deadline_{};
};

} // namespace sitrep
