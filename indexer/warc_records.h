// The records of a web archive, WARC 0.17 to 1.1 or ARC, one by one, whatever their length.
#pragma once

#include "indexer/input_stream.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sitrep::warc {

struct RecordHead {
    std::string type; // "response", "resource", "warcinfo" ...; of an ARC: "response"
    std::string url;
    std::string content_type; // of the block; of an ARC: of the page
    std::uint64_t size = 0;   // of the block, in bytes
};

class Records {
  public:
    explicit Records(InputStream& stream) : stream_(stream) {}

    enum class Result : std::uint8_t {
        record,
        broken, // something else stands where a record should begin: see problem(); may go on
        end,
    };
    // The next record; what is left of the block before is passed over.
    Result next(RecordHead& head);

    // At most `wanted` bytes from the beginning of the block, not taken. Valid until the next call.
    std::string_view peek(std::size_t wanted);
    // The whole block. False: the archive ends inside it, see problem().
    bool read(std::string& block);

    const std::string& problem() const { return problem_; } // a sentence that says where
    std::uint64_t number() const { return number_; }        // of the record, from 1

  private:
    Result next_warc(RecordHead& head);
    Result next_arc(RecordHead& head);
    Result fail(std::string_view what);
    bool skip_block();
    void skip_to_warc();
    void skip(std::size_t size);

    InputStream& stream_;
    std::uint64_t left_ = 0;     // of the block
    std::uint64_t position_ = 0; // in the unpacked archive
    std::uint64_t number_ = 0;
    std::string problem_;
    bool is_arc_ = false;
    bool ended_ = false;
};

bool looks_like_archive(std::string_view head);

} // namespace sitrep::warc
