#include "server/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace sitrep {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Whether the socket is ready (or broken, which reading tells) before the deadline.
bool wait_for(int socket, short event, Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd polled{socket, event, 0};
        const int ready = ::poll(&polled, 1, static_cast<int>(std::min<long long>(left, 60'000)));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

// Behind the empty line that ends a head, or npos.
std::size_t end_of_head(std::string_view text, std::size_t from) {
    for (std::size_t i = text.find('\n', from); i != text.npos; i = text.find('\n', i + 1)) {
        if (i + 1 < text.size() && text[i + 1] == '\n') return i + 2;
        if (i + 2 < text.size() && text[i + 1] == '\r' && text[i + 2] == '\n') return i + 3;
    }
    return text.npos;
}

void address_of(const sockaddr_storage& address, std::string& ip, int& port) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
        port = ntohs(v4.sin_port);
    } else if (address.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
        ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
        port = ntohs(v6.sin6_port);
    }
    ip = text.data();
}

} // namespace

bool Connection::wait(const std::function<bool()>& give_up) {
    constexpr milliseconds look_up{100};
    const Clock::time_point deadline = Clock::now() + limits_.idle_time;
    while (buffer_.empty()) {
        if (wait_for(socket_, POLLIN, std::min(deadline, Clock::now() + look_up))) return true;
        if (Clock::now() >= deadline || give_up()) return false;
    }
    return true;
}

ssize_t Connection::receive(char* data, std::size_t size, Clock::time_point deadline) {
    for (;;) {
        const ssize_t got = ::recv(socket_, data, size, MSG_DONTWAIT);
        if (got >= 0) return got;
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return -1;
        if (!wait_for(socket_, POLLIN, deadline)) {
            errno = ETIMEDOUT;
            return -1;
        }
    }
}

std::optional<std::variant<RequestHead, Problem>> Connection::read_head() {
    const Clock::time_point deadline = Clock::now() + limits_.head_time;
    std::array<char, 4096> chunk;
    std::size_t searched = 0;
    std::size_t end = std::string::npos;
    for (;;) {
        // A client may send an empty line after a body.
        while (buffer_.starts_with("\r\n")) buffer_.erase(0, 2);
        end = end_of_head(buffer_, searched);
        if (end != std::string::npos && end <= limits_.head.bytes) break;
        if (buffer_.size() > limits_.head.bytes)
            return plain_problem(431, "the head of the request is too large");
        searched = buffer_.size() < 3 ? 0 : buffer_.size() - 3;
        const ssize_t got = receive(chunk.data(), chunk.size(), deadline);
        if (got < 0 && errno == ETIMEDOUT && !buffer_.empty())
            return plain_problem(408, "the request took too long");
        if (got <= 0) return std::nullopt;
        buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    }
    auto parsed = parse_head(std::string_view(buffer_).substr(0, end), limits_.head);
    buffer_.erase(0, end);
    if (const auto* head = std::get_if<RequestHead>(&parsed)) {
        given_ = head->to_string();
        taken_ = 0;
        body_left_ = head->body_bytes;
    }
    const Clock::time_point now = Clock::now();
    body_deadline_ = now + limits_.body_time;
    write_deadline_ = now + limits_.body_time + limits_.write_time;
    return parsed;
}

ssize_t Connection::read(char* data, size_t size) {
    if (taken_ < given_.size()) { // one byte at a time, as the library asks
        const std::size_t count = given_.copy(data, size, taken_);
        taken_ += count;
        return static_cast<ssize_t>(count);
    }
    size = std::min(size, body_left_);
    if (size == 0) return 0;
    ssize_t got = 0;
    if (!buffer_.empty()) {
        const std::size_t count = buffer_.copy(data, size);
        buffer_.erase(0, count);
        got = static_cast<ssize_t>(count);
    } else {
        got = receive(data, size, body_deadline_);
    }
    if (got > 0) body_left_ -= static_cast<std::size_t>(got);
    return got;
}

// All of it: the library does not look how much was written.
ssize_t Connection::write(const char* data, size_t size) {
    for (std::size_t done = 0; done < size;) {
        const ssize_t sent = ::send(socket_, data + done, size - done, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            done += static_cast<std::size_t>(sent);
            continue;
        }
        const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
        if (errno == EINTR || (full && wait_for(socket_, POLLOUT, write_deadline_))) continue;
        is_broken_ = true;
        return -1;
    }
    return static_cast<ssize_t>(size);
}

// A close with bytes unread resets the connection, and the client may never see the answer.
void Connection::close_politely() {
    constexpr milliseconds patience{500};
    constexpr std::size_t most = 256 * 1024;
    ::shutdown(socket_, SHUT_WR);
    const Clock::time_point deadline = Clock::now() + patience;
    std::array<char, 4096> chunk;
    for (std::size_t drained = 0; drained < most;) {
        const ssize_t got = receive(chunk.data(), chunk.size(), deadline);
        if (got <= 0) return;
        drained += static_cast<std::size_t>(got);
    }
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
        address_of(address, ip, port);
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    if (::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
        address_of(address, ip, port);
}

} // namespace sitrep
