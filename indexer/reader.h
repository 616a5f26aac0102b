// Files, directories and standard input -> a stream of articles. One record is in memory at a
// time. Every record that cannot be read comes out as a Reject; none is dropped.
#pragma once

#include "schema/article.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sitrep {

// A record that was not indexed, and why.
struct Reject {
    Origin origin;
    std::string reason; // one sentence, says what to do where that is known
    std::string record; // the raw record, cut to reject_record_bytes; any bytes
};
inline constexpr std::size_t reject_record_bytes = 64 * 1024;

using Record = std::variant<Article, Reject>;

struct ReadOptions {
    std::string format = "auto";                            // a name in input_formats()
    std::vector<std::pair<std::string, std::string>> map{}; // article member, column or JSON member
    std::vector<std::pair<std::string, std::string>>
        set{};                                // article member, value where it is empty
    std::size_t max_record_bytes = 64U << 20; // a longer record is rejected
    std::string preset{};                     // a name in presets(): all inputs are such event data
};

struct InputFormat {
    std::string_view name;       // "jsonl"
    std::string_view extensions; // ".jsonl .ndjson": without .gz or .zst
    std::string_view help;
};
std::span<const InputFormat> input_formats();

// Reads inputs in order: files, directories (walked in name order, hidden files left out), "-".
// Compressed input is recognised by its first bytes.
class RecordStream {
  public:
    // Throws Error{usage} for an unknown format, preset or member name.
    RecordStream(std::vector<std::string> inputs, ReadOptions options);
    ~RecordStream();
    RecordStream(RecordStream&&) noexcept;
    RecordStream& operator=(RecordStream&&) noexcept;

    // False at the end. Articles have text or title, valid UTF-8, and an id (see derive_id).
    bool next(Record& record);

    // Bytes taken from the inputs so far (compressed size), and in all where that is known.
    std::uint64_t bytes_read() const;
    std::optional<std::uint64_t> bytes_total() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The id of an article without one: its url; else a hash of source, title (the first sentence
// where there is none) and date.
std::string derive_id(const Article& article);

// A reject as one line of JSON: {"file","line","reason","record"}; bytes that are not UTF-8 are
// written as U+FFFD.
std::string to_json_line(const Reject& reject);

} // namespace sitrep
