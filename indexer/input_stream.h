// Bytes of a file or of standard input, decompressed, in UTF-8.
//
// Gzip (concatenated members too) and Zstandard are recognised by their first bytes, UTF-16 by
// its byte order mark; a mark of UTF-8 is dropped. Memory stays constant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

enum class StreamFailure : std::uint8_t { none, unreadable, truncated, corrupt };

// Stands between the file and its reader: gives decoded bytes, 0 at the end or on failure.
class ByteSource {
  public:
    virtual ~ByteSource() = default;
    virtual std::size_t read(char* to, std::size_t size) = 0;

    StreamFailure failure() const { return failure_; }
    const std::string& message() const { return message_; }

  protected:
    // Says 0, the result of the read that failed.
    std::size_t fail(StreamFailure failure, std::string message);

  private:
    StreamFailure failure_ = StreamFailure::none;
    std::string message_;
};

class RawFile;

class InputStream {
  public:
    // "-" is standard input. Throws Error{input} where the file cannot be opened.
    explicit InputStream(const std::string& path);
    ~InputStream();
    InputStream(const InputStream&) = delete;
    InputStream& operator=(const InputStream&) = delete;

    // At least `size` bytes unless the end comes first; as many as are at hand. Valid until the
    // next call. Made for a few kB: the buffer grows to `size`.
    std::string_view peek(std::size_t size = 1);
    // Moves past bytes that peek() has shown.
    void skip(std::size_t size) { begin_ += size; }

    // Tells the end from a failure once peek() is empty. The message is a sentence for people.
    StreamFailure failure() const { return source_->failure(); }
    const std::string& message() const { return source_->message(); }

    // Bytes taken from the file so far, as they lie on disk.
    std::uint64_t bytes_taken() const;

  private:
    void fill(std::size_t wanted);

    std::unique_ptr<RawFile> file_;
    std::unique_ptr<ByteSource> source_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool ended_ = false;
};

} // namespace sitrep
