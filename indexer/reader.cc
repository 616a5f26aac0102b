#include "indexer/reader.h"

#include "indexer/input_stream.h"
#include "indexer/reader_format.h"
#include "indexer/reader_walk.h"
#include "schema/error.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

struct FormatRow {
    InputFormat format;
    MakeReader make;
    Sniff looks_like;
};

// THE table of input formats. Sniffed in this order: text, which much looks like, comes last. Of
// two that share an extension the first is chosen by its content, the last otherwise.
// clang-format off
constexpr std::array rows{
    FormatRow{{"feed",  ".rss .atom .rdf .xml .json", "RSS, Atom and JSON Feed, an article an entry"}, make_feed_reader, looks_like_feed},
    FormatRow{{"jsonl", ".jsonl .ndjson .json", "JSON: an object a line, or an array of objects"}, make_json_reader, looks_like_json},
    FormatRow{{"csv",   ".csv",                 "comma-separated values with a header row"},       make_csv_reader,  looks_like_csv},
    FormatRow{{"tsv",   ".tsv .tab",            "tab-separated values with a header row"},         make_tsv_reader,  looks_like_tsv},
    FormatRow{{"html",  ".html .htm .xhtml",    "web pages, an article a file"},                   make_html_reader, looks_like_html},
    FormatRow{{"warc",  ".warc .arc",           "web archives, an article a page"},                make_warc_reader, looks_like_warc},
    FormatRow{{"text",  ".txt .text",           "plain text, an article a file"},                  make_text_reader, looks_like_text},
};
// clang-format on

const FormatRow* row_named(std::string_view name) {
    for (const FormatRow& row : rows)
        if (row.format.name == name) return &row;
    return nullptr;
}

// "news.jsonl.gz" -> ".jsonl".
std::string extension_of(std::string_view path) {
    std::string name(path.substr(path.rfind('/') + 1)); // npos + 1 is 0
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    for (const std::string_view packed : {".gz", ".zst"})
        if (name.ends_with(packed)) name.resize(name.size() - packed.size());
    const auto dot = name.rfind('.');
    return dot == std::string::npos ? std::string() : name.substr(dot);
}

bool has_extension(const FormatRow& row, const std::string& extension) {
    const std::string padded = fmt::format(" {} ", row.format.extensions);
    return padded.find(" " + extension + " ") != std::string::npos;
}

// By extension, then by content; nullptr: none fits.
const FormatRow* recognise(const std::string& path, InputStream& stream) {
    constexpr std::size_t sniffed_bytes = 64 * 1024;
    const std::string extension = extension_of(path);
    const std::string_view head = stream.peek(sniffed_bytes).substr(0, sniffed_bytes);
    const FormatRow* by_name = nullptr;
    for (const FormatRow& row : rows) {
        if (extension.empty() || !has_extension(row, extension)) continue;
        by_name = &row;
        if (row.looks_like(head)) return by_name;
    }
    if (by_name != nullptr) return by_name;
    for (const FormatRow& row : rows)
        if (row.looks_like(head)) return &row;
    return nullptr;
}

std::string format_names() {
    std::string names = "auto";
    for (const FormatRow& row : rows) names += fmt::format(", {}", row.format.name);
    return names;
}

const FormatRow* chosen_row(const std::string& name) {
    if (name == "auto") return nullptr;
    if (const FormatRow* row = row_named(name)) return row;
    throw Error(ErrorKind::usage, fmt::format("no format is called \"{}\"", name),
                "known are " + format_names());
}

} // namespace

std::span<const InputFormat> input_formats() {
    static const auto formats = [] {
        std::array<InputFormat, rows.size()> all;
        std::transform(rows.begin(), rows.end(), all.begin(),
                       [](const FormatRow& row) { return row.format; });
        return all;
    }();
    return formats;
}

struct RecordStream::Impl {
    Impl(std::vector<std::string> inputs, const ReadOptions& options)
        : plan(make_plan(options)), format(chosen_row(options.format)), walk(std::move(inputs)) {}

    // Opens the next input; `record` tells what cannot be.
    enum class Opened : std::uint8_t { reader, reject, end };
    Opened open(Record& record);
    void close();

    ReadPlan plan;
    const FormatRow* format; // nullptr: by extension and content
    InputWalk walk;
    std::string path;
    std::unique_ptr<InputStream> stream;
    std::unique_ptr<FormatReader> reader;
    std::uint64_t bytes_of_closed = 0;
};

RecordStream::Impl::Opened RecordStream::Impl::open(Record& record) {
    Reject reject;
    switch (walk.next(path, reject)) {
    case InputWalk::Result::end: return Opened::end;
    case InputWalk::Result::reject: record = std::move(reject); return Opened::reject;
    case InputWalk::Result::file: break;
    }
    try {
        stream = std::make_unique<InputStream>(path);
    } catch (const Error& error) {
        record = make_reject({path, 0}, error.message);
        return Opened::reject;
    }
    const FormatRow* row = nullptr;
    if (plan.preset == nullptr) row = format != nullptr ? format : recognise(path, *stream);
    std::string problem;
    if (stream->peek().empty())
        problem = stream->failure() != StreamFailure::none ? stream->message() : "it is empty";
    else if (row == nullptr && plan.preset == nullptr)
        problem = fmt::format("it is in no format I know; known are {}", format_names());
    if (!problem.empty()) {
        record = make_reject({path, 0}, problem, stream->peek());
        close();
        return Opened::reject;
    }
    const FormatInput input{*stream, path, plan};
    reader = row != nullptr ? row->make(input) : make_event_reader(input);
    return Opened::reader;
}

void RecordStream::Impl::close() {
    reader.reset();
    if (stream) bytes_of_closed += stream->bytes_taken();
    stream.reset();
}

RecordStream::RecordStream(std::vector<std::string> inputs, ReadOptions options)
    : impl_(std::make_unique<Impl>(std::move(inputs), options)) {}
RecordStream::~RecordStream() = default;
RecordStream::RecordStream(RecordStream&&) noexcept = default;
RecordStream& RecordStream::operator=(RecordStream&&) noexcept = default;

bool RecordStream::next(Record& record) {
    for (;;) {
        if (impl_->reader) {
            if (impl_->reader->next(record)) return true;
            impl_->close();
        }
        switch (impl_->open(record)) {
        case Impl::Opened::end: return false;
        case Impl::Opened::reject: return true;
        case Impl::Opened::reader: break;
        }
    }
}

std::uint64_t RecordStream::bytes_read() const {
    return impl_->bytes_of_closed + (impl_->stream ? impl_->stream->bytes_taken() : 0);
}

std::optional<std::uint64_t> RecordStream::bytes_total() const {
    return impl_->walk.bytes_total();
}

std::string to_json_line(const Reject& reject) {
    nlohmann::ordered_json line;
    line["file"] = reject.origin.file;
    line["line"] = reject.origin.line;
    line["reason"] = reject.reason;
    line["record"] = reject.record;
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace sitrep
