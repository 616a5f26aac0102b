// Lines of a stream, in constant memory whatever their length.
#pragma once

#include "indexer/input_stream.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sitrep {

class LineReader {
  public:
    LineReader(InputStream& stream, std::size_t max_bytes)
        : stream_(stream), max_bytes_(max_bytes) {}

    enum class Result : std::uint8_t {
        line,     // without its line end; "\r\n" counts as one
        too_long, // over max_bytes: its beginning
        broken,   // the stream failed here: what came of the line. Comes once
        end,
    };
    // The line is valid until the next call.
    Result next(std::string_view& line);

    // Of the line given last, from 1.
    std::uint64_t number() const { return number_; }

  private:
    void keep(std::string_view part);

    InputStream& stream_;
    std::size_t max_bytes_;
    std::size_t shown_ = 0; // bytes of the stream that the last line views
    std::string stash_;     // the beginning of a line longer than what is at hand
    std::size_t size_ = 0;  // of the line so far
    std::uint64_t number_ = 0;
    bool broken_ = false;
};

} // namespace sitrep
