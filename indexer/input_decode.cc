#include "indexer/input_decode.h"

#include "schema/error.h"
#include "schema/unicode.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

namespace sitrep {
namespace {

constexpr std::size_t block_bytes = 256 * 1024;

std::string errno_text(int number) {
    return std::generic_category().message(number);
}

class PlainSource : public ByteSource {
  public:
    explicit PlainSource(RawFile& file) : file_(file) {}

    std::size_t read(char* to, std::size_t size) override {
        const std::size_t got = file_.read(to, size);
        return got == 0 && file_.failure() != StreamFailure::none
                   ? fail(file_.failure(), file_.message())
                   : got;
    }

  private:
    RawFile& file_;
};

class GzipSource : public ByteSource {
  public:
    explicit GzipSource(RawFile& file) : file_(file) {
        if (inflateInit2(&stream_, 15 + 16) != Z_OK) // 16: gzip
            throw Error(ErrorKind::internal, "zlib did not start");
    }
    ~GzipSource() override { inflateEnd(&stream_); }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;

    std::size_t read(char* to, std::size_t size) override {
        if (failure() != StreamFailure::none) return 0;
        const auto room = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30));
        stream_.next_out = reinterpret_cast<Bytef*>(to);
        stream_.avail_out = room;
        while (stream_.avail_out == room) {
            const std::string_view block = file_.block();
            if (block.empty()) return at_end();
            if (between_members_ && !start_member(block)) continue;
            stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(block.data()));
            stream_.avail_in = static_cast<uInt>(block.size());
            const int result = inflate(&stream_, Z_NO_FLUSH);
            file_.take(block.size() - stream_.avail_in);
            if (result == Z_STREAM_END)
                between_members_ = true;
            else if (result != Z_OK && result != Z_BUF_ERROR)
                return damaged(room);
        }
        return room - stream_.avail_out;
    }

  private:
    std::size_t at_end() {
        if (file_.failure() != StreamFailure::none) return fail(file_.failure(), file_.message());
        if (between_members_) return 0;
        return fail(StreamFailure::truncated, "the gzip data ends too early: the file is cut off");
    }

    // What was decoded before the damage is still good.
    std::size_t damaged(uInt room) {
        fail(StreamFailure::corrupt,
             fmt::format("the gzip data is damaged near byte {} ({})", file_.bytes_taken(),
                         stream_.msg != nullptr ? stream_.msg : "unknown"));
        return room - stream_.avail_out;
    }

    // Files may be padded with zeros behind the last member.
    bool start_member(std::string_view block) {
        const std::size_t padding = std::min(block.find_first_not_of('\0'), block.size());
        if (padding > 0) {
            file_.take(padding);
            return false;
        }
        inflateReset(&stream_);
        between_members_ = false;
        return true;
    }

    RawFile& file_;
    z_stream stream_{};
    bool between_members_ = false;
};

class ZstdSource : public ByteSource {
  public:
    explicit ZstdSource(RawFile& file) : file_(file), stream_(ZSTD_createDStream()) {
        if (stream_ == nullptr) throw Error(ErrorKind::internal, "zstd did not start");
    }
    ~ZstdSource() override { ZSTD_freeDStream(stream_); }
    ZstdSource(const ZstdSource&) = delete;
    ZstdSource& operator=(const ZstdSource&) = delete;

    std::size_t read(char* to, std::size_t size) override {
        if (failure() != StreamFailure::none) return 0;
        ZSTD_outBuffer out{to, size, 0};
        while (out.pos == 0) {
            const std::string_view block = file_.block();
            if (block.empty() && !more_output_) return at_end();
            ZSTD_inBuffer in{block.data(), block.size(), 0};
            const std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
            if (ZSTD_isError(result) != 0) {
                fail(StreamFailure::corrupt,
                     fmt::format("the zstd data is damaged near byte {} ({})", file_.bytes_taken(),
                                 ZSTD_getErrorName(result)));
                return out.pos;
            }
            file_.take(in.pos);
            inside_frame_ = result != 0;
            // Without room or input left, more may wait inside the decoder.
            more_output_ = inside_frame_ && (out.pos == out.size || in.pos > 0);
        }
        return out.pos;
    }

  private:
    std::size_t at_end() {
        if (file_.failure() != StreamFailure::none) return fail(file_.failure(), file_.message());
        if (!inside_frame_) return 0;
        return fail(StreamFailure::truncated, "the zstd data ends too early: the file is cut off");
    }

