// An HTTP response as archives keep it: head and body as they came over the wire.
#pragma once

#include "indexer/reader_member.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sitrep::http {

// "Name: value" lines, up to an empty one.
class Headers {
  public:
    explicit Headers(std::string_view lines) : lines_(lines) {}
    // The first of the name, whatever its case; empty where there is none.
    std::string_view find(std::string_view name) const;

  private:
    std::string_view lines_;
};

struct ResponseHead {
    int status = 0;       // 0: this is no response
    std::size_t size = 0; // bytes up to the body
    std::string content_type;
    std::string content_encoding;
    bool chunked = false;
};

// Where the empty line behind the headers ends; npos: not in here.
std::size_t head_size(std::string_view text);

ResponseHead read_head(std::string_view message);

// Takes the chunks and the compression off a body: gzip, deflate and zstd; what is labelled with
// them, but is not so, is left as it is, and of what is cut off the beginning is given. At most
// `max_bytes`; says what cannot be undone.
Problem decode_body(const ResponseHead& head, std::string_view body, std::size_t max_bytes,
                    std::string& out);

} // namespace sitrep::http
