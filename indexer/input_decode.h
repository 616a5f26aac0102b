// The stages of an InputStream: file, decompression, character encoding.
#pragma once

#include "indexer/input_stream.h"

namespace sitrep {

// An open file and a block of its bytes.
class RawFile : public ByteSource {
  public:
    explicit RawFile(const std::string& path); // throws Error{input}
    ~RawFile() override;
    RawFile(const RawFile&) = delete;
    RawFile& operator=(const RawFile&) = delete;

    std::size_t read(char* to, std::size_t size) override;

    // The bytes at hand, read anew when there are none; empty at the end or on failure.
    std::string_view block();
    void take(std::size_t size) { begin_ += size; }
    // At least `size` bytes at hand, unless the file is shorter. Only before the first take().
    std::string_view head(std::size_t size);

    std::uint64_t bytes_taken() const { return bytes_taken_; }

  private:
    void refill(std::size_t keep);

    int descriptor_ = -1;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uint64_t bytes_taken_ = 0;
};

std::unique_ptr<ByteSource> make_gzip_source(RawFile& file);
std::unique_ptr<ByteSource> make_zstd_source(RawFile& file);
// The file as it is.
std::unique_ptr<ByteSource> make_plain_source(RawFile& file);
// UTF-16 to UTF-8; unpaired surrogates become U+FFFD. The byte order mark must be gone.
std::unique_ptr<ByteSource> make_utf16_source(std::unique_ptr<ByteSource> source, std::string head,
                                              bool big_endian);

} // namespace sitrep
