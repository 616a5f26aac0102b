// What an input format is to the RecordStream: a row in a table, a function that sniffs, a class
// that reads. A new format is one reader_x.cc that has these, and one row in reader.cc.
#pragma once

#include "indexer/input_stream.h"
#include "indexer/reader.h"
#include "indexer/reader_member.h"

#include <memory>
#include <string>
#include <string_view>

namespace sitrep {

// Reads the records of one input. When the stream breaks, what was whole before is given first
// and one reject says what happened.
class FormatReader {
  public:
    virtual ~FormatReader() = default;
    // False at the end.
    virtual bool next(Record& record) = 0;
};

// What a reader works on; lives longer than the reader.
struct FormatInput {
    InputStream& stream;
    const std::string& file; // for origins
    const ReadPlan& plan;
};

using MakeReader = std::unique_ptr<FormatReader> (*)(const FormatInput& input);
// Whether the first bytes of an input (some kB of it) look like the format.
using Sniff = bool (*)(std::string_view head);

std::unique_ptr<FormatReader> make_text_reader(const FormatInput& input);
std::unique_ptr<FormatReader> make_json_reader(const FormatInput& input);
std::unique_ptr<FormatReader> make_csv_reader(const FormatInput& input);
std::unique_ptr<FormatReader> make_tsv_reader(const FormatInput& input);
std::unique_ptr<FormatReader> make_html_reader(const FormatInput& input);
std::unique_ptr<FormatReader> make_feed_reader(const FormatInput& input);
std::unique_ptr<FormatReader> make_warc_reader(const FormatInput& input);
// For inputs of the plan's preset.
std::unique_ptr<FormatReader> make_event_reader(const FormatInput& input);

bool looks_like_text(std::string_view head);
bool looks_like_json(std::string_view head);
bool looks_like_csv(std::string_view head);
bool looks_like_tsv(std::string_view head);
bool looks_like_html(std::string_view head);
bool looks_like_feed(std::string_view head);
bool looks_like_warc(std::string_view head);

// The rest of the input, up to the longest record; says what went wrong.
Problem read_whole(const FormatInput& input, std::string& content);

} // namespace sitrep
