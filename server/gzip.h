#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

// A gzip member that holds `text`; none where that is no shorter.
std::optional<std::string> gzip(std::string_view text);

// A gzip member made piece by piece, in constant memory (some 270 kB).
class GzipStream {
  public:
    GzipStream(); // throws std::bad_alloc
    ~GzipStream();
    GzipStream(const GzipStream&) = delete;
    GzipStream& operator=(const GzipStream&) = delete;

    // What is ready of the member: nothing at times, as it waits for more. The last piece ends it.
    std::string add(std::string_view piece, bool is_last);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sitrep
