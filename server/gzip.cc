#include "server/gzip.h"

#include <zlib.h>

namespace sitrep {

std::optional<std::string> gzip(std::string_view text) {
    constexpr int level = 4;             // half the time of 6 for 5 % more bytes
    constexpr int gzip_window = 15 + 16; // the largest window, with a gzip frame
    constexpr int usual_memory = 8;
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, usual_memory, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return std::nullopt;
    std::string out(text.size(), '\0');
    // zlib does not write to its input, for all that it takes a plain pointer.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (status != Z_STREAM_END) return std::nullopt; // it did not fit
    return out;
}

} // namespace sitrep
