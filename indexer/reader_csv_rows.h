// Rows of a CSV stream, one at a time, in constant memory.
#pragma once

#include "indexer/input_stream.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <csv.h>

namespace sitrep {

struct CsvRow {
    std::vector<std::string> fields;
    std::string raw; // as far as a reject shows it
    std::uint64_t line = 0;
    std::string problem; // why it is no row
};

class CsvRows {
  public:
    CsvRows(InputStream& stream, char delimiter, std::size_t max_bytes, char quote = '"');
    ~CsvRows() { csv_free(&parser_); }
    CsvRows(const CsvRows&) = delete;
    CsvRows& operator=(const CsvRows&) = delete;

    // False at the end.
    bool next(CsvRow& row);

  private:
    void start_parser();
    void feed();
    void parse(std::string_view piece);
    void skip_row(std::string_view piece);
    void finish();
    void reject_row(std::string problem);
    void end_row();
    void begin_row();
    static void on_field(void* bytes, std::size_t size, void* self) {
        static_cast<CsvRows*>(self)->current_.fields.emplace_back(static_cast<const char*>(bytes),
                                                                  size);
    }
    static void on_row(int, void* self) { static_cast<CsvRows*>(self)->end_row(); }

    InputStream& stream_;
    std::size_t max_bytes_;
    unsigned char delimiter_;
    unsigned char quote_;
    csv_parser parser_{};
    std::deque<CsvRow> rows_; // several only where lines end with a bare carriage return
    CsvRow current_;
    std::size_t size_ = 0;   // of the row at hand
    std::size_t quotes_ = 0; // in it
    std::uint64_t line_ = 1;
    bool ended_ = false;
};

} // namespace sitrep