    RawFile& file_;
    ZSTD_DStream* stream_;
    bool inside_frame_ = false;
    bool more_output_ = false;
};

class Utf16Source : public ByteSource {
  public:
    Utf16Source(std::unique_ptr<ByteSource> source, std::string head, bool big_endian)
        : source_(std::move(source)), input_(std::move(head)), big_endian_(big_endian) {}

    std::size_t read(char* to, std::size_t size) override {
        while (output_.size() == taken_ && !ended_) convert();
        const std::size_t got = std::min(size, output_.size() - taken_);
        std::memcpy(to, output_.data() + taken_, got);
        taken_ += got;
        if (got == 0 && source_->failure() != StreamFailure::none)
            return fail(source_->failure(), source_->message());
        return got;
    }

  private:
    char32_t unit(std::size_t at) const {
        const auto first = static_cast<unsigned char>(input_[at]);
        const auto second = static_cast<unsigned char>(input_[at + 1]);
        return big_endian_ ? static_cast<char32_t>(first << 8 | second)
                           : static_cast<char32_t>(second << 8 | first);
    }

    void convert() {
        output_.clear();
        taken_ = 0;
        std::size_t at = 0;
        for (; at + 2 <= input_.size(); at += 2) {
            char32_t c = unit(at);
            if (c >= 0xD800 && c < 0xDC00) {
                if (at + 4 > input_.size()) break;
                const char32_t low = unit(at + 2);
                const bool pair = low >= 0xDC00 && low < 0xE000;
                c = pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
                at += pair ? 2 : 0;
            } else if (c >= 0xDC00 && c < 0xE000) {
                c = 0xFFFD;
            }
            unicode::append(output_, c);
        }
        input_.erase(0, at);
        char block[16 * 1024];
        const std::size_t got = source_->read(block, sizeof block);
        input_.append(block, got);
        if (got > 0) return;
        ended_ = true;
        if (!input_.empty()) unicode::append(output_, 0xFFFD);
    }

    std::unique_ptr<ByteSource> source_;
    std::string input_;
    std::string output_;
    std::size_t taken_ = 0;
    bool big_endian_;
    bool ended_ = false;
};

} // namespace

std::size_t ByteSource::fail(StreamFailure failure, std::string message) {
    failure_ = failure;
    message_ = std::move(message);
    return 0;
}

RawFile::RawFile(const std::string& path) : buffer_(block_bytes) {
    descriptor_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0)
        throw Error(ErrorKind::input, fmt::format("cannot open it: {}", errno_text(errno)));
    ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

RawFile::~RawFile() {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

void RawFile::refill(std::size_t keep) {
    begin_ = 0;
    end_ = keep;
    ssize_t got = -1;
    do got = ::read(descriptor_, buffer_.data() + keep, buffer_.size() - keep);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        fail(StreamFailure::unreadable, fmt::format("cannot read it: {}", errno_text(errno)));
    else
        end_ += static_cast<std::size_t>(got);
    bytes_taken_ += end_ - keep;
}

std::string_view RawFile::block() {
    if (begin_ == end_ && failure() == StreamFailure::none) refill(0);
    return {buffer_.data() + begin_, end_ - begin_};
}

std::string_view RawFile::head(std::size_t size) {
    for (std::size_t before = 0; end_ < size; before = end_) {
        refill(end_);
        if (end_ == before || failure() != StreamFailure::none) break;
    }
    return {buffer_.data(), end_};
}

std::size_t RawFile::read(char* to, std::size_t size) {
    const std::string_view bytes = block().substr(0, size);
    std::memcpy(to, bytes.data(), bytes.size());
    take(bytes.size());
    return bytes.size();
}

std::unique_ptr<ByteSource> make_gzip_source(RawFile& file) {
    return std::make_unique<GzipSource>(file);
}

std::unique_ptr<ByteSource> make_zstd_source(RawFile& file) {
    return std::make_unique<ZstdSource>(file);
}

std::unique_ptr<ByteSource> make_plain_source(RawFile& file) {
    return std::make_unique<PlainSource>(file);
}

std::unique_ptr<ByteSource> make_utf16_source(std::unique_ptr<ByteSource> source, std::string head,
                                              bool big_endian) {
    return std::make_unique<Utf16Source>(std::move(source), std::move(head), big_endian);
}

} // namespace sitrep
