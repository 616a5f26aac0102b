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
    if (const auto* head = std::get_if<RequestHead>(&parsed)) body_left_ = head->body_bytes;
    const Clock::time_point now = Clock::now();
    body_deadline_ = now + limits_.body_time;
    write_deadline_ = now + limits_.body_time + limits_.write_time;
    return parsed;
}

bool Connection::read_body(const RequestHead& head, std::string& body) {
    if (body_left_ > 0 && buffer_.empty() && head.expects_continue &&
        !write("HTTP/1.1 100 Continue\r\n\r\n"))
        return false;
    body.assign(buffer_, 0, body_left_);
    buffer_.erase(0, body.size());
    body_left_ -= body.size();
    // Memory grows with what is sent, not with what is announced.
    constexpr std::size_t most_at_once = 64 * 1024;
    while (body_left_ > 0) {
        const std::size_t have = body.size();
        const std::size_t wanted = std::min(body_left_, most_at_once);
        body.resize(have + wanted);
        const ssize_t got = receive(body.data() + have, wanted, body_deadline_);
        body.resize(have + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got <= 0) return false;
        body_left_ -= static_cast<std::size_t>(got);
    }
    return true;
}

bool Connection::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            text.remove_prefix(static_cast<std::size_t>(sent));
            write_deadline_ += milliseconds(sent * 1000 / static_cast<ssize_t>(limits_.write_rate));
            continue;
        }
        const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
        if (errno == EINTR || (full && wait_for(socket_, POLLOUT, write_deadline_))) continue;
        return false;
    }
    return true;
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

std::string Connection::remote() const {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET)
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(),
                    text.size());
    else if (address.ss_family == AF_INET6)
        ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr,
                    text.data(), text.size());
    return text.data();
}

} // namespace sitrep
