#include "server/send.h"

#include "server/gzip.h"
#include "server/problem.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t least_to_compress = 1024; // bytes
constexpr std::size_t chunk_bytes = 32 * 1024;  // of a streamed body

// On every answer. Pages need nothing from elsewhere, and nothing that is written into them is a
// style or a script.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> safety_headers{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
     "connect-src 'self'; form-action 'self'; "
     "base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Vary", "Accept-Encoding"},
}};

bool has_header(const HttpResponse& answer, std::string_view name) {
    return std::any_of(answer.headers.begin(), answer.headers.end(),
                       [&](const auto& header) { return header.first == name; });
}

// Up to the framing. A header of an answer stands for the usual one of its name.
std::string head_of(const HttpResponse& answer, bool keep_alive) {
    std::string head =
        fmt::format("HTTP/1.1 {} {}\r\nDate: {:%a, %d %b %Y %H:%M:%S GMT}\r\n", answer.status,
                    phrase_of(answer.status), fmt::gmtime(std::time(nullptr)));
    for (const auto& [name, value] : safety_headers)
        if (!has_header(answer, name)) head += fmt::format("{}: {}\r\n", name, value);
    for (const auto& [name, value] : answer.headers) head += fmt::format("{}: {}\r\n", name, value);
    if (answer.late_headers)
        for (const auto& [name, value] : *answer.late_headers)
            head += fmt::format("{}: {}\r\n", name, value);
    if (!has_header(answer, "Cache-Control")) head += "Cache-Control: no-cache\r\n";
    if (!answer.type.empty()) head += fmt::format("Content-Type: {}\r\n", answer.type);
    head += keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    return head;
}

bool send_whole(Connection& connection, HttpResponse answer, const SendOptions& options,
                std::uint64_t& sent) {
    if (answer.body.size() > least_to_compress && options.gzip) {
        if (auto compressed = gzip(answer.body)) {
            answer.body = *std::move(compressed);
            answer.headers.emplace_back("Content-Encoding", "gzip");
        }
    }
    std::string text = head_of(answer, options.keep_alive);
    constexpr int no_content = 204;
    constexpr int not_modified = 304;
    if (answer.status != no_content && answer.status != not_modified)
        text += fmt::format("Content-Length: {}\r\n", answer.body.size());
    text += "\r\n";
    if (!options.is_head) {
        text += answer.body;
        sent += answer.body.size();
    }
    return connection.write(text) && options.keep_alive;
}

// Whether a streamed body is worth compressing, and does not have to arrive piece by piece.
bool is_compressed(const HttpResponse& answer, const SendOptions& options) {
    return options.gzip && answer.type != "text/event-stream";
}

// Collects a streamed body and sends it in chunks. The head goes with the first one.
class Stream {
  public:
    Stream(Connection& connection, const HttpResponse& answer, const SendOptions& options)
        : connection_(connection), answer_(answer), options_(options),
          is_chunked_(options.minor_version > 0) {
        if (is_compressed(answer, options)) gzip_.emplace();
    }

    bool keeps_alive() const { return options_.keep_alive && is_chunked_; }
    bool has_begun() const { return has_begun_; }
    std::uint64_t sent() const { return sent_; }

    bool add(std::string_view piece) {
        if (piece.empty()) return flush();
        waiting_ += piece;
        return waiting_.size() < chunk_bytes || flush();
    }
    bool finish() { return flush(true) && (!is_chunked_ || connection_.write("0\r\n\r\n")); }

  private:
    bool flush(bool is_last = false) {
        std::string text;
        if (!has_begun_) {
            text = head_of(answer_, keeps_alive());
            text += is_chunked_ ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n";
            has_begun_ = true;
        }
        if (gzip_) waiting_ = gzip_->add(waiting_, is_last);
        if (!waiting_.empty()) {
            text +=
                is_chunked_ ? fmt::format("{:x}\r\n{}\r\n", waiting_.size(), waiting_) : waiting_;
            sent_ += waiting_.size();
            waiting_.clear();
        }
        return connection_.write(text);
    }

    Connection& connection_;
    const HttpResponse& answer_;
    const SendOptions& options_;
    bool is_chunked_;
    bool has_begun_ = false;
    std::string waiting_;
    std::optional<GzipStream> gzip_;
    std::uint64_t sent_ = 0;
};

} // namespace

bool send(Connection& connection, HttpResponse answer, const SendOptions& options,
          std::uint64_t& sent) {
    if (!answer.stream) return send_whole(connection, std::move(answer), options, sent);
    // An error that takes its place carries headers of its own.
    if (is_compressed(answer, options)) answer.headers.emplace_back("Content-Encoding", "gzip");
    if (options.is_head) {
        const std::string text = head_of(answer, options.keep_alive) + "\r\n";
        return connection.write(text) && options.keep_alive;
    }
    Stream stream(connection, answer, options);
    try {
        answer.stream([&](std::string_view piece) { return stream.add(piece); });
    } catch (...) {
        sent += stream.sent();
        if (stream.has_begun() || !options.on_failure) {
            // Without its last chunk the client knows that the answer is not whole.
            if (options.on_failure) options.on_failure(std::current_exception());
            return false;
        }
        return send_whole(connection, options.on_failure(std::current_exception()), options, sent);
    }
    const bool done = stream.finish();
    sent += stream.sent();
    return done && stream.keeps_alive();
}

} // namespace sitrep
