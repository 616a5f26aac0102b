#include "indexer/http_response.h"

#include "schema/error.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

namespace sitrep::http {
namespace {

bool equal_names(std::string_view a, std::string_view b) {
    return a.size() == b.size() && lower_ascii(a) == lower_ascii(b);
}

// False: these are no chunks. What follows a broken one is left out.
bool join_chunks(std::string_view body, std::string& out) {
    for (bool first = true;; first = false) {
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), size, 16);
        const auto line_end = body.find('\n');
        if (error != std::errc() || line_end == body.npos || line_end > 200) return !first;
        if (std::string_view(" ;\r\n").find(*end) == std::string_view::npos) return !first;
        if (size == 0) return true;
        body.remove_prefix(line_end + 1);
        out.append(body.substr(0, size));
        if (body.size() <= size) return true;
        body.remove_prefix(size);
        while (body.starts_with('\r') || body.starts_with('\n')) body.remove_prefix(1);
    }
}

Problem too_long(std::size_t max_bytes) {
    return fmt::format("unpacked it is longer than {} bytes", max_bytes);
}

// `bits`: as inflateInit2 takes them.
Problem inflate_all(std::string_view packed, int bits, std::size_t max_bytes, std::string& out) {
    z_stream stream{};
    if (inflateInit2(&stream, bits) != Z_OK) throw Error(ErrorKind::internal, "zlib did not start");
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, &inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    char block[64 * 1024];
    for (int result = Z_OK; result == Z_OK;) {
        stream.next_out = reinterpret_cast<Bytef*>(block);
        stream.avail_out = sizeof block;
        result = inflate(&stream, Z_NO_FLUSH);
        out.append(block, sizeof block - stream.avail_out);
        if (out.size() > max_bytes) return too_long(max_bytes);
        if (result == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) break; // cut off
    }
    return out.empty() && !packed.empty() ? "its compressed body is damaged" : "";
}

Problem inflate_zstd(std::string_view packed, std::size_t max_bytes, std::string& out) {
    const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(),
                                                                            &ZSTD_freeDStream);
    if (!stream) throw Error(ErrorKind::internal, "zstd did not start");
    char block[64 * 1024];
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    for (;;) {
        ZSTD_outBuffer to{block, sizeof block, 0};
        const std::size_t result = ZSTD_decompressStream(stream.get(), &to, &in);
        out.append(block, to.pos);
        if (out.size() > max_bytes) return too_long(max_bytes);
        if (ZSTD_isError(result) != 0 || (in.pos == in.size && to.pos < to.size)) break;
    }
    return out.empty() && !packed.empty() ? "its compressed body is damaged" : "";
}

Problem unpack(const std::string& encoding, std::string body, std::size_t max_bytes,
               std::string& out) {
    if (encoding == "gzip" || encoding == "x-gzip") {
        if (body.starts_with("\x1F\x8B")) return inflate_all(body, 15 + 16, max_bytes, out);
    } else if (encoding == "deflate") {
        const bool zlib = body.size() > 1 && (static_cast<unsigned char>(body[0]) & 0x0F) == 8;
        if (!body.starts_with('<')) return inflate_all(body, zlib ? 15 : -15, max_bytes, out);
    } else if (encoding == "zstd") {
        if (body.starts_with("\x28\xB5\x2F\xFD")) return inflate_zstd(body, max_bytes, out);
    } else if (!encoding.empty() && encoding != "identity") {
        if (!trim(body).starts_with('<'))
            return fmt::format("its body is packed with {}, which is not read", encoding);
    }
    out = std::move(body);
    return {};
}

} // namespace

std::string_view Headers::find(std::string_view name) const {
    for (std::string_view rest = lines_; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto colon = line.find(':');
        if (colon != line.npos && equal_names(trim(line.substr(0, colon)), name))
            return trim(line.substr(colon + 1));
    }
    return {};
}

std::size_t head_size(std::string_view text) {
    for (auto at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
        if (text.substr(at + 1, 1) == "\n") return at + 2;
        if (text.substr(at + 1, 2) == "\r\n") return at + 3;
    }
    return std::string_view::npos;
}

ResponseHead read_head(std::string_view message) {
    ResponseHead head;
    if (!message.starts_with("HTTP/")) return head;
    const auto space = message.find(' ');
    if (space == message.npos || space > 12) return head;
    std::from_chars(message.data() + space + 1,
                    message.data() + std::min(space + 4, message.size()), head.status);
    head.size = std::min(head_size(message), message.size());
    const Headers headers(message.substr(0, head.size));
    head.content_type = lower_ascii(headers.find("Content-Type"));
    head.content_encoding = lower_ascii(headers.find("Content-Encoding"));
    head.chunked =
        lower_ascii(headers.find("Transfer-Encoding")).find("chunked") != std::string::npos;
    return head;
}

Problem decode_body(const ResponseHead& head, std::string_view body, std::size_t max_bytes,
                    std::string& out) {
    std::string joined;
    if (!head.chunked || !join_chunks(body, joined)) joined = body;
    return unpack(head.content_encoding, std::move(joined), max_bytes, out);
}

} // namespace sitrep::http
