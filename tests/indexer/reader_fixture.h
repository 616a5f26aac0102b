// Files that a test writes, and what the RecordStream makes of them.
#pragma once

#include "indexer/reader.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>
#include <zlib.h>

namespace sitrep::test {

// A directory that goes with its object.
class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        std::string path = (std::filesystem::temp_directory_path() / "sitrep-XXXXXX").string();
        if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary directory");
        path_ = path;
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    std::string path() const { return path_.string(); }
    // Writes a file, its folders too; says its path.
    std::string write(const std::string& name, std::string_view content) const {
        const auto file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << content;
        return file.string();
    }

  private:
    std::filesystem::path path_;
};

struct Records {
    std::vector<Article> articles;
    std::vector<Reject> rejects;
};

inline Records read_all(std::vector<std::string> inputs, ReadOptions options = {}) {
    RecordStream stream(std::move(inputs), std::move(options));
    Records records;
    Record record;
    while (stream.next(record)) {
        if (auto* article = std::get_if<Article>(&record))
            records.articles.push_back(std::move(*article));
        else
            records.rejects.push_back(std::move(std::get<Reject>(record)));
    }
    return records;
}

inline Records read_content(const std::string& name, std::string_view content,
                            ReadOptions options = {}) {
    const TemporaryDirectory directory;
    return read_all({directory.write(name, content)}, std::move(options));
}

inline std::string joined(const std::vector<std::string>& list) {
    std::string text;
    for (const std::string& entry : list) text += (text.empty() ? "" : "; ") + entry;
    return text;
}

// Literals with NUL inside.
template <std::size_t size>
std::string bytes(const char (&literal)[size]) {
    return std::string(literal, size - 1);
}

inline std::string gzip(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(packed.size() - stream.avail_out);
    deflateEnd(&stream);
    return packed;
}

} // namespace sitrep::test
