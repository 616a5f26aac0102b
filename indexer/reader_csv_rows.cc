#include "indexer/reader_csv_rows.h"

#include "indexer/reader.h"
#include "schema/error.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

// libcsv's states, from its source: the header does not name them.
constexpr int row_not_begun = 0;
constexpr int field_begun = 2;

} // namespace

CsvRows::CsvRows(InputStream& stream, char delimiter, std::size_t max_bytes, char quote)
    : stream_(stream), max_bytes_(max_bytes), delimiter_(static_cast<unsigned char>(delimiter)),
      quote_(static_cast<unsigned char>(quote)) {
    start_parser();
}

bool CsvRows::next(CsvRow& row) {
    while (rows_.empty() && !ended_) feed();
    if (rows_.empty()) return false;
    row = std::move(rows_.front());
    rows_.pop_front();
    return true;
}

void CsvRows::start_parser() {
    if (csv_init(&parser_, 0) != 0) throw Error(ErrorKind::internal, "libcsv did not start");
    csv_set_delim(&parser_, delimiter_);
    csv_set_quote(&parser_, quote_);
}

// Gives the parser the stream up to the next line end: that completes one row at most.
void CsvRows::feed() {
    constexpr std::size_t longest_piece = 64 * 1024;
    std::string_view piece = stream_.peek().substr(0, longest_piece);
    if (piece.empty()) return finish();
    piece = piece.substr(0, piece.find('\n') + 1); // npos + 1 is 0
    if (piece.empty()) piece = stream_.peek().substr(0, longest_piece);
    if (size_ == 0) current_.line = line_;
    size_ += piece.size();
    quotes_ +=
        static_cast<std::size_t>(std::count(piece.begin(), piece.end(), static_cast<char>(quote_)));
    current_.raw.append(piece.substr(0, reject_record_bytes - current_.raw.size()));
    if (size_ > max_bytes_)
        skip_row(piece);
    else
        parse(piece);
    if (piece.ends_with('\n')) ++line_;
    stream_.skip(piece.size());
}

void CsvRows::parse(std::string_view piece) {
    if (csv_parse(&parser_, piece.data(), piece.size(), on_field, on_row, this) != piece.size())
        throw Error(ErrorKind::internal, "libcsv gave up");
    if (parser_.pstate == row_not_begun) begin_row(); // also behind an empty line
}

// The row is too long to hold; its end is where quotes are paired at a line end.
void CsvRows::skip_row(std::string_view piece) {
    if (parser_.entry_size > 0) {
        csv_free(&parser_);
        start_parser();
    }
    current_.fields.clear();
    if (!piece.ends_with('\n') || quotes_ % 2 != 0) return;
    reject_row(fmt::format("the row is longer than {} bytes", max_bytes_));
}

void CsvRows::finish() {
    ended_ = true;
    if (stream_.failure() != StreamFailure::none) return reject_row(stream_.message());
    if (size_ > max_bytes_)
        return reject_row(fmt::format("the row is longer than {} bytes", max_bytes_));
    if (parser_.pstate == field_begun && parser_.quoted != 0)
        return reject_row("a quote in this row does not close");
    csv_fini(&parser_, on_field, on_row, this);
}

void CsvRows::reject_row(std::string problem) {
    current_.problem = std::move(problem);
    end_row();
}

void CsvRows::end_row() {
    rows_.push_back(std::move(current_));
    begin_row();
}

void CsvRows::begin_row() {
    current_ = {};
    current_.line = line_ + 1;
    size_ = 0;
    quotes_ = 0;
}

} // namespace sitrep
