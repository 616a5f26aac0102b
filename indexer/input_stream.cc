#include "indexer/input_stream.h"

#include "indexer/input_decode.h"

#include <cstring>

namespace sitrep {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;

bool is_gzip(std::string_view head) {
    return head.starts_with("\x1F\x8B");
}

// A frame, or a skippable frame (RFC 8878, 3.1).
bool is_zstd(std::string_view head) {
    return head.starts_with("\x28\xB5\x2F\xFD") ||
           (head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xF0) == 0x50 &&
            head.substr(1, 3) == "\x2A\x4D\x18");
}

std::unique_ptr<ByteSource> make_source(RawFile& file) {
    const std::string_view head = file.head(4);
    if (is_gzip(head)) return make_gzip_source(file);
    if (is_zstd(head)) return make_zstd_source(file);
    return make_plain_source(file);
}

} // namespace

InputStream::InputStream(const std::string& path)
    : file_(std::make_unique<RawFile>(path)), source_(make_source(*file_)), buffer_(buffer_bytes) {
    const std::string_view head = peek(3);
    if (head.starts_with("\xEF\xBB\xBF")) {
        skip(3);
    } else if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
        const bool big_endian = head.starts_with("\xFE");
        std::string rest(head.substr(2));
        source_ = make_utf16_source(std::move(source_), std::move(rest), big_endian);
        begin_ = end_ = 0;
        ended_ = false;
    }
}

InputStream::~InputStream() = default;

std::string_view InputStream::peek(std::size_t size) {
    if (end_ - begin_ < size && !ended_) fill(size);
    return {buffer_.data() + begin_, end_ - begin_};
}

void InputStream::fill(std::size_t wanted) {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() < wanted) buffer_.resize(wanted);
    while (end_ < wanted && !ended_) {
        const std::size_t got = source_->read(buffer_.data() + end_, buffer_.size() - end_);
        ended_ = got == 0;
        end_ += got;
    }
}

std::uint64_t InputStream::bytes_taken() const {
    return file_->bytes_taken();
}

} // namespace sitrep
